"""Rank the sources of one quantity of one element: 1 is the value to use.

Rules, in this order; the data tests hold the results against bands.

- density: a cited table (CRC 95th, then 80th edition) that agrees with the X-ray density within
  1.5 %; where none does, the X-ray density itself if its lattice constants were verified, else an
  uncited table that agrees; where there is no X-ray density, the cited tables. Predictions and
  other temperatures last.
- where sources differ by more than their bands, what `inputs/adjudicated.csv` recommends, with its
  reason; what it calls open is of low confidence.
- bulk modulus: models at T = 0 compare with low temperatures, so a low-temperature value comes
  first; then the compilation that KnowledgeDoor carries, then single-crystal constants.
- atomic mass: a mass before a mass number.
- elastic constants: low temperature first.
- liquid density at melting and its slope come from one source: one that has a slope before one
  that has none; the second correlation for Zr, Cr, Mo, Ti, W and Ir.
- everything else: room temperature before low temperature, then the order in which the sources
  were judged (observed tables, curated facts, packages), uncited packages last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

Row = dict[str, str]
Key = tuple[float, ...]

SECOND_LIQUID = {"Zr", "Cr", "Mo", "Ti", "W", "Ir"}
CONFIDENCE = {"high": 0.0, "medium": 1.0, "low": 2.0}
BAND = 0.015


def _number(row: Row, column: str, default: float) -> float:
    return float(row[column]) if row[column] else default


def density_key(group: list[Row]) -> Callable[[Row], Key]:
    """Return the sort key for the densities of one element."""
    x_ray = next((r for r in group if r["state"].startswith("X-ray")), None)
    trusted = x_ray is not None and x_ray["confidence"] != "low"
    reference = float(x_ray["value"]) if x_ray is not None and trusted else 0.0

    def key(row: Row) -> Key:
        if row["status"] == "predicted":
            return (8, CONFIDENCE[row["confidence"]], -float(row["value"]))
        cited = {"crc95": 0.0, "crc80": 1.0}.get(row["source"])
        if reference:
            off = abs(float(row["value"]) / reference - 1)
            if row is x_ray:
                return (2, 0, 0) if row["status"] == "computed" else (4, 0, 0)
            cold = row["phase"] == "solid" and 0 < _number(row, "temperature", 298.15) < 270
            if cited is not None:
                return (0, cited, 0) if off <= BAND else (5, off, 0)
            return (3, off, 0) if off <= BAND and not cold else (6, off, 0)
        if cited is not None:
            return (1, cited, 0)
        return (7, CONFIDENCE[row["confidence"]], 0)

    return key


def bulk_key(row: Row) -> Key:
    """Sort key of bulk moduli."""
    low = row["state"].startswith("low temperature")  # which one, the paper does not say
    cold = 0.0 if low or _number(row, "temperature", 298.15) < 100 else 1.0
    source = row["source"]
    if row["status"] == "predicted":
        return (9, 0)
    if source == "knowledgedoor":
        return (cold, 1)
    if "single-crystal" in row["state"]:
        return (cold, 2)
    return (cold, 3 if source != "pymatgen" else 4)


def liquid_key(with_slope: set[tuple[str, str]]) -> Callable[[Row], Key]:
    """Return the sort key of liquid densities and slopes; `with_slope`: (element, source)."""

    def key(row: Row) -> Key:
        element, source = row["element"], row["source"]
        slope = (element, source) in with_slope
        wrong = element == "Sr" and source == "crc95"
        second = element in SECOND_LIQUID and source == "crc95"
        return (float(wrong), float(not slope), float(second), CONFIDENCE[row["confidence"]])

    return key


def plain_key(row: Row) -> Key:
    """Sort key of all other quantities."""
    warm = _number(row, "temperature", 298.15) > 270 or row["phase"] in {"liquid", "gas"}
    lattice = row["quantity"].startswith("lattice")
    uncited = row["source"] in {"pymatgen", "mendeleev"}
    three_digits = lattice and row["source"] == "ashcroft1976"
    number = row["quantity"] == "atomic_mass" and float(row["value"]).is_integer()  # of a nuclide
    return (float(lattice and not warm), float(row["status"] == "predicted"), float(number),
            float(uncited), float(three_digits))  # fmt: skip


def elastic_key(row: Row) -> Key:
    """Sort key of elastic constants: cold first, ultrasonic before neutron, verified first."""
    temperature = _number(row, "temperature", 298.15)
    return (temperature if temperature < 200 else 300.0, float("neutron" in row["state"]),
            float(row["status"] != "verified"))  # fmt: skip


def adjudicate(rows: list[Row], choices: list[Row]) -> set[int]:
    """Set `choice` and `choice_reason` of the rows that were decided about.

    Returns
    -------
    set of int
        The ids of the rows that are recommended.

    Raises
    ------
    ValueError
        If a choice is of no row, or of several.
    """
    recommended = set()
    for choice in choices:
        same = ("element", "quantity", "source", "value")
        found = [row for row in rows if all(row[name] == choice[name] for name in same)]
        if len(found) != 1:
            raise ValueError(f"{len(found)} rows are meant by {choice}")
        (row,) = found
        row |= {"choice": choice["choice"], "choice_reason": choice["reason"]}
        if choice["choice"] == "recommended":
            recommended.add(id(row))
        else:
            row["confidence"] = "low"
    return recommended


def rank(rows: list[Row], choices: list[Row]) -> list[Row]:
    """Return the rows with `rank` set, unique for an element and a quantity, from 1.

    What was recommended in `choices` stands first, whatever the rules say.
    """
    recommended = adjudicate(rows, choices)
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row["element"], row["quantity"]), []).append(row)
    with_slope = {(r["element"], r["source"]) for r in rows
                  if r["quantity"] == "density_liquid_slope"}  # fmt: skip
    for (_, quantity), group in groups.items():
        if quantity == "density":
            key = density_key(group)
        elif quantity == "bulk_modulus":
            key = bulk_key
        elif quantity in {"density_liquid_melting", "density_liquid_slope"}:
            key = liquid_key(with_slope)
        elif quantity.startswith("elastic"):
            key = elastic_key
        else:
            key = plain_key
        group.sort(key=key)  # stable
        group.sort(key=lambda row: id(row) not in recommended)
        for number, row in enumerate(group, 1):
            row["rank"] = str(number)
    return rows
