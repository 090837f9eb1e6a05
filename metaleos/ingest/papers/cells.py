"""The printed tables, cell by cell, and what each cell is to the catalog.

Every cell is kept as printed (`CellRow`). From its corrected reading it becomes a parameter of a
theory, a published value, or an observation, as the rules of its paper say.
"""

from __future__ import annotations

import re
from dataclasses import asdict
from math import floor, log10
from typing import TYPE_CHECKING, Any

from metaleos.errors import FactError, MetaleosError
from metaleos.ingest.papers import papers
from metaleos.ingest.papers.paper import PrintedCell
from metaleos.ingest.reader import Line, optional_float, read_lines, shipped
from metaleos.ingest.rows import CellRow, ObservationRow, ParameterRow, PublishedRow
from metaleos.properties import common
from metaleos.units import convert

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaleos.ingest.papers.paper import Fields, Meaning, Paper
    from metaleos.ingest.rows import Row

_COLUMNS = (
    "source", "table", "element", "model", "label", "quantity", "property", "term", "state",
    "printed", "parsed", "unit", "reading", "note",
)  # fmt: skip
_SAME = ("source", "model", "label", "quantity", "property", "term", "state", "printed")
"""Columns of a table that are columns of ``cell``."""
_MANTISSA = re.compile(r"\d+[.,]?\d*")


def shipped_cells() -> Iterator[Row]:
    """Yield every cell of every paper, and the parameters, published values and observations."""
    for paper in papers().values():
        lines = _lines(paper)
        readings = {
            (line.fields["label"], line.fields["quantity"]): value
            for line in lines
            if (value := _value(line.fields)) is not None
        }
        for line in lines:
            try:
                yield from _rows(line, paper, paper.rule(line.fields, readings))
            except (KeyError, ValueError, MetaleosError) as error:
                raise FactError(f"papers/{paper.file}.csv, line {line.number}: {error}") from None


def printed_cells() -> list[PrintedCell]:
    """Return every cell of every paper as printed, for the lints."""
    return [_printed(paper, line.fields) for paper in papers().values() for line in _lines(paper)]


def _printed(paper: Paper, cell: Fields) -> PrintedCell:
    number = optional_float(cell["parsed"])
    try:
        step = precision(cell["printed"], number)[1]
    except FactError:
        step = 0.0
    same = ("table", "element", "model", "label", "quantity", "state", "printed")
    return PrintedCell(
        key=paper.cell_key(cell),
        paper=paper.key,
        **{name: cell[name] for name in same},
        number=number,
        step=step,
    )


def _lines(paper: Paper) -> list[Line]:
    return list(read_lines(shipped("papers", f"{paper.file}.csv"), _COLUMNS))


def _value(cell: Fields) -> float | None:
    return optional_float(cell["reading"] or cell["parsed"])


def _rows(line: Line, paper: Paper, meaning: Meaning) -> Iterator[Row]:
    cell = line.fields
    unit = cell["unit"] or "1"
    parsed = optional_float(cell["parsed"])
    key = paper.cell_key(cell)
    digits, step = precision(cell["printed"], parsed)
    yield CellRow(
        id=key, table_no=cell["table"], line=line.number, element=cell["element"] or None,
        **{name: cell[name] for name in _SAME}, unit=unit, digits=digits, step=step, parsed=parsed,
        reading=optional_float(cell["reading"]), why=cell["note"], role=meaning.role,
    )  # fmt: skip
    value = _value(cell)
    if meaning.role == "parameter" and value is not None:
        yield _parameter(key, cell, value, unit)
    if meaning.role == "observation" and value is not None:
        yield _observation(key, cell, value, paper.phase)
    if meaning.publish:
        yield _published(key, cell, value, meaning, paper.model(cell["model"]))


def _quoted(cell: Fields) -> dict[str, Any]:
    """Return what every row that a cell becomes says of where it stands."""
    same = {name: cell[name] for name in ("printed", "source", "note")}
    return {**same, "locator": f"Table {cell['table']}"}


def _parameter(key: str, cell: Fields, value: float, unit: str) -> ParameterRow:
    theory, _, variant = cell["model"].partition("/")
    element, name = cell["element"], cell["quantity"]
    return ParameterRow(
        id=f"{theory}/{variant or '*'}/{element}/*/{name}", theory=theory, variant=variant or "*",
        element=element, convention="*", name=name, value=value, unit=unit, cell=key,
        **_quoted(cell),
    )  # fmt: skip


def _observation(key: str, cell: Fields, value: float, phase: str) -> ObservationRow:
    unit = cell["unit"] or "1"
    last = cell["quantity"][-1]
    return ObservationRow(
        id=key, element=cell["element"], property=cell["property"],
        value=convert(value, unit, common()[cell["property"]].unit), text="", printed_unit=unit,
        uncertainty=None, uncertainty_kind="", temperature=None, phase=phase, material="",
        state=cell["state"], carrier="the paper", carrier_license="", evidence="cited",
        confidence="medium", rank=90 + int(last if last.isdigit() else 0),
        **_quoted(cell),
    )  # fmt: skip


def _published(
    key: str, cell: Fields, value: float | None, meaning: Meaning, model: str
) -> PublishedRow:
    name = meaning.property or cell["property"]
    unit = meaning.unit or cell["unit"] or "1"
    if value is not None:
        value = convert(value * meaning.scale, unit, common()[name].unit)
    return PublishedRow(
        id=key, cell=key, element=meaning.element or cell["element"], model=model, property=name,
        term=cell["term"], value=value, printed_unit=cell["unit"] or "1", **asdict(meaning.place),
        **_quoted(cell),
    )  # fmt: skip


def precision(printed: str, parsed: float | None) -> tuple[int, float]:
    """Return the significant digits of a printed string and one unit of its last digit."""
    longest = max(_MANTISSA.findall(printed), key=len, default="")
    if not longest or parsed is None:
        return 0, 0.0
    mantissa = longest.replace(",", ".")
    decimals = len(mantissa.partition(".")[2])
    digits = len(mantissa.replace(".", "").lstrip("0")) or 1
    number = float(mantissa)
    power = 0 if number == 0 else round(log10(abs(parsed) / number)) if parsed else 0
    step = 10.0 ** (power - decimals)
    if parsed and not 0 <= floor(log10(abs(parsed) / step)) - digits + 2 <= 2:
        raise FactError(f"printed {printed!r} does not say {parsed}")
    return digits, step
