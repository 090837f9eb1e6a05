"""Elements, their constants and observed values, from the shipped csv files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaleos.errors import FactError, MetaleosError
from metaleos.ingest.reader import Line, optional_float, read_lines, shipped
from metaleos.ingest.rows import AbsenceRow, ConstantRow, ElementRow, ObservationRow, ReferenceRow
from metaleos.properties import common
from metaleos.units import conversion_factor

if TYPE_CHECKING:
    from collections.abc import Iterator

_SAME = (
    "element", "text", "phase", "material", "state", "uncertainty_kind", "source", "carrier",
    "carrier_license", "evidence", "confidence", "choice", "choice_reason", "note",
)  # fmt: skip
"""Columns of a file that are columns of the table."""
_COLUMNS = (
    *_SAME, "quantity", "value", "unit", "temperature", "uncertainty", "table", "rank",
)  # fmt: skip


def shipped_elements() -> Iterator[ElementRow]:
    """Yield the elements, Z = 1 to 92."""
    for line in read_lines(shipped("elements.csv"), ("Z", "symbol", "name")):
        fields = line.fields
        yield ElementRow(z=int(fields["Z"]), symbol=fields["symbol"], name=fields["name"])


def shipped_constants() -> Iterator[ConstantRow]:
    """Yield the constants of the elements."""
    for line in read_lines(shipped("facts", "constants.csv"), _COLUMNS):
        yield ConstantRow.model_validate(_fact("constants", line))


def shipped_observations() -> Iterator[ObservationRow]:
    """Yield the observed values of every topic."""
    folder = shipped("facts")
    for path in sorted(folder.iterdir(), key=lambda entry: entry.name):
        topic = path.name.removesuffix(".csv")
        if path.name.endswith(".csv") and topic != "constants":
            for line in read_lines(path, _COLUMNS):
                yield ObservationRow.model_validate(_fact(topic, line))


def shipped_references() -> Iterator[ReferenceRow]:
    """Yield the values that other theories computed: never observed."""
    names = ("element", "structure", "method", "source", "carrier", "carrier_license")
    for line in read_lines(
        shipped("references.csv"), (*names, "quantity", "value", "unit", "table")
    ):
        fields = line.fields
        quantity, unit = fields["quantity"], fields["unit"]
        factor = conversion_factor(unit, common()[quantity].unit)
        row: dict[str, object] = {name: fields[name] for name in names}
        row |= {
            "id": "/".join((fields["source"], fields["element"], quantity, fields["structure"])),
            "property": quantity, "value": float(fields["value"]) * factor,
            "printed": fields["value"], "printed_unit": unit, "locator": fields["table"],
        }  # fmt: skip
        yield ReferenceRow.model_validate(row)


def shipped_absences() -> Iterator[AbsenceRow]:
    """Yield why no value is here, by property."""
    for line in read_lines(shipped("absences.csv"), ("property", "elements", "reason")):
        identity = {"id": f"absences.csv:{line.number}"}
        yield AbsenceRow.model_validate(line.fields | identity)


def _fact(topic: str, line: Line) -> dict[str, object]:
    fields = line.fields
    try:
        unit = fields["unit"] or "1"
        factor = conversion_factor(unit, common()[fields["quantity"]].unit)
        value = optional_float(fields["value"])
        uncertainty = optional_float(fields["uncertainty"])
        return {
            **{name: fields[name] for name in _SAME},
            "id": _identity(topic, fields),
            "property": fields["quantity"],
            "value": None if value is None else value * factor,
            "printed": fields["value"],
            "printed_unit": unit,
            "uncertainty": None if uncertainty is None else uncertainty * factor,
            "temperature": optional_float(fields["temperature"]),
            "locator": fields["table"],
            "rank": int(fields["rank"]),
        }
    except (KeyError, ValueError, MetaleosError) as error:
        raise FactError(f"facts/{topic}.csv, line {line.number}: {error}") from None


def _identity(topic: str, fields: dict[str, str]) -> str:
    point = "/".join(fields[name] for name in ("series", "point") if fields.get(name))
    parts = (topic, fields["element"], fields["quantity"], fields["phase"], fields["rank"], point)
    return "/".join(part for part in parts if part)
