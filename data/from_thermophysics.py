"""Read what packages hold of expansion, heat, transitions, conduction and phonons.

Runs in an environment of its own (never a dependency of metaleos)::

    pip install mendeleev==1.3.0 chemicals==1.5.2 ase==3.29.0 periodictable==2.1.0 \
        pymatgen==2026.10.24 ncrystal==4.4.6 espei==0.9.1
    python -m data.from_thermophysics data/inputs/thermophysics.csv

Only values are taken, each with what the package cites. What it writes is kept, so that a rebuild
needs none of these packages.
"""

from __future__ import annotations

import csv
import json
import math
import re
import sys
from importlib import import_module
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.from_packages import COLUMNS, ROOM, Packages, Row, fact, table

if TYPE_CHECKING:
    from collections.abc import Iterator

MOLAR_GAS = 8.31446261815324  # J/mol/K
EV_KELVIN = 11604.518121550082  # 1 eV over the Boltzmann constant
STRUCTURE = {
    "BCC_A2": "bcc", "FCC_A1": "fcc", "HCP_A3": "hcp", "DHCP": "dhcp", "LIQUID": "liquid",
    "DIAMOND_A4": "diamond", "BCT_A5": "bct", "GRAPHITE": "graphite", "HCP_ZN": "hcp",
    "ORTHORHOMBIC_A20": "orthorhombic", "ORTHORHOMBIC_GA": "orthorhombic",
    "RHOMBOHEDRAL_A7": "rhombohedral", "RHOMBOHEDRAL_SM": "rhombohedral", "RHOMB": "rhombohedral",
    "TETRAG_A6": "bct", "BCT_AA": "bct",
    "TETRAGONAL_U": "tetragonal", "RED_P": "red", "WHITE_P": "white",
    "ORTHORHOMBIC_S": "orthorhombic",
}  # fmt: skip
"""Names of phases in the SGTE functions, where ours differ."""
SAME_FUNCTION = 1e-6
"""J/mol: two phases of one function (Sm) differ by rounding only."""
MAGNETIC = {"Cr", "Mn", "Fe", "Co", "Ni", "Gd"}
GASES = {"H", "He", "N", "O", "F", "Ne", "Cl", "Ar", "Kr", "Xe", "Rn"}
MEASURED = {
    "10.1103/PhysRevB.27.3303": "stassis1983", "10.1103/PhysRev.164.922": "nicklow1967",
    "10.1103/PhysRev.162.528": "minkiewicz1967", "10.1103/PhysRevB.5.3151": "nelin1972",
    "10.1103/PhysRevB.75.104301": "kresch2007", "10.1016/0038-1098(65)90232-2": "gilat1965",
    "10.1103/PhysRevB.30.3502": "buchenau1984", "10.1103/PhysRevB.19.181": "stassis1979",
    "Volume 13A": "landolt13a",
}  # fmt: skip
"""What a file names as the work behind its density of states, where that rests on measured
phonons. The others are computed (Ag, Al, Ba, Si, Sn, W, Zr), evaluated for reactors (Be, Bi), or do
not say (Th, V)."""


def uncited(p: Packages) -> Iterator[Row]:
    """Expansion, sound and resistivity of pymatgen, which cites nothing."""
    columns = {
        "Coefficient of linear thermal expansion": ("thermal_expansion", "1/K", 1.0),
        "Velocity of sound": ("sound_speed_solid", "m/s", 1.0),
        "Electrical resistivity": ("electrical_resistivity", "uohm cm", 1e8),
    }
    for s in sorted(set(p.symbols) - GASES, key=p.symbols.index):
        for column, (quantity, unit, factor) in columns.items():
            value = p.pymatgen(s)._data.get(column)  # noqa: SLF001 - no public name
            if value is not None:
                yield fact(
                    s, quantity, f"{float(str(value).split()[0]) * factor:.6g}", unit, "pymatgen",
                    phase="liquid" if s in {"Br", "Hg"} else "solid",
                    material="graphite" if s == "C" else "", state="near room temperature",
                    carrier=p.carrier["pymatgen"], carrier_license="MIT", confidence="low",
                    note="uncited in the package",
                )  # fmt: skip


def heat_capacities(p: Packages) -> Iterator[Row]:
    """C_p of the standard state at 298.15 K: CRC (mendeleev, chemicals) and JANAF (chemicals)."""
    folder = p.chemicals / "Heat Capacity"
    solid = {r["CAS"]: r for r in table(
        folder / "CRC Standard Thermodynamic Properties of Chemical Substances.tsv")}  # fmt: skip
    janaf = json.loads((folder / "JANAF_1998_solid_Cp.json").read_text(encoding="utf-8"))
    common: dict[str, Any] = {"temperature": ROOM, "phase": "solid", "state": "1 bar"}
    for s in p.symbols:
        query = "select molar_heat_capacity from elements where symbol = ?"
        (value,) = p.mendeleev.execute(query, (s,)).fetchone()
        row = solid.get(p.cas[s], {})
        if value is not None and row.get("Cps"):  # a solid in the standard state
            yield fact(s, "heat_capacity_isobaric", value, "J/mol/K", "crc95",
                       table="Heat Capacity of the Elements at 25 C (title recalled)",
                       carrier=p.carrier["mendeleev"], carrier_license="MIT",
                       **common)  # fmt: skip
        if row.get("Cps"):
            yield fact(s, "heat_capacity_isobaric", row["Cps"], "J/mol/K", "crc95",
                       table="Standard Thermodynamic Properties of Chemical Substances",
                       carrier=p.carrier["chemicals"], carrier_license="MIT",
                       **common)  # fmt: skip
        if p.cas[s] in janaf and row.get("Cps"):
            heats = dict(zip(*janaf[p.cas[s]], strict=True))
            if ROOM in heats:
                yield fact(s, "heat_capacity_isobaric", heats[ROOM], "J/mol/K", "chase1998",
                           table="heat capacity at 298.15 K", carrier=p.carrier["chemicals"],
                           carrier_license="MIT", **common)  # fmt: skip


def transitions(p: Packages) -> Iterator[Row]:
    """Boiling points, heats of fusion and vaporisation, critical points."""
    symbol = {cas: s for s, cas in p.cas.items()}
    cited = {"carrier": p.carrier["chemicals"], "carrier_license": "MIT"}
    for file, column, quantity in (
        ("CRC Handbook Heat of Fusion", "Hfus", "fusion_enthalpy"),
        ("CRC Handbook Heat of Vaporization", "HvapTb", "vaporisation_enthalpy"),
    ):
        for row in table(p.chemicals / "Phase Change" / f"{file}.tsv"):
            s = symbol.get(row["CAS"], "")
            count = re.fullmatch(rf"{s}(\d*)", row["Formula"])
            if not s or count is None or not row[column]:
                continue
            atoms = int(count[1] or 1)
            yield fact(
                s, quantity, f"{float(row[column]) / atoms / 1000:.5g}", "kJ/mol", "crc95",
                temperature=row.get("Tb", ""), table=file.removeprefix("CRC Handbook "),
                state="at melting" if column == "Hfus" else "at the boiling point",
                phase="liquid" if column == "Hfus" else "gas",
                note=f"per mole of atoms, of {row['Formula']}" if atoms > 1 else "", **cited,
            )  # fmt: skip
    query = (
        "select boiling_point, is_sublimation_point, critical_temperature, allotrope "
        "from phasetransitions where atomic_number = ?"
    )
    for z, s in enumerate(p.symbols, 1):
        for boiling, sublimes, critical, form in p.mendeleev.execute(query, (z,)):
            common: dict[str, Any] = {"carrier": p.carrier["mendeleev"], "carrier_license": "MIT",
                      "note": f"form: {form}" if form else ""}  # fmt: skip
            if boiling is not None:
                yield fact(s, "boiling_temperature", round(boiling, 4), "K", "crc97",
                           state="sublimes, 1 atm" if sublimes else "1 atm", **common)  # fmt: skip
            if critical is not None:
                yield fact(s, "critical_temperature", round(critical, 4), "K", "crc97", **common)
        query2 = "select fusion_heat, evaporation_heat from elements where symbol = ?"
        heats = p.mendeleev.execute(query2, (s,)).fetchone()
        for name, heat in zip(("fusion_enthalpy", "vaporisation_enthalpy"), heats, strict=True):
            if heat is not None and s not in {"H", "N", "O", "F", "Cl", "Br", "I", "P", "S"}:
                yield fact(s, name, heat, "kJ/mol", "mendeleev", confidence="low",
                           state="at melting" if name[0] == "f" else "at the boiling point",
                           phase="liquid" if name[0] == "f" else "gas",
                           carrier=p.carrier["mendeleev"], carrier_license="MIT",
                           note="uncited in the package")  # fmt: skip


def sgte(p: Packages) -> Iterator[Row]:
    """Unary functions of SGTE 1991 (espei): C_p, S at 298.15 K, and at melting; transitions."""
    data = import_module("espei.refdata")
    engine = import_module("symengine")
    t = data.T
    ser = {engine.Symbol(f"GHSER{s if len(s) > 1 else 2 * s}"): e
           for s, e in data.SGTE91Stable.items()}  # fmt: skip
    common: dict[str, Any] = {"source": "dinsdale1991", "carrier": f"espei {version('espei')}",
              "carrier_license": "MIT", "status": "computed"}  # fmt: skip
    for s in p.symbols:
        key = s.upper()
        phases = {phase: expression for (element, phase), expression in data.SGTE91.items()
                  if element == key}  # fmt: skip
        if "LIQUID" not in phases or key not in data.SGTE91SER:
            continue
        own = data.SGTE91SER[key]["phase"]
        phases.setdefault(own, data.SGTE91Stable[key])
        energy = {phase: _function(e, ser, t, engine) for phase, e in phases.items()}
        if s not in MAGNETIC | GASES:  # the functions of the package lack the magnetic part
            yield from _heats(s, own, energy, common)


def _function(expression: Any, ser: Any, t: Any, engine: Any) -> Any:
    """Return G(T) in J/mol, and NaN where the functions say nothing."""
    whole = expression.xreplace(ser)

    def value(kelvin: float) -> float:
        number = float(whole.xreplace({t: engine.RealDouble(kelvin)}))
        return number or math.nan

    return value


def _heats(s: str, own: str, energy: Any, common: dict[str, Any]) -> Iterator[Row]:
    """C_p and S by differences of G; melting where the liquid becomes stable; transitions."""

    def entropy(phase: str, kelvin: float, step: float = 0.05) -> float:
        g = energy[phase]
        return (g(kelvin - step) - g(kelvin + step)) / (2 * step)  # type: ignore[no-any-return]

    def capacity(phase: str, kelvin: float, step: float = 0.5) -> float:
        g = energy[phase]
        second = (g(kelvin + step) - 2 * g(kelvin) + g(kelvin - step)) / step**2
        return -kelvin * second  # type: ignore[no-any-return]

    word = STRUCTURE.get(own, "solid")
    if own != "LIQUID":
        yield fact(s, "heat_capacity_isobaric", f"{capacity(own, 300.0):.4g}", "J/mol/K",
                   temperature=300, phase=word, state="1 bar", table=own, **common)  # fmt: skip
        yield fact(s, "entropy_solid", f"{entropy(own, ROOM + 1):.4g}", "J/mol/K",
                   temperature=ROOM + 1, phase=word, state="1 bar", table=own,
                   **common)  # fmt: skip
    solids = [phase for phase in energy if phase != "LIQUID"]
    best, kelvin = own, 299.0
    stable = {phase: g for phase in solids if not math.isnan(g := energy[phase](kelvin))}
    if own in stable and min(stable.values()) < stable[own] - SAME_FUNCTION:
        best = min(stable, key=stable.__getitem__)  # Ce, P: the standard state is another
    while kelvin < 5000.0 and best != "LIQUID":
        after = kelvin + 1.0
        known = {
            phase: g for phase in (*solids, "LIQUID") if not math.isnan(g := energy[phase](after))
        }
        if best not in known:
            return
        new = min(known, key=known.__getitem__)
        if new != best and known[new] < known[best] - SAME_FUNCTION:
            at = _crossing(energy[best], energy[new], kelvin, after)
            # The functions may have a kink where they meet: entropies beside it, led back to it.
            heat = at * (entropy(new, at + 0.2) - entropy(best, at - 0.2))
            heat -= 0.2 * (capacity(new, at + 1) + capacity(best, at - 1))
            names = [STRUCTURE.get(x, x.lower()) for x in (best, new)]
            if new == "LIQUID":
                yield fact(s, "heat_capacity_liquid", f"{capacity('LIQUID', at + 2):.4g}",
                           "J/mol/K", temperature=f"{at:.6g}", phase="liquid",
                           state="at melting, 1 bar", table="LIQUID", **common)  # fmt: skip
                yield fact(s, "fusion_enthalpy", f"{heat / 1000:.4g}", "kJ/mol",
                           temperature=f"{at:.6g}", state="at melting", phase="liquid",
                           table=f"LIQUID less {best}", **common)  # fmt: skip
                yield fact(s, "entropy_liquid_melting", f"{entropy('LIQUID', at + 0.2):.4g}",
                           "J/mol/K", temperature=f"{at:.6g}", phase="liquid",
                           state="at melting, 1 bar", table="LIQUID", **common)  # fmt: skip
            else:
                state = f"{names[0]} to {names[1]}, 1 bar"
                yield fact(s, "transition_temperature", f"{at:.6g}", "K", state=state,
                           table=f"{new} and {best}", phase=names[1], **common)  # fmt: skip
                yield fact(s, "transition_enthalpy", f"{heat / 1000:.3g}", "kJ/mol",
                           temperature=f"{at:.6g}", state=state, phase=names[1],
                           table=f"{new} less {best}", **common)  # fmt: skip
            best = new
        kelvin = after


def _crossing(old: Any, new: Any, low: float, high: float) -> float:
    """Return where two functions cross, by halving."""
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if old(middle) < new(middle) else (low, middle)
    return (low + high) / 2


def phonons(p: Packages) -> Iterator[Row]:
    """Debye temperature of the mean square of phonon frequencies: NCrystal's densities of states.

    Theta_2 of k Theta_2 = hbar (5 <w2>/3)^(1/2), over the density as the file tabulates it.
    """
    ncrystal = import_module("NCrystal")
    for key in sorted({f.fullKey.split("::")[-1] for f in ncrystal.browseFiles()}):
        match = re.match(r"([A-Z][a-z]?)_sg(\d+)", key)
        if not match or match[1] not in p.symbols or "gamma" in key or "Diamond" in key:
            continue
        text = ncrystal.createTextData(key).rawData
        grid = re.search(r"vdos_egrid\s+(.+)", text)
        density = re.search(r"vdos_density\s+([\d.eE+\-\s]+)", text)
        if not grid or not density:
            continue
        values = [float(x) for x in density[1].split()]
        ends = [float(x) for x in grid[1].split()]
        n = len(values)
        energies = ends if len(ends) == n else [
            ends[0] + i * (ends[1] - ends[0]) / (n - 1) for i in range(n)]  # fmt: skip
        # Below the grid the density is that of sound, as the square of the energy.
        low = energies[0]
        norm, square = values[0] * low / 3, values[0] * low**3 / 5
        for (a, b), (x, y) in zip(pairwise(energies), pairwise(values), strict=True):
            norm += (b - a) * (x + y) / 2
            square += (b - a) * (x * a * a + y * b * b) / 2
        theta = math.sqrt(5 / 3 * square / norm) * EV_KELVIN
        kelvin = re.search(r"VDOS curve at (\d+)\s?K", text)
        cited = next((source for name, source in MEASURED.items() if name in text), None)
        if cited is None:
            continue
        yield fact(
            match[1], "debye_temperature_phonon", f"{theta:.4g}", "K", cited,
            temperature=kelvin[1] if kelvin else "", phase="solid", table=key,
            state="mean square of the phonon frequencies", status="computed",
            carrier=p.carrier["ncrystal"], carrier_license="Apache-2.0", confidence="medium",
            note="computed here from the density of states that the file tabulates",
        )  # fmt: skip


def main(output: Path) -> None:
    """Write all facts of the packages to `output`."""
    p = Packages()
    with output.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for part in (uncited, heat_capacities, transitions, sgte, phonons):
            writer.writerows(part(p))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
