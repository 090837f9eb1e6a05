"""Build facts/*.csv from the observed tables, the packages and the curated facts; rank them.

Run as ``python -m data facts``. `inputs/observed` holds the tables of the 34 metals of the papers
(elements.csv, cohesive_bulk.csv, liquid.csv, elastic_alkali.csv, liquid_structure.csv,
hugoniot_fits.csv, hugoniot_points.csv), `inputs/packages.csv` and `inputs/thermophysics.csv` what
`from_packages.py` and `from_thermophysics.py` read, and `inputs/curated.csv` single facts read or
recalled by hand; `inputs/solids.csv`, `radial_distributions.csv` and `isotherms.csv` are what
`from_solids.py` and `from_calibrants.py` read.

Rank 1 is the value to use; ranks are unique for an element and a quantity. The rules are in
`ranking.py`.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from data.evidence import carriers, evidence, material, uncertainty
from data.observed_sources import key_of
from data.ranking import rank
from metaleos.ingest.relations import cell_density

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, str]

COLUMNS = (
    "element", "quantity", "value", "unit", "text", "temperature", "phase", "material", "state",
    "uncertainty", "uncertainty_kind", "source", "table", "carrier", "carrier_license", "evidence",
    "confidence", "rank", "choice", "choice_reason", "note",
)  # fmt: skip
KEPT = (*COLUMNS, "status")
"""Columns of an input that are kept; `status`, how a number came here, ends in `evidence`."""
RENAME = {
    "density_solid": "density", "C11": "elastic_constant_c11", "C12": "elastic_constant_c12",
    "C44": "elastic_constant_c44", "packing_fraction_hs": "packing_fraction",
    "nearest_neighbour_distance_liquid": "nearest_neighbour_distance",
}  # fmt: skip
TOPICS = {
    "atomic_mass": "constants", "valence": "constants", "crystal_structure": "constants",
    "lattice_a": "constants", "lattice_b": "constants", "lattice_c": "constants",
    "density": "constants", "melting_temperature": "constants",
    "first_ionisation_energy": "constants", "cohesive_energy": "cohesive_bulk",
    "bulk_modulus": "cohesive_bulk", "atomisation_enthalpy": "cohesive_bulk",
    "packing_fraction": "liquid_structure", "nearest_neighbour_distance": "liquid_structure",
    "g_r_first_peak_position": "liquid_structure", "g_r_first_peak_height": "liquid_structure",
    "heat_capacity_isobaric": "thermal", "entropy_solid": "thermal",
    "thermal_expansion": "thermal", "sound_speed_solid": "thermal",
    "electrical_resistivity": "thermal", "fusion_enthalpy": "thermal",
    "boiling_temperature": "thermal", "vaporisation_enthalpy": "thermal",
    "critical_temperature": "thermal", "transition_temperature": "thermal",
    "transition_enthalpy": "thermal", "debye_temperature_phonon": "thermal",
    "debye_temperature": "thermal", "grueneisen_parameter_lattice": "thermal",
    "bulk_modulus_derivative": "cohesive_bulk",
    "structure_factor_peak_position": "liquid_structure",
    "structure_factor_peak_height": "liquid_structure",
}  # fmt: skip
# The form whose lattice constants describe the tabulated density.
ATOMS = {"bcc": 2, "fcc": 4, "hcp": 2, "dhcp": 4, "diamond": 8, "graphite": 4, "sc": 1,
         "rhombohedral": 6, "trigonal": 3, "orthorhombic": 8, "alpha-Mn": 58}  # fmt: skip
BCT = {"In": 2, "Pa": 2, "Sn": 4}
SPECIAL = {"Sm": 9, "U": 4}
FAST = 2.0  # km/s: fits of weaker shocks lead to the speed of sound
LEAST = 10  # points that a fit of ours needs
MOMENTUM = 0.003  # a shock point closes P = rho0 Us Up within this


def read(path: Path) -> list[Row]:
    """Return the rows of a csv file."""
    with path.open(encoding="utf-8", newline="") as handle:
        return [{k: v.strip() for k, v in row.items()} for row in csv.DictReader(handle)]


def temperature_of(state: str, quantity: str) -> str:
    """Return the temperature in K that a state text names, or an empty string."""
    kelvin = re.search(r"(?:T[=>]|^|\s)\s*(\d+(?:\.\d+)?) K", state)
    celsius = re.search(r"(\d+) C\b", state)
    if quantity == "density_liquid_slope":
        low = re.search(r"(?:T>|\s)(\d+(?:\.\d+)?)(?:-\d| K)", state)
        return low[1] if low else ""
    if "extrapolated to 0 K" in state or state.startswith("0 K"):
        return "0"
    if kelvin:
        return kelvin[1]
    if celsius:
        return f"{float(celsius[1]) + 273.15:g}"
    if "about 295 K" in state:
        return "295"
    if "room temperature" in state:
        return "298.15"
    return ""


def phase_of(row: Row) -> str:
    """Return solid, liquid, gas or the structure word that a row belongs to."""
    quantity, state = row["quantity"], row["state"]
    if "liquid" in quantity or state.startswith("liquid") or quantity == "entropy_fusion":
        return "liquid"
    if quantity == "first_ionisation_energy":
        return "gas"
    if quantity in {"atomic_mass", "crystal_structure"}:
        return ""
    return "bcc" if state.startswith("bcc") else "solid"


def status_of(row: Row) -> tuple[str, str]:
    """Return the status word and what the original says beyond it."""
    status = row["status"]
    word = "computed" if status.startswith("computed") else status.split(" ")[0]
    more = status.replace("verified number", "the carrier's number")  # what was read is `evidence`
    return word, "" if status in {word, "computed from verified"} else f"of it: {more}"


def observed(folder: Path) -> list[Row]:
    """Return the rows of the observed tables (without the shock data) in the facts' form."""
    rows: list[Row] = []
    names = ("elements", "cohesive_bulk", "liquid", "elastic_alkali", "liquid_structure")
    for old in (row for name in names for row in read(folder / f"{name}.csv")):
        row = dict.fromkeys(COLUMNS, "") | {k: v for k, v in old.items() if k in KEPT}
        word, more = status_of(old)
        row["source"], caveat = key_of(old)
        section = re.search(r'"([^"]+)"( and melting point)?$', old["source"])
        if section and not row["table"] and row["source"].startswith("crc"):
            row["table"] = section[1] + (", over the melting point" if section[2] else "")
        row["temperature"] = temperature_of(old["state"], old["quantity"])
        row["phase"] = phase_of(row)
        row["quantity"] = RENAME.get(old["quantity"], old["quantity"])
        row["status"] = word
        row["note"] = "; ".join(x for x in (old["note"].strip("; "), more, caveat) if x)
        if row["quantity"] == "crystal_structure":
            row["text"], row["value"] = old["value"], ""
            if old["value"].startswith("alpha-Mn"):
                row["text"] = "alpha-Mn"
                row["note"] = "A12, 58 atoms per cell"
        if row["quantity"] == "bulk_modulus" and row["source"] == "knowledgedoor":
            row["temperature"] = "298.15"
        if not row["confidence"]:
            row["confidence"] = "high"
        if row["quantity"] == "density" and old["state"] == "calculated":
            row["temperature"] = "293.15"
        rows.append(row)
    structure = {r["element"]: r["text"] for r in rows if r["quantity"] == "crystal_structure"}
    for row in rows:
        if row["quantity"].startswith("lattice"):
            row["phase"] = structure[row["element"]]
    return rows


def same(a: Row, b: Row) -> bool:
    """Return whether two rows are the same fact of the same source.

    Of ionisation energies, which NIST alone has, each carrier's copy stays: they guard each other.
    """
    keys = ["element", "quantity", "source"]
    if a["quantity"] == "first_ionisation_energy":
        keys.append("carrier")
    if any(a[k] != b[k] for k in keys) or a["text"] != b["text"]:
        return False
    if a["quantity"] == "crystal_structure":
        return True
    return abs(float(a["value"]) - float(b["value"])) <= 6e-4 * abs(float(a["value"]))


def merge(first: list[Row], more: list[Row]) -> list[Row]:
    """Return `first` and the rows of `more` that it does not hold already."""
    held: dict[tuple[str, str], list[Row]] = {}
    for row in first:
        held.setdefault((row["element"], row["quantity"]), []).append(row)
    result = list(first)
    for raw in more:
        row = dict.fromkeys(COLUMNS, "") | raw
        group = held.setdefault((row["element"], row["quantity"]), [])
        if not any(same(row, other) for other in group):
            group.append(row)
            result.append(row)
    return result


def x_ray_densities(rows: list[Row]) -> list[Row]:
    """Return X-ray densities from the best room-temperature lattice constants."""
    weights = {"prohaska2022", "wang2021"}  # the latter of nuclides, where there is no weight
    mass = {r["element"]: float(r["value"]) for r in rows
            if r["quantity"] == "atomic_mass" and r["source"] in weights}  # fmt: skip
    cells: dict[tuple[str, str, str], dict[str, Row]] = {}
    for row in rows:
        warm = row["temperature"] and float(row["temperature"]) > 270
        axis = re.fullmatch(r"lattice_([abc])", row["quantity"])
        if axis and warm:
            key = (row["element"], row["source"], row["phase"])
            cells.setdefault(key, {}).setdefault(axis[1], row)
    result = []
    done: set[str] = set()
    order = {"verified": 0, "recalled": 1}
    for (element, source, phase), cell in sorted(
        cells.items(), key=lambda item: order.get(item[1]["a"]["status"], 2)
    ):
        atoms = SPECIAL.get(element) or (BCT[element] if phase == "bct" else ATOMS[phase])
        needs_c = phase not in {"bcc", "fcc", "diamond", "sc", "alpha-Mn"}
        if element in done or "a" not in cell or (needs_c and "c" not in cell):
            continue
        done.add(element)
        axes = {k: float(v["value"]) for k, v in cell.items()}
        a = cell["a"]
        result.append(
            dict.fromkeys(COLUMNS, "")
            | {
                "element": element, "quantity": "density", "unit": "g/cm3", "phase": "solid",
                "value": f"{cell_density(mass[element], atoms, phase, axes):.4g}",
                "temperature": a["temperature"], "source": source,
                "state": f"X-ray density of the {phase} cell", "carrier": a["carrier"],
                "carrier_license": a["carrier_license"],
                "status": "computed" if a["status"] == "verified" else "recalled",
                "confidence": a["confidence"],
                "note": "computed here from the lattice constants and the atomic mass"
                + ("" if a["status"] == "verified" else " (the constants are recalled)"),
            }
        )  # fmt: skip
    return result


def pressure_derivatives(isotherms: list[Row]) -> list[Row]:
    """Return B' of the isotherms as facts that stand alone."""
    return [
        {name: row[name] for name in KEPT if name in row}
        | {"quantity": "bulk_modulus_derivative", "state": f"isothermal, of the {row['form']} fit"}
        for row in isotherms
        if row["quantity"] == "isotherm_derivative"
    ]


def shock_fits(folder: Path) -> list[Row]:
    """Return the Hugoniot fits, one coefficient a row, kept together by `series`."""
    units = {"rho0": "g/cm3", "c0": "km/s", "s": "1", "q": "s/km"}
    quantity = {"rho0": "shock_initial_density", "c0": "hugoniot_c0", "s": "hugoniot_s",
                "q": "hugoniot_q"}  # fmt: skip
    rows: list[Row] = []
    for number, old in enumerate(read(folder / "hugoniot_fits.csv"), 1):
        key, caveat = key_of(old)
        word, more = status_of(old)
        for column, unit in units.items():
            if not old[column]:
                continue
            row = dict.fromkeys(COLUMNS, "") | {k: v for k, v in old.items() if k in KEPT}
            row |= {"quantity": quantity[column], "value": old[column], "unit": unit,
                    "source": key, "status": word, "phase": "solid",
                    "temperature": "298" if "298" in old["state"] else "",
                    "note": "; ".join(x for x in (old["note"], old["uncertainty"], more, caveat)
                                      if x),
                    "series": f"fit{number:02d}",
                    "form": old["quantity"], "range_up": old["range_up"]}  # fmt: skip
            rows.append(row)
    return rows


def shock_points(folder: Path) -> list[Row]:
    """Return the shock points, one number a row, kept together by `series` and `point`."""
    units = {"rho0": "g/cm3", "Us": "km/s", "Up": "km/s", "P": "GPa"}
    quantity = {"rho0": "shock_initial_density", "Us": "shock_velocity",
                "Up": "particle_velocity", "P": "shock_pressure"}  # fmt: skip
    rows: list[Row] = []
    for number, old in enumerate(read(folder / "hugoniot_points.csv"), 1):
        key, caveat = key_of(old)
        rho0, us, up, p = (float(old[column]) for column in units)
        open_ = abs(rho0 * us * up / p - 1) > MOMENTUM
        more = f"P is not rho0 Us Up = {rho0 * us * up:.4g} GPa: one is misprinted" if open_ else ""
        for column, unit in units.items():
            row = dict.fromkeys(COLUMNS, "") | {k: v for k, v in old.items() if k in KEPT}
            row |= {"quantity": quantity[column], "value": old[column], "unit": unit,
                    "source": key, "state": "principal Hugoniot",
                    "confidence": "low" if open_ else "high",
                    "note": "; ".join(x for x in (old["note"], caveat, more) if x),
                    "series": f"{old['element']}-{key}",
                    "point": str(number), "method": old["method"]}  # fmt: skip
            rows.append(row)
    return rows


def own_fits(points: list[Row]) -> list[Row]:
    """Return our fits U_s = c0 + s U_p of the points of a material, every U_s as good a part of it.

    Weighted least squares with weights 1/U_s2; standard errors from the scatter.
    """
    states: dict[tuple[str, str], dict[str, dict[str, Row]]] = {}
    for row in points:
        known = states.setdefault((row["element"], row["material"]), {})
        known.setdefault(row["point"], {})[row["quantity"]] = row
    fits = []
    for (element, _), held in states.items():
        closed = [
            state for state in held.values() if state["shock_velocity"]["confidence"] != "low"
        ]
        if len(closed) < LEAST:
            continue
        us, up, rho = ([float(state[name]["value"]) for state in closed] for name in (
            "shock_velocity", "particle_velocity", "shock_initial_density"))  # fmt: skip
        weights = [1 / u**2 for u in us]
        w, x, y, xx, xy = (sum(a * b for a, b in zip(weights, column, strict=True)) for column in (
            [1.0] * len(us), up, us, [u * u for u in up],
            [a * b for a, b in zip(up, us, strict=True)]))  # fmt: skip
        determinant = w * xx - x * x
        slope = (w * xy - x * y) / determinant
        start = (y - slope * x) / w
        scatter = sum(a * (u - start - slope * v) ** 2
                      for a, u, v in zip(weights, us, up, strict=True)) / (len(us) - 2)  # fmt: skip
        errors = (scatter * xx / determinant) ** 0.5, (scatter * w / determinant) ** 0.5
        of = dict(closed[0]["shock_velocity"])
        of |= {"status": "computed", "confidence": "medium", "phase": "solid",
               "state": "principal Hugoniot", "series": f"weighted-{element}", "point": "",
               "form": "hugoniot_linear", "range_up": f"{min(up):g}-{max(up):g} km/s",
               "uncertainty": f"c0 {errors[0]:.2g}, s {errors[1]:.2g}",
               "note": f"computed here from {len(us)} states, weights 1/Us2"}  # fmt: skip
        if len(sources := sorted({state["shock_velocity"]["source"] for state in closed})) > 1:
            of["note"] += f" of {', '.join(sources)}"
        if min(up) > FAST:
            of["note"] += "; c0 is far from them and no speed of sound"
        fits += [
            of | {"quantity": quantity, "value": f"{value:.4g}", "unit": unit}
            for quantity, value, unit in (
                ("shock_initial_density", sum(rho) / len(rho), "g/cm3"),
                ("hugoniot_c0", start, "km/s"), ("hugoniot_s", slope, "1"))
        ]  # fmt: skip
    return fits


def write(path: Path, rows: list[Row], inputs: Path, extra: tuple[str, ...] = ()) -> None:
    """Write one topic, in the order of Z, quantity and rank."""
    z = {r["symbol"]: int(r["Z"]) for r in read(inputs / "elements.csv")}
    known = carriers(inputs)
    for row in rows:
        row["uncertainty"], row["uncertainty_kind"] = uncertainty(row)
        row["evidence"] = evidence(row, known)
        row["material"], row["note"] = material(row)
    order = sorted(rows, key=lambda r: (z[r["element"]], r["quantity"], int(r["rank"])))
    if extra:  # the columns of one fit or point stay together
        order = sorted(rows, key=lambda r: (z[r["element"]], r["series"]))
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS + extra, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(order)


def build(inputs: Path, package: Path) -> None:
    """Write `ingest/data/facts/*.csv` below `package` from the tables in `inputs`."""
    folder, facts = inputs / "observed", package / "ingest/data/facts"
    facts.mkdir(parents=True, exist_ok=True)
    shock = {"shock_initial_density", "hugoniot_c0", "hugoniot_s"}
    choices = read(inputs / "adjudicated.csv")
    shocks = [choice for choice in choices if choice["quantity"] in shock]
    choices = [choice for choice in choices if choice["quantity"] not in shock]
    first = merge(observed(folder), read(inputs / "curated.csv"))
    structure = {row["element"]: row["text"] for row in read(inputs / "packages.csv")
                 if row["quantity"] == "crystal_structure"}  # fmt: skip
    isotherms = read(inputs / "isotherms.csv")
    slopes = [row for row in pressure_derivatives(isotherms)
              if row["phase"] == structure[row["element"]]]  # fmt: skip
    names = ("packages", "thermophysics", "solids")
    rows = merge(first, [*slopes, *(row for name in names for row in read(inputs / f"{name}.csv"))])
    for row in rows:  # the handbooks' melting points of At and Fr are estimates: none was melted
        if row["quantity"] == "melting_temperature" and row["element"] in {"At", "Fr"}:
            row |= {"status": "predicted", "confidence": "low", "note": "an estimate"}
    rows += x_ray_densities(rows)
    topics: dict[str, list[Row]] = {}
    for row in rank(rows, choices):
        quantity = row["quantity"]
        topic = "elastic" if quantity.startswith("elastic") else TOPICS.get(quantity, "liquid")
        topics.setdefault(topic, []).append(row)
    for name, content in topics.items():
        write(facts / f"{name}.csv", content, inputs)
    extra = ("series", "form", "range_up")
    points = shock_points(folder)
    fits = [*shock_fits(folder), *own_fits(points)]
    write(facts / "hugoniot_fits.csv", rank(fits, shocks), inputs, extra)
    write(facts / "isotherms.csv", rank(isotherms, []), inputs, ("series", "form", "point"))
    curves, extra = read(inputs / "radial_distributions.csv"), ("series", "point", "distance")
    write(facts / "radial_distributions.csv", rank(curves, []), inputs, extra)
    extra = ("series", "point", "method")
    write(facts / "hugoniot_points.csv", rank(points, []), inputs, extra)
