"""Read elastic, thermal and liquid facts from clones of public repositories.

Each repository has a clone, or a bare one, below one folder, named ``owner+name``::

    python -m data.from_solids FOLDER data/inputs

Values only are taken, at the commits named here: third-order elastic constants and expansion
(PyDislocDyn), elastic constants (abacus-test), Debye temperatures (MsSpec), Grueneisen parameters
(FronTier), radial distributions (TPT.jl). What it writes is kept, so that a rebuild needs no clone.
"""

from __future__ import annotations

import ast
import csv
import json
import re
import sys
from itertools import pairwise
from math import pi, sin
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.from_packages import COLUMNS, ROOM, Row, fact
from data.from_repositories import Clones, carrier

if TYPE_CHECKING:
    from collections.abc import Iterator

PYDISLOCDYN = "dblaschke-LANL/PyDislocDyn", "aa95755"
MSSPEC = "MohammedBenaissa/MsSpec", "dfbad08"
FRONTIER = "irisvogon/vogon_1002", "fdffdd5"
TPT = "hasundue/TPT.jl", "bacbd19"
ABACUS = "deepmodeling-activity/abacus-test.github.io", "687f86e"
ELASTIC = {"Y": "hcp", "Ru": "hcp", "Hf": "hcp", "Re": "hcp", "Ir": "fcc", "Gd": "hcp", "Dy": "hcp",
           "Tl": "hcp"}  # fmt: skip
"""Metals of the table of Simmons and Wang that no other carrier has, with their structures; it has
nothing of Mn, Tc, Rh, La and Os."""
THIRD = ("c111", "c112", "c123", "c144", "c166", "c456")
MEASURED = {
    "Al": "thomas1968", "Ag": "hiki1966", "Au": "hiki1966", "Cu": "hiki1966", "Fe": "powell1984",
    "Mo": "voronov1978", "Nb": "graham1968", "Ni": "riley1973", "K": "srinivasan1973",
}  # fmt: skip
"""Cubic metals whose third-order constants are measured, as the repository says; those of Pb, Ta
and W are computed, and of Pd and Pt it does not say where they are from."""
STEINBERG = {
    "Cadmium": "Cd", "Copper (OFHC 1/2 Hard)": "Cu", "Gold": "Au", "Hafnium": "Hf", "Lead": "Pb",
    "Lithium": "Li", "Mercury": "Hg", "Molybdenum": "Mo", "Nickle": "Ni", "Niobium": "Nb",
    "Platinum": "Pt", "Silver": "Ag", "Tantalum": "Ta", "Thorium": "Th", "Thulium": "Tm",
    "Tin": "Sn", "Titanium": "Ti", "Tungsten": "W", "Uranium": "U", "Vanadium": "V", "Zinc": "Zn",
    "Zirconium": "Zr", "Aluminum (1100-O)": "Al", "Beryllium (S200)": "Be",
}  # fmt: skip
"""Materials of Steinberg's table, by their names there."""
LIQUIDS = ("Ti1973", "V2173", "Cr2173", "Mn1533", "Fe1833", "Co1823", "Ni1773")


def dictionaries(text: str) -> dict[str, dict[str, float]]:
    """Return the dictionaries that a module of Python assigns."""
    found = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            name = node.targets[0]
            if isinstance(name, ast.Name) and node.value.keys:
                try:
                    found[name.id] = ast.literal_eval(node.value)
                except ValueError:
                    continue
    return found


def pydislocdyn(clones: Clones) -> Iterator[Row]:
    """Expansion (CRC), third-order constants, and the B' that these give."""
    path = "pydislocdyn/metal_data.py"
    held = dictionaries(clones.text(PYDISLOCDYN, path))
    common: dict[str, Any] = {"temperature": ROOM, "carrier": carrier(PYDISLOCDYN, path),
                              "carrier_license": "BSD-3"}  # fmt: skip
    for s, value in held["CRC_alpha_a"].items():
        yield fact(s, "thermal_expansion", f"{value:.6g}", "1/K", "crc98", phase="solid",
                   state="linear, 25 C", table="Thermal and Physical Properties of Metals",
                   **common)  # fmt: skip
    for s, source in MEASURED.items():
        phase = "bcc" if s in {"Fe", "K", "Mo", "Nb"} else "fcc"
        third = {name: held[name][s] / 1e9 for name in THIRD}
        for name, value in third.items():
            yield fact(s, f"elastic_constant_{name}", f"{value:.6g}", "GPa", source, phase=phase,
                       state="room temperature, single crystal", **common)  # fmt: skip
        modulus = (held["CRC_c11"][s] + 2 * held["CRC_c12"][s]) / 3e9
        slope = -(third["c111"] + 6 * third["c112"] + 2 * third["c123"]) / (9 * modulus)
        yield fact(s, "bulk_modulus_derivative", f"{slope:.3g}", "1", source, phase=phase,
                   state="from third-order elastic constants", status="computed",
                   confidence="medium",
                   note="computed here: -(C111 + 6 C112 + 2 C123)/(9 B), B of crc98",
                   **common)  # fmt: skip


def simmons(clones: Clones) -> Iterator[Row]:
    """Second-order elastic constants of the handbook of Simmons and Wang."""
    path = "datasets/alloy-elastic/elastic-reference.json"
    held = json.loads(clones.text(ABACUS, path))["Expt"]
    for s, phase in ELASTIC.items():
        for name in ("c11", "c12", "c44") + (("c13", "c33") if phase == "hcp" else ()):
            yield fact(s, f"elastic_constant_{name}", f"{held[s][name]:g}", "GPa", "simmons1971",
                       phase=phase, state="single crystal", carrier=carrier(ABACUS, path),
                       carrier_license="not stated", confidence="medium",
                       note="temperature not said; C11 of 22 of the 25 metals that CRC has too is "
                       "above CRC's, as at low temperature")  # fmt: skip


def debye(clones: Clones, symbols: list[str]) -> Iterator[Row]:
    """Debye temperatures of the low temperature limit that KnowledgeDoor compiles."""
    path = "REXS_library/UTILITIES_LIBRARY/atomic_properties.f90"
    text = clones.text(MSSPEC, path)
    block = text[text.index("DEBY_TE = (/") :]
    numbers = re.findall(r"([\d.]+)E0_WP", block[: block.index("/)")])
    for s, value in zip(symbols, numbers[1:], strict=False):
        if float(value):
            yield fact(s, "debye_temperature", f"{float(value):g}", "K", "knowledgedoor_debye",
                       temperature=0, phase="solid", state="low temperature limit",
                       material="graphite or diamond, not said" if s == "C" else "",
                       carrier=carrier(MSSPEC, path), carrier_license="GPL-3.0",
                       confidence="medium",
                       note="of the heat capacity or of elastic constants: not said")  # fmt: skip


def steinberg(clones: Clones) -> Iterator[Row]:
    """Grueneisen parameters of Steinberg's equations of state."""
    path = "FronTier/src/gas/geos/mg-eos.c"
    text = clones.text(FRONTIER, path)
    for name, s in STEINBERG.items():
        row = re.search(re.escape(f'"{name}",') + r"[^\n]*\n([^\n]+)", text)
        if row is None:
            raise ValueError(f"no material {name!r}")
        cells = [float(cell) for cell in row[1].split(",")[:10]]
        yield fact(s, "grueneisen_parameter_lattice", f"{cells[8]:g}", "1", "steinberg1996",
                   temperature=298, phase="liquid" if s == "Hg" else "solid",
                   material="" if name in {"Cadmium", "Gold"} or "(" not in name else name,
                   state="at rest, of the Mie-Grueneisen equation of state",
                   carrier=carrier(FRONTIER, path), carrier_license="LGPL-2.1+",
                   confidence="medium")  # fmt: skip


def liquids(clones: Clones, densities: dict[str, tuple[float, float]]) -> Iterator[Row]:
    """Radial distributions of seven liquids, and the first peaks of the S(q) that they give.

    S(q) = 1 + 4 pi n int r2 (g - 1) sin(qr)/(qr) dr to where the curve ends, damped by a
    Lorch window; `densities` are kg/m3 and u.
    """
    for name in LIQUIDS:
        path = f"test/data/rdf/{name}.csv"
        s = name.rstrip("0123456789")
        kelvin = name.removeprefix(s)
        points = [(float(r), float(g)) for r, g in
                  (line.split(",") for line in clones.text(TPT, path).split()[1:])]  # fmt: skip
        held = {"carrier": carrier(TPT, path), "carrier_license": "MIT"}
        common: dict[str, Any] = {"temperature": kelvin, "phase": "liquid", **held}
        for number, (r, g) in enumerate(points, 1):
            yield fact(s, "radial_distribution", f"{g:g}", "1", "tpt_jl",
                       state=f"r = {r:.2f} angstrom", series=f"{s}-{kelvin}",
                       note="experimental g(r), source not named",
                       point=str(number), distance=f"{r:.2f}", confidence="medium",
                       **common)  # fmt: skip
        density, mass = densities[s]
        n = density / mass / 1.66053907e3  # 1/angstrom3
        grid = [1.8 + 0.005 * k for k in range(400)]
        q, peak = max(((q, _structure(q, n, points)) for q in grid), key=lambda pair: pair[1])
        said = "computed here from g(r) with a Lorch window, to 11 angstrom: lower than without"
        common |= {"state": f"first peak of S(q), {kelvin} K", "status": "computed"}
        yield fact(s, "structure_factor_peak_position", f"{q:.3g}", "1/angstrom", "tpt_jl",
                   confidence="medium", note=said.partition(":")[0], **common)  # fmt: skip
        yield fact(s, "structure_factor_peak_height", f"{peak:.3g}", "1", "tpt_jl",
                   confidence="low", note=said, **common)  # fmt: skip


def _structure(q: float, n: float, points: list[tuple[float, float]]) -> float:
    end = points[-1][0]
    total = 0.0
    for (a, g), (b, h) in pairwise(points):
        ends = [x * (y - 1) * sin(q * x) * sin(pi * x / end) / (pi * x / end)
                for x, y in ((a, g), (b, h))]  # fmt: skip
        total += (b - a) * sum(ends) / 2
    first = points[0][0]  # below it nothing: g = 0
    steps = 300
    for k in range(steps):
        x = first * (k + 0.5) / steps
        total -= first / steps * x * sin(q * x) * sin(pi * x / end) / (pi * x / end)
    return 1 + 4 * pi * n / q * total


def write(path: Path, rows: list[Row], extra: tuple[str, ...] = ()) -> None:
    """Write the rows of one input."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, (*COLUMNS, *extra), lineterminator="\n",
                                extrasaction="raise")  # fmt: skip
        writer.writeheader()
        writer.writerows(rows)


def main(folder: Path, inputs: Path) -> None:
    """Write solids.csv and radial_distributions.csv."""
    with (inputs / "elements.csv").open(encoding="utf-8", newline="") as handle:
        symbols = [row["symbol"] for row in csv.DictReader(handle)]
    clones = Clones(folder)
    densities: dict[str, list[float]] = {}
    for name, quantity in (("packages", "density_liquid_melting"), ("packages", "atomic_mass")):
        with (inputs / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                if row["quantity"] == quantity:
                    densities.setdefault(row["element"], []).append(float(row["value"]))
    pairs = {s: (values[0], values[-1]) for s, values in densities.items()}
    curves = list(liquids(clones, pairs))
    rows = [*pydislocdyn(clones), *simmons(clones), *debye(clones, symbols), *steinberg(clones)]
    rows += [row for row in curves if "series" not in row]
    write(inputs / "solids.csv", rows)
    points = [row for row in curves if "series" in row]
    write(inputs / "radial_distributions.csv", points, ("series", "point", "distance"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
