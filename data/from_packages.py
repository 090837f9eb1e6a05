"""Read single facts on Z = 1-92 from installed packages into inputs/packages.csv.

Runs in an environment of its own (never a dependency of metaleos)::

    pip install mendeleev==1.3.0 periodictable==2.1.0 chemicals==1.5.2 ase==3.29.0 \
        pymatgen==2026.10.24 ncrystal==4.4.6
    python data/from_packages.py data/inputs/packages.csv data/inputs/elements.csv

Only single facts are taken, each with the citation the package itself names; where it names none,
the package is the source (its name is the key) and the confidence is low. No ranking is done here:
`facts.py` does that.
"""

from __future__ import annotations

import csv
import re
import sqlite3
import sys
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = dict[str, object]
COLUMNS = (
    "element", "quantity", "value", "unit", "text", "temperature", "phase", "material", "state",
    "uncertainty", "source", "table", "carrier", "carrier_license", "status", "confidence", "note",
)  # fmt: skip
ROOM = 298.15
R_GAS_FREE = ("H", "He", "N", "O", "F", "Ne", "Cl", "Ar", "Kr", "Xe", "Rn")
DIATOMIC = ("H", "N", "O", "F", "Cl", "Br", "I")


def package_folder(name: str) -> Path:
    """Return the folder of an installed package."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{name} is not installed")
    return Path(spec.origin).parent


def table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a tab-separated file."""
    with path.open(encoding="utf-8") as handle:
        return list(csv.DictReader(handle, delimiter="\t"))


def fact(element: str, quantity: str, value: object, unit: str, source: str, **more: object) -> Row:
    """Return one row; what is not given is empty, verified and of high confidence."""
    row: Row = dict.fromkeys(COLUMNS, "")
    row.update(element=element, quantity=quantity, value=value, unit=unit, source=source)
    row.update(status="verified", confidence="high")
    row.update(more)
    return row


class Packages:
    """The packages, opened once."""

    def __init__(self) -> None:
        ase = import_module("ase.data")
        self.symbols: list[str] = ase.chemical_symbols[1:93]
        self.structures = ase.reference_states
        self.kittel = import_module("ase.data.cohesive_energies").cohesive_energy_kittel2005
        self.pt = import_module("periodictable").elements
        self.pymatgen = import_module("pymatgen.core").Element
        self.mendeleev = sqlite3.connect(package_folder("mendeleev") / "elements.db")
        self.chemicals = package_folder("chemicals")
        self.cas = dict(
            self.mendeleev.execute("select symbol, cas from elements where atomic_number < 93")
        )
        names = ("chemicals", "mendeleev", "periodictable", "ase", "pymatgen", "ncrystal")
        self.carrier = {name: f"{name} {version(name)}" for name in names}


def masses(p: Packages) -> Iterator[Row]:
    """Atomic masses: periodictable (IUPAC 2021) and mendeleev (IUPAC 2013 and CIAAW)."""
    for z, s in enumerate(p.symbols, 1):
        element = p.pt[z]
        nuclide = re.fullmatch(r"\d+\.0", str(element.mass)) is not None
        yield fact(
            s, "atomic_mass", element.mass, "u", "prohaska2022",
            state="mass number of a long-lived isotope" if nuclide else "standard atomic weight",
            uncertainty=getattr(element, "_mass_unc", "") or "",
            carrier=p.carrier["periodictable"], carrier_license="public domain",
            note="no standard weight exists" if nuclide else "",
        )  # fmt: skip
        query = "select atomic_weight, atomic_weight_uncertainty from elements where symbol = ?"
        mass, uncertainty = p.mendeleev.execute(query, (s,)).fetchone()
        nuclide = p.mendeleev.execute(
            "select is_radioactive from elements where symbol = ?", (s,)
        ).fetchone()[0] and s not in {"Th", "Pa", "U", "Bi"}
        yield fact(
            s, "atomic_mass", mass, "u", "meija2016",
            state="mass or mass number of a nuclide" if nuclide else "standard atomic weight",
            uncertainty="" if uncertainty is None else f"{uncertainty:.1g}",
            carrier=p.carrier["mendeleev"], carrier_license="MIT",
        )  # fmt: skip


def nuclides(p: Packages) -> Iterator[Row]:
    """Masses of the nuclides that stand for elements without a standard weight."""
    numbers = {43: 98, 61: 145, 84: 209, 85: 210, 86: 222, 87: 223, 88: 226, 89: 227}
    for z, a in numbers.items():
        nuclide, s = p.pt[z][a], p.symbols[z - 1]
        yield fact(
            s, "atomic_mass", nuclide.mass, "u", "wang2021", material=f"{a}{s}",
            state="mass of a nuclide", uncertainty=nuclide._mass_unc,  # noqa: SLF001 - no public name
            carrier=p.carrier["periodictable"], carrier_license="public domain",
        )  # fmt: skip


def ionisation(p: Packages) -> Iterator[Row]:
    """First ionisation energies: NIST ASD through mendeleev, and pymatgen's copy."""
    query = (
        'select ionization_energy, uncertainty, "references", is_semi_empirical, is_theoretical '
        "from ionizationenergies where ion_charge = 0 and atomic_number = ?"
    )
    for z, s in enumerate(p.symbols, 1):
        value, uncertainty, references, semi, theory = p.mendeleev.execute(query, (z,)).fetchone()
        kind = ["semi-empirical"] * semi + ["theoretical"] * theory
        yield fact(
            s, "first_ionisation_energy", value, "eV", "nist_asd", phase="gas",
            state="neutral ground state",
            uncertainty="" if uncertainty is None else f"{uncertainty:.2g}",
            table=f"NIST reference codes {references}", carrier=p.carrier["mendeleev"],
            carrier_license="MIT", confidence="medium" if semi else "high",
            note="; ".join(kind),
        )  # fmt: skip
        energies = p.pymatgen(s).ionization_energies
        if energies and energies[0]:
            yield fact(
                s, "first_ionisation_energy", energies[0], "eV", "nist_asd", phase="gas",
                state="neutral ground state", carrier=p.carrier["pymatgen"], carrier_license="MIT",
                confidence="medium", note="an older copy of the same database",
            )  # fmt: skip


def structures(p: Packages) -> Iterator[Row]:
    """Structures and three-digit lattice constants of Ashcroft & Mermin, as ase carries them."""
    words = {"diatom": "molecular solid", "atom": "rare-gas solid"}
    for z, s in enumerate(p.symbols, 1):
        state = p.structures[z]
        if not state:
            continue
        word = words.get(state["symmetry"], state["symmetry"])
        common = {"source": "ashcroft1976", "carrier": p.carrier["ase"],
                  "carrier_license": "LGPL-2.1+"}  # fmt: skip
        if s == "In":  # ase gives the primitive bct axes; the face-centred setting is A&M's own
            state = {"symmetry": "bct", "a": 3.2456, "c/a": 1.52169}
        if s not in {"H", "N", "O", "F", "He"}:
            yield fact(s, "crystal_structure", "", "", text=word, state="as carried", **common)
        if "a" not in state:
            continue
        alpha = f"rhombohedral axes, alpha {state['alpha']} degrees" if "alpha" in state else ""
        yield fact(s, "lattice_a", round(float(state["a"]), 4), "angstrom", phase=word,
                   state="temperature not given by the carrier", confidence="medium",
                   note=alpha or "three digits", **common)  # fmt: skip
        for axis in "bc":
            if f"{axis}/a" in state:
                length = float(state["a"]) * float(state[f"{axis}/a"])
                yield fact(s, f"lattice_{axis}", round(length, 3), "angstrom", phase=word,
                           state="temperature not given by the carrier", confidence="medium",
                           status="computed", note=f"a times {axis}/a", **common)  # fmt: skip


def lattices(p: Packages) -> Iterator[Row]:
    """Lattice constants of Wyckoff's book at room temperature, from NCrystal's data files."""
    ncrystal = import_module("NCrystal")
    # group 229 is bcc ...; the files of K and Rb hold 78 K values (their density shows it)
    words = {225: "fcc", 229: "bcc", 194: "hcp", 227: "diamond", 141: "bct", 166: "rhombohedral"}
    skip = {"Ca_sg229_Calcium-gamma", "Fe_sg225_Iron-gamma", "C_sg227_Diamond"}
    for key in sorted({f.fullKey.split("::")[-1] for f in ncrystal.browseFiles()}):
        match = re.match(r"([A-Z][a-z]?)_sg(\d+)", key)
        if not match or match[1] not in p.symbols or key.removesuffix(".ncmat") in skip:
            continue
        info = ncrystal.createInfo(key).getStructureInfo()
        s, word = match[1], words[int(match[2])]
        word = "graphite" if s == "C" else word
        cold = s in {"K", "Rb"}
        for axis in ("a", "c") if info["a"] != info["c"] else ("a",):
            yield fact(
                s, f"lattice_{axis}", info[axis], "angstrom", "wyckoff1963",
                temperature=78 if cold else 293.15, phase=word,
                state="78 K (the file says 293 K, refuted by the density)" if cold
                else "room temperature",
                table=key, carrier=p.carrier["ncrystal"], carrier_license="Apache-2.0",
                confidence="medium" if cold else "high",
                note="hexagonal axes" if word == "rhombohedral" else "",
            )  # fmt: skip


def crc_inorganic(p: Packages) -> Iterator[Row]:
    """Densities and melting points of the CRC Handbook, 95th edition."""
    rows = table(p.chemicals / "Misc" / "Physical Constants of Inorganic Compounds.csv")
    by_cas = {row["CAS"]: row for row in rows}
    allotropes = {"C": "7782-42-5", "Sn": "7440-31-5", "Se": "7782-49-2", "P": "7723-14-0"}
    common = {"source": "crc95", "table": "Physical Constants of Inorganic Compounds",
              "carrier": p.carrier["chemicals"], "carrier_license": "MIT"}  # fmt: skip
    for s in p.symbols:
        row = by_cas.get(allotropes.get(s, p.cas[s]))
        if row is None:
            continue
        note = f"form: {row['Chemical']}" if "(" in row["Chemical"] else ""
        if row["Tm"]:
            triple = s == "As"
            yield fact(s, "melting_temperature", row["Tm"], "K", phase="solid",
                       state="triple point" if triple else "1 atm",
                       note=note, **common)  # fmt: skip
        if row["rho"] and s not in R_GAS_FREE:
            value, form = row["rho"], note
            if s == "S":  # the carrier's row is the monoclinic form; the rhombic one is the stable
                value, form = "2070", "form: Sulfur (rhombic); 2.07 from the solid-density table"
            yield fact(s, "density", f"{float(value) / 1000:.7g}", "g/cm3", temperature=ROOM,
                       phase="liquid" if s in {"Br", "Hg"} else "solid",
                       state="near room temperature", note=form, **common)  # fmt: skip


def densities(p: Packages) -> Iterator[Row]:
    """Densities of the CRC Handbook, 80th edition (periodictable), and pymatgen's."""
    for z, s in enumerate(p.symbols, 1):
        element = p.pt[z]
        if element.density is not None and s not in R_GAS_FREE:
            caveat = str(element.density_caveat)
            celsius = re.match(r"T=(-?[\d.]+)", caveat)
            doubtful = any(w in caveat for w in ("calculated", "estimated", "approximate"))
            yield fact(
                s, "density", element.density, "g/cm3", "crc80",
                temperature=round(float(celsius[1]) + 273.15, 2) if celsius else 293.15,
                phase="liquid" if s in {"Br", "Hg"} else "solid",
                state=caveat if not celsius else f"{celsius[1]} C",
                carrier=p.carrier["periodictable"], carrier_license="public domain",
                confidence="medium" if doubtful else "high",
                status="computed" if caveat == "calculated" else "verified",
            )  # fmt: skip
        value = p.pymatgen(s)._data.get("Density of solid")  # noqa: SLF001 - no public name
        if value is not None:
            yield fact(
                s, "density", f"{float(str(value).split()[0]) / 1000:.6g}", "g/cm3",
                "pymatgen", temperature="", phase="solid", state="near room temperature",
                carrier=p.carrier["pymatgen"], carrier_license="MIT", confidence="low",
                note="uncited in the package",
            )  # fmt: skip


def melting(p: Packages) -> Iterator[Row]:
    """Melting points: mendeleev (CRC, 97th edition) and pymatgen (uncited)."""
    query = (
        "select melting_point, triple_point_temperature, allotrope from phasetransitions "
        "where atomic_number = ?"
    )
    wanted = {"P": "white", "S": "monoclinic", "Se": "gray", "Sn": "white"}
    for z, s in enumerate(p.symbols, 1):
        for melt, triple, form in p.mendeleev.execute(query, (z,)):
            if s == "He" or (s in wanted and form != wanted[s]):
                continue
            value = melt if melt is not None else triple
            yield fact(
                s, "melting_temperature", round(value, 4), "K", "crc97", phase="solid",
                state="triple point" if melt is None else "101.325 kPa",
                carrier=p.carrier["mendeleev"], carrier_license="MIT",
                note=f"form: {form}" if form else "",
            )  # fmt: skip
        value = p.pymatgen(s)._data.get("Melting point")  # noqa: SLF001 - no public name
        if value is not None:
            yield fact(
                s, "melting_temperature", float(str(value).split()[0]), "K", "pymatgen",
                phase="solid", state="2.5 MPa (no melting at 1 atm)" if s == "He" else "",
                carrier=p.carrier["pymatgen"], carrier_license="MIT", confidence="low",
                note="uncited in the package",
            )  # fmt: skip


def cohesion(p: Packages) -> Iterator[Row]:
    """Kittel's cohesive energies, CRC atomisation enthalpies, pymatgen's bulk moduli."""
    for z, s in enumerate(p.symbols, 1):
        if p.kittel[z] is not None:
            yield fact(
                s, "cohesive_energy", p.kittel[z], "eV/atom", "kittel2005", temperature=0,
                phase="solid", state="0 K, 1 atm, crystal to neutral ground-state atoms",
                table="ch. 3, Table 1 (number recalled, unverified)",
                carrier=p.carrier["ase"], carrier_license="LGPL-2.1+",
            )  # fmt: skip
        query = "select heat_of_formation from elements where symbol = ?"
        (value,) = p.mendeleev.execute(query, (s,)).fetchone()
        if value is not None:
            yield fact(
                s, "atomisation_enthalpy", value, "kJ/mol", "crc95", temperature=ROOM,
                phase="gas", state="standard enthalpy of formation of the atomic gas",
                table="Standard Thermodynamic Properties of Chemical Substances",
                carrier=p.carrier["mendeleev"], carrier_license="MIT",
            )  # fmt: skip
        modulus = p.pymatgen(s)._data.get("Bulk modulus")  # noqa: SLF001 - no public name
        if modulus is not None:
            yield fact(
                s, "bulk_modulus", float(str(modulus).split()[0]), "GPa", "pymatgen",
                phase="solid", state="not given", carrier=p.carrier["pymatgen"],
                material="graphite" if s == "C" else "", carrier_license="MIT", confidence="low",
                note="uncited, two digits"
                + ("; graphite, as the density that stands beside it" if s == "C" else ""),
            )  # fmt: skip


def atoms(p: Packages) -> Iterator[Row]:
    """Enthalpies of formation of gaseous atoms, with uncertainties, of the ATcT (chemicals)."""
    for row in table(p.chemicals / "Reactions" / "ATcT 1.112 (g).tsv"):
        s = row["Formula"].removesuffix(" (g)")
        error = int(row["uncertainty"]) / 1000  # 0 is one below 0.5 J/mol
        if row["Chemical"].endswith(" atom") and s in p.symbols:
            yield fact(
                s, "atomisation_enthalpy", f"{int(row['Hfg']) / 1000:g}", "kJ/mol", "atct",
                temperature=ROOM, phase="gas", uncertainty=f"{error:g}" if error else "",
                state="standard enthalpy of formation of the atomic gas",
                carrier=p.carrier["chemicals"], carrier_license="MIT",
            )  # fmt: skip


def molten(p: Packages) -> Iterator[Row]:
    """Liquid densities at melting with slope, and entropies of fusion, from chemicals."""
    symbol = {cas: s for s, cas in p.cas.items()}
    symbol.update({"7782-49-2": "Se", "7704-34-9": "S", "7440-31-5": "Sn"})
    common = {"carrier": p.carrier["chemicals"], "carrier_license": "MIT", "phase": "liquid"}
    folder = p.chemicals / "Density"
    name = "CRC Inorganics densties of molten compounds and salts.tsv"
    for row in table(folder / name):
        s = symbol.get(row["CAS"])
        if s is None or s not in p.symbols:
            continue
        no_slope = float(row["k"]) == 0
        yield fact(
            s, "density_liquid_melting", row["rho"], "kg/m3", "crc95", temperature=row["Tm"],
            state="at melting", table="Density of Molten Elements and Representative Salts",
            confidence="medium" if no_slope else "high",
            note="no temperature coefficient: rounded estimate" if no_slope else "", **common,
        )  # fmt: skip
        if not no_slope:
            yield fact(
                s, "density_liquid_slope", f"-{row['k']}", "kg/m3/K", "crc95",
                temperature=row["Tm"], state=f"{row['Tm']}-{row['Tmax']} K",
                table="Density of Molten Elements and Representative Salts",
                note="rho(T) = rho(Tm) + slope (T - Tm)", **common,
            )  # fmt: skip
    for row in table(folder / "Perry Parameters 105.tsv"):
        s = symbol.get(row["CAS"])
        if s in {*R_GAS_FREE, "Br"}:
            yield from saturated(p, s, row, common)


def saturated(p: Packages, s: str, row: dict[str, str], common: dict[str, str]) -> Iterator[Row]:
    """Liquid density and slope at melting from Perry's DIPPR-105 correlation along saturation."""
    c1, c2, c3, c4 = (float(row[c]) for c in ("C1", "C2", "C3", "C4"))
    low = float(row["Tmin"])
    query = "select atomic_weight from elements where symbol = ?"
    mass = p.mendeleev.execute(query, (s,)).fetchone()[0] * (2 if s in DIATOMIC else 1)

    def rho(t: float) -> float:
        molar = c1 / c2 ** (1 + (1 - t / c3) ** c4)  # mol/m3
        return float(mass * molar / 1000)  # g/mol

    step = 1e-3 * low
    slope = (rho(low + step) - rho(low)) / step
    extra = {"table": "Table 2-32, DIPPR equation 105 (table number recalled, unverified)",
             "status": "computed"}  # fmt: skip
    at = "at 2.2 K (helium does not freeze at 1 atm)" if s == "He" else "at melting, saturation"
    name = "density_liquid" if s == "He" else "density_liquid_melting"
    yield fact(s, name, f"{rho(low):.5g}", "kg/m3", "perry", temperature=low, state=at,
               **extra, **common)  # fmt: skip
    if s != "He":
        yield fact(s, "density_liquid_slope", f"{slope:.3g}", "kg/m3/K", "perry",
                   temperature=low, state="at melting, along saturation",
                   **extra, **common)  # fmt: skip


def vdi(p: Packages) -> Iterator[Row]:
    """Liquid density and slope at melting of Kr, Xe and I: VDI Heat Atlas (PPDS equation)."""
    symbol = {cas: s for s, cas in p.cas.items()}
    powers = (0.0, 0.35, 2 / 3, 1.0, 4 / 3)
    triple = {"Kr": 115.775, "Xe": 161.405, "I": 386.75}
    for row in table(p.chemicals / "Density" / "VDI PPDS Density of Saturated Liquids.tsv"):
        s = symbol.get(row["CAS"])
        if s not in triple:
            continue
        critical, *coefficients = (float(row[c]) for c in ("Tc", "rhoc", "A", "B", "C", "D"))
        low, step = triple[s], 0.05

        def rho(t: float, c: list[float] = coefficients, tc: float = critical) -> float:
            return float(sum(a * (1 - t / tc) ** n for a, n in zip(c, powers, strict=True)))

        common = {"temperature": low, "phase": "liquid", "state": "at melting, saturation",
                  "status": "computed", "carrier": p.carrier["chemicals"],
                  "carrier_license": "MIT", "table": "Density of saturated liquids"}  # fmt: skip
        yield fact(s, "density_liquid_melting", f"{rho(low):.5g}", "kg/m3", "vdi2010", **common)
        slope = (rho(low + step) - rho(low)) / step
        yield fact(s, "density_liquid_slope", f"{slope:.3g}", "kg/m3/K", "vdi2010", **common)


def fusion(p: Packages) -> Iterator[Row]:
    """Entropy of fusion, Hfus/Tm, of the CRC Handbook, 95th edition."""
    symbol = {cas: s for s, cas in p.cas.items()}
    inorganic = table(p.chemicals / "Misc" / "Physical Constants of Inorganic Compounds.csv")
    melts = {row["CAS"]: row["Tm"] for row in inorganic}
    for row in table(p.chemicals / "Phase Change" / "CRC Handbook Heat of Fusion.tsv"):
        s = symbol.get(row["CAS"])
        if s is None or not melts.get(row["CAS"]):
            continue
        count = re.fullmatch(rf"{s}(\d*)", row["Formula"])
        if count is None or s == "P":  # the heat is that of red, the point of white phosphorus
            continue
        per_atom = float(row["Hfus"]) / int(count[1] or 1)
        yield fact(
            s, "entropy_fusion", f"{per_atom / float(melts[row['CAS']]):.4g}", "J/mol/K", "crc95",
            temperature=melts[row["CAS"]], phase="liquid", state="at melting, per mole of atoms",
            table="Enthalpy of Fusion, over the melting point", status="computed",
            carrier=p.carrier["chemicals"], carrier_license="MIT",
            note=f"Hfus {row['Hfus']} J/mol of {row['Formula']}",
        )  # fmt: skip


def names(p: Packages, path: Path) -> None:
    """Write elements.csv: identity only."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(("Z", "symbol", "name"))
        for z, s in enumerate(p.symbols, 1):
            name = p.mendeleev.execute("select name from elements where symbol = ?", (s,))
            writer.writerow((z, s, name.fetchone()[0].lower()))


def main(output: Path, elements: Path) -> None:
    """Write all facts of the packages to `output` and the identities to `elements`."""
    p = Packages()
    parts = (masses, nuclides, ionisation, structures, lattices, crc_inorganic, densities, melting,
             cohesion, atoms, molten, vdi, fusion)  # fmt: skip
    with output.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for part in parts:
            writer.writerows(part(p))
    names(p, elements)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
