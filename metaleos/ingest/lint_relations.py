"""Relations between printed cells that the papers' own definitions imply.

They need no solver: totals are sums of their terms, terms that follow one power of the volume
stand in one ratio, quotients are quotients, and columns of neighbouring models run alike.
"""

from __future__ import annotations

from itertools import product
from math import pi
from statistics import median
from typing import TYPE_CHECKING

from metaleos.constants import BOHR_ANGSTROM, BOLTZMANN_HARTREE_K
from metaleos.ingest.reader import optional_float, read_lines, shipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from metaleos.ingest.lint_cells import LintCell

Found = tuple[str, str, str]
_ERG_EV = 6.241509074e11


def relation_warnings(cells: Sequence[LintCell]) -> Iterator[Found]:
    """Yield (lint, cell, message) of every relation that does not hold."""
    soma = [cell for cell in cells if cell.paper == "soma1978"]
    yield from _sums(soma)
    yield from _offsets(soma)
    yield from _proportions(soma)
    yield from _quotients(soma)
    yield from _scaled_atoms([cell for cell in cells if cell.paper == "latter1955"])
    yield from _liquids([cell for cell in cells if cell.paper == "bretonnet1990"])
    yield from _neighbours([cell for cell in cells if cell.paper == "perrot1979"])


Table = dict[tuple[str, str, str], "LintCell"]


def _by_name(cells: Sequence[LintCell]) -> Table:
    """Return cells with a number by element, model and quantity."""
    return {(c.element, c.model, c.quantity): c for c in cells if c.number is not None}


def _sums(cells: Sequence[LintCell]) -> Iterator[Found]:
    """E = Ei + E0 + E1 + E2, likewise P and B; a term not repeated is that of another model."""
    table = _by_name(cells)
    for letter in "EPB":
        for (element, model, quantity), total in table.items():
            if quantity != letter or model in {"observed", "ah"}:
                continue
            choices = [_choices(table, element, model, letter + part) for part in "i012"]
            if not all(choices):
                continue
            terms = min(product(*choices), key=lambda some: abs(_total(some) - _value(total)))
            room = total.step + sum(c.step for c in terms)
            if abs(_total(terms) - _value(total)) > room * (1.0 + 1e-9):
                text = f"terms add up to {_total(terms):.5g}, printed {total.printed}"
                for cell in (total, *terms):
                    if cell.model == model:
                        yield "sum", cell.key, text


def _total(terms: Sequence[LintCell]) -> float:
    return sum(_value(cell) for cell in terms)


def _choices(table: Table, element: str, model: str, quantity: str) -> list[LintCell]:
    own = table.get((element, model, quantity))
    if own is not None or quantity[1] in "12":  # only Ei and E0 are shared between models
        return [own] if own is not None else []
    return [cell for (e, _, q), cell in table.items() if e == element and q == quantity]


def _value(cell: LintCell) -> float:
    return cell.number or 0.0


def _offsets(cells: Sequence[LintCell]) -> Iterator[Found]:
    """E_coh + 13.6 E is the same for all models of a metal."""
    table = _by_name(cells)
    rows: dict[str, list[tuple[float, float, LintCell]]] = {}
    for (element, model, quantity), cell in table.items():
        energy = table.get((element, model, "E"))
        if quantity == "E_coh" and energy is not None and model != "observed":
            room = cell.step + 13.6 * energy.step
            rows.setdefault(element, []).append((_value(cell) + 13.6 * _value(energy), room, cell))
    for members in rows.values():
        middle = median(value for value, _, _ in members)
        for value, room, cell in members:
            if abs(value - middle) > room:
                text = f"E_coh + 13.6 E = {value:.3f}, for the other models {middle:.3f}"
                yield "offset", cell.key, text


_PROPORTIONAL = (("Ei", "Pi"), ("E1", "P1"), ("Pi", "Bi"), ("P1", "B1"))


def _proportions(cells: Sequence[LintCell]) -> Iterator[Found]:
    """Terms that follow a power of the volume: their ratios are those of the volume alone.

    E1/P1 is Omega for every model of a metal; P1/B1 is 1/2 and Pi/Bi is 3/4 for all metals.
    """
    table = _by_name(cells)
    for top, bottom in _PROPORTIONAL:
        groups: dict[str, list[tuple[LintCell, LintCell]]] = {}
        for (element, model, quantity), cell in table.items():
            other = table.get((element, model, bottom))
            if quantity == top and other is not None and other.number:
                groups.setdefault(element if top[0] == "E" else "", []).append((cell, other))
        for members in groups.values():
            if len(members) < 3:  # a median of two says nothing
                continue
            middle = median(_value(a) / _value(b) for a, b in members)
            for a, b in members:
                gap = abs(_value(a) - middle * _value(b))
                if gap > a.step + abs(middle) * b.step:
                    text = f"{top}/{bottom} = {_value(a) / _value(b):.5g}, elsewhere {middle:.5g}"
                    yield "proportion", a.key, text
                    yield "proportion", b.key, text


_QUOTIENTS = (("R_p", "P3", "P2", 1.0), ("R_B", "B3", "B", 1.0))


def _quotients(cells: Sequence[LintCell]) -> Iterator[Found]:
    """R_P = |P3/P2| and R_B = |B3/B|, within the digits of all three."""
    table = _by_name(cells)
    for name, top, bottom, scale in _QUOTIENTS:
        for (element, model, quantity), cell in table.items():
            a, b = table.get((element, model, top)), table.get((element, model, bottom))
            if quantity != name or a is None or b is None:
                continue
            low = max(abs(_value(a)) - a.step, 0.0) / (abs(_value(b)) + b.step) * scale
            least = max(abs(_value(b)) - b.step, 1e-12)
            high = (abs(_value(a)) + a.step) / least * scale
            if not low - cell.step <= abs(_value(cell)) <= high + cell.step:
                text = f"{a.printed}/{b.printed} is {low:.3g} to {high:.3g}, printed {cell.printed}"
                yield "quotient", cell.key, text


def _scaled_atoms(cells: Sequence[LintCell]) -> Iterator[Found]:
    """E_tot = E_kin + E_pot, and the virial theorem 3 P V = 2 E_kin + E_pot, row by row."""
    rows: dict[str, dict[str, LintCell]] = {}
    for cell in cells:
        if cell.number is not None:
            rows.setdefault(cell.label, {})[cell.quantity] = cell
    for row in rows.values():
        total, potential = row.get("E_tot/(Z kT)"), row.get("-E_pot/(Z kT)")
        kinetic, pressure = row.get("E_kin/(Z kT)"), row.get("P/Z^(10/3)")
        volume, heat = row.get("Z V"), row.get("kT/Z^(4/3)")
        if total is not None and potential is not None and kinetic is not None:
            gap = abs(_value(total) - _value(kinetic) + _value(potential))
            room = 0.5 * (total.step + potential.step + kinetic.step)
            if gap > room * (1.0 + 1e-6):
                text = f"E_kin + E_pot = {_value(kinetic) - _value(potential):.5g}, "
                text += f"printed E_tot {total.printed}"
                for cell in (total, potential, kinetic):
                    yield "sum", cell.key, text
        if pressure and volume and heat and kinetic and potential:
            left = 3.0 * _value(pressure) * _value(volume) * _ERG_EV / _value(heat)
            right = 2.0 * _value(kinetic) - _value(potential)
            relative = sum(0.5 * cell.step / abs(_value(cell)) for cell in (pressure, volume, heat))
            room = abs(left) * relative + 0.5 * (2.0 * kinetic.step + potential.step)
            # 3e-4: the papers' charge and Boltzmann constant differ from ours
            if abs(left - right) > room + 3e-4 * (abs(left) + abs(right)):
                text = f"3 P V/(Z kT) = {left:.5g}, 2 E_kin + E_pot = {right:.5g}"
                for cell in (pressure, kinetic, potential):
                    yield "virial", cell.key, text


_NEAREST = {"fcc": 2.0**-0.5, "bcc": 3.0**0.5 / 2.0}
_FIT = 9.384673
"""P_HS V/kT of hard spheres at the packing fraction 0.45."""


def _liquids(cells: Sequence[LintCell]) -> Iterator[Found]:
    """Hold d against the lattice, and P_HS against the melting temperature."""
    table = _by_name(cells)
    constants = _constants()
    for (element, model, quantity), cell in table.items():
        facts = constants.get(element, {})
        if quantity == "d":
            distance = _nearest(facts)
            if (
                distance and abs(_value(cell) / distance - 1.0) > 0.01
            ):  # thermal expansion and digits
                text = f"d = {cell.printed} bohr, the lattice has {distance:.3f}"
                yield "second source", cell.key, text
        radius, valence = table.get((element, model, "r_s")), table.get((element, model, "Z_s"))
        melting = facts.get("melting_temperature")
        if quantity == "P_HS" and radius is not None and isinstance(melting, float):
            electrons = (
                _value(valence) if valence is not None else (2.0 if element == "Au" else 1.5)
            )
            volume = 4.0 * pi / 3.0 * _value(radius) ** 3 * electrons
            kelvin = 1e-3 * _value(cell) * volume / _FIT / BOLTZMANN_HARTREE_K
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


def _neighbours(cells: Sequence[LintCell]) -> Iterator[Found]:
    """E of `tfdw` differs from that of `tfd` by less than half of what exchange does."""
    rows: dict[tuple[str, str], dict[str, LintCell]] = {}
    for cell in cells:
        if cell.quantity == "E" and cell.number is not None:
            rows.setdefault((cell.element, cell.state), {})[cell.model] = cell
    for row in rows.values():
        if len(row) < 3:  # one of the three models is not printed
            continue
        gradient = _value(row["tfdw"]) - _value(row["tfd"])
        exchange = _value(row["tfd"]) - _value(row["tf"])
        room = sum(cell.step for cell in row.values())
        if abs(gradient) > 0.5 * abs(exchange) + room:
            text = f"tfdw less tfd is {gradient:.3g} Ha, tfd less tf {exchange:.3g}"
            for cell in row.values():
                yield "neighbour", cell.key, text
