"""Bretonnet & Derouiche 1990: liquid transition metals, Tables I to VI."""

from __future__ import annotations

from math import pi
from typing import TYPE_CHECKING

from metaleos.constants import (
    ATOMIC_MASS_KG,
    BOHR_ANGSTROM,
    BOHR_M,
    BOLTZMANN_HARTREE_K,
    HARTREE_EV,
)
from metaleos.ingest.papers.paper import Meaning, Paper, Pattern, Place, by_name
from metaleos.ingest.reader import optional_float, read_lines, shipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from metaleos.ingest.papers.paper import Doubt, Fields, PrintedCell, Readings


def _rule(cell: Fields, _: Readings) -> Meaning:
    place = Place(at_reference=True)
    if cell["model"] == "observed":
        return Meaning(role="observation", place=place)
    if cell["table"] in {"I", "II", "III"}:
        result = cell["quantity"] in {"P_d", "P_HS", "R_c"}
        return Meaning(role="parameter", place=place, publish=result)
    return Meaning(role="published", place=place, publish=True)


_NEAREST = {"fcc": 2.0**-0.5, "bcc": 3.0**0.5 / 2.0}
_FIT = 9.384673
"""P_HS V/kT of hard spheres at the packing fraction 0.45."""
_WIDTH = 6.83
"""W_d r_0^5/r_d^3 [hartree bohr2] of Harrison's table, r_0 the radius of an atom of the solid."""


def _liquids(cells: Sequence[PrintedCell]) -> Iterator[Doubt]:
    """Hold d against the lattice, r_d against the d band, P_HS against the melting temperature."""
    table = by_name(cells)
    constants = _constants()
    widths = _widths()
    for (element, model, quantity), cell in table.items():
        facts = constants.get(element, {})
        if quantity == "d":
            distance = _nearest(facts)
            if distance and abs(cell.value / distance - 1.0) > 0.01:  # thermal expansion and digits
                text = f"d = {cell.printed} bohr, the lattice has {distance:.3f}"
                yield "second source", cell.key, text
        if quantity == "r_d" and (atom := _radius(facts)) and element in widths:
            width = _WIDTH * cell.value**3 / atom**5 * HARTREE_EV
            if abs(width / widths[element] - 1.0) > 0.03:  # r_d to 0.005 A: 2.2 % of Cu
                given = f"W_d = {width:.2f} eV, not {widths[element]}"
                text = f"r_d = {cell.printed} bohr gives {given}"
                yield "second source", cell.key, text
        radius, valence = table.get((element, model, "r_s")), table.get((element, model, "Z_s"))
        melting = facts.get("melting_temperature")
        if quantity == "P_HS" and radius is not None and isinstance(melting, float):
            electrons = valence.value if valence is not None else (2.0 if element == "Au" else 1.5)
            volume = 4.0 * pi / 3.0 * radius.value**3 * electrons
            kelvin = 1e-3 * cell.value * volume / _FIT / BOLTZMANN_HARTREE_K
            if abs(kelvin / melting - 1.0) > 0.015:  # digits of P_HS and r_s
                text = f"P_HS implies {kelvin:.0f} K, the metal melts at {melting:.0f} K"
                yield "second source", cell.key, text


def _constants() -> dict[str, dict[str, float | str]]:
    """Return the best-ranked constants by element."""
    found: dict[str, dict[str, tuple[int, float | str]]] = {}
    for line in read_lines(shipped("facts", "constants.csv"), ("element", "quantity", "rank")):
        fields = line.fields
        value = optional_float(fields["value"])
        known = found.setdefault(fields["element"], {})
        rank = int(fields["rank"])
        if fields["quantity"] not in known or rank < known[fields["quantity"]][0]:
            known[fields["quantity"]] = (rank, fields["text"] if value is None else value)
    return {
        element: {name: value for name, (_, value) in rows.items()}
        for element, rows in found.items()
    }


def _widths() -> dict[str, float]:
    """Return the widths of the d band [eV] that the model reads."""
    lines = read_lines(shipped("parameters", "wh.csv"), ("element", "name", "value"))
    return {f["element"]: float(f["value"]) for _, f in lines if f["name"] == "W_d"}


def _radius(facts: dict[str, float | str]) -> float | None:
    """Return the radius of an atom of the solid [bohr]."""
    density, mass = facts.get("density"), facts.get("atomic_mass")
    if not isinstance(density, float) or not isinstance(mass, float):
        return None
    volume = mass * ATOMIC_MASS_KG / (1e3 * density) / BOHR_M**3
    return float((0.75 * volume / pi) ** (1.0 / 3.0))


def _nearest(facts: dict[str, float | str]) -> float | None:
    """Return the distance of nearest neighbours of a close-packed or bcc metal [bohr]."""
    a, c, structure = facts.get("lattice_a"), facts.get("lattice_c"), facts.get("crystal_structure")
    if not isinstance(a, float):
        return None
    if structure in _NEAREST:
        return float(a * _NEAREST[str(structure)] / BOHR_ANGSTROM)
    if structure == "hcp" and isinstance(c, float):
        return float(min(a, (a * a / 3.0 + c * c / 4.0) ** 0.5) / BOHR_ANGSTROM)
    return None


PAPER = Paper(
    key="bretonnet1990",
    file="bretonnet_derouiche_1990",
    order=2,
    phase="liquid",
    rule=_rule,
    grids={"eta": 0.0025},
    exact_inputs=frozenset({"Z_s", "Z_d", "n"}),
    patterns=(
        Pattern(
            name="offset",
            text="printed = ours + 0.00044 Ha, within 0.00022",
            quantities=("F",),
            theories=("wh",),
            offset=0.00044,
            residual=0.00022,
        ),
    ),
    relations=_liquids,
)
