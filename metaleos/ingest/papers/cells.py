"""The printed tables, cell by cell, and what each cell is to the catalog.

Every cell is kept as printed (`CellRow`). It becomes a parameter of a theory, a published value, or
an observation, as the rules of its paper say. A published or observed value is the number that the
printed string says; where it should say another one, that is a reading, told beside it.
"""

from __future__ import annotations

import re
from dataclasses import asdict
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

_READING = ("reading_kind", "reading_basis", "reading_reason")
_COLUMNS = (
    "source", "table", "element", "model", "label", "quantity", "property", "term", "state",
    "printed", "parsed", "unit", "reading", "note",
)  # fmt: skip
_SAME = (
    "source", "model", "label", "quantity", "property", "term", "state", "printed", "note",
    *_READING,
)  # fmt: skip
"""Columns of a table that are columns of ``cell``."""
_STRING = re.compile(
    r"(?:\((-?\d+)\) )?([+-]?\d+(?:[.,]\d*)?)"
    r"(?: ?\((-?\d+)\)?| ?(-?\d+)\)|e([+-]\d+)| \[power lost\])?"
)
"""A printed number; its power of ten is read where the scan moved or cut it too."""


def shipped_cells() -> Iterator[Row]:
    """Yield every cell of every paper, and the parameters, published values and observations."""
    for paper in papers().values():
        lines = _lines(paper)
        readings = {
            (line.fields["label"], line.fields["quantity"]): value
            for line in lines
            if (value := quoted(_of_row(line.fields))[0]) is not None
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
    number, _, step = quoted(cell["printed"])
    if _lost_power(cell):  # relations need it
        number, _, step = quoted(cell["reading"])
    same = ("table", "element", "model", "label", "quantity", "state", "printed")
    return PrintedCell(
        key=paper.cell_key(cell),
        paper=paper.key,
        **{name: cell[name] for name in same},
        number=number,
        step=step,
    )


def _lines(paper: Paper) -> list[Line]:
    # A table without readings needs no columns for them.
    empty = dict.fromkeys(_READING, "")
    lines = read_lines(shipped("papers", f"{paper.file}.csv"), _COLUMNS)
    return [line._replace(fields=empty | line.fields) for line in lines]


def _of_page(cell: Fields) -> str:
    """Return the string that counts: a reading that the page itself gives, else what is printed."""
    return (cell["reading_basis"] == "page" and cell["reading"]) or cell["printed"]


def _lost_power(cell: Fields) -> bool:
    """Return whether the scan lost no digit but the power of ten, as the string itself tells."""
    digits = (_digits(quoted(cell[name])[0]) for name in ("printed", "reading"))
    return cell["reading_kind"] == "scan" and len({*digits}) == 1


def _of_row(cell: Fields) -> str:
    """Return the string that says where a row holds: a power of ten that it lost is restored."""
    return cell["reading"] if _lost_power(cell) else _of_page(cell)


def _rows(line: Line, paper: Paper, meaning: Meaning) -> Iterator[Row]:
    cell = line.fields
    unit = cell["unit"] or "1"
    value = optional_float(cell["parsed"])
    key = paper.cell_key(cell)
    said, digits, _ = quoted(cell["printed"])
    number, _, step = quoted((_of_row if meaning.role == "state" else _of_page)(cell))
    if said != value:
        raise FactError(
            f"printed {cell['printed']!r} says {said}, not {value}",
            "what it should say is a reading",
        )
    yield CellRow(
        id=key, table_no=cell["table"], line=line.number, element=cell["element"] or None,
        **_named(cell, *_SAME), unit=unit, digits=digits, step=step, parsed=value,
        reading=optional_float(cell["reading"]), role=meaning.role,
    )  # fmt: skip
    if meaning.role == "parameter" and number is not None:
        yield _parameter(key, cell, number, unit)
    if meaning.role == "observation" and value is not None:
        yield _observation(key, cell, value, paper.phase)
    if meaning.publish:
        yield _published(key, cell, value, meaning, paper.model(cell["model"]))


def _named(cell: Fields, *names: str) -> dict[str, Any]:
    return {name: cell[name] for name in names}


def _quoted(cell: Fields) -> dict[str, Any]:
    """Return what every row that a cell becomes says of where it stands."""
    read = "read as {reading} ({reading_kind}, {reading_basis}): {reading_reason}"
    note = read.format(**cell) if cell["reading"] else cell["note"]
    where = {"locator": f"Table {cell['table']}", "note": note}
    return _named(cell, "printed", "source") | where


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
    value, reading = (
        None if number is None else convert(number * meaning.scale, unit, common()[name].unit)
        for number in (value, optional_float(cell["reading"]))
    )
    return PublishedRow(
        id=key, cell=key, element=meaning.element or cell["element"], model=model, property=name,
        term=cell["term"], value=value, printed_unit=cell["unit"] or "1", reading=reading,
        **asdict(meaning.place),
        **_quoted(cell) | _named(cell, "reading_kind", "reading_reason", "note"),
    )  # fmt: skip


def _digits(number: float | None) -> str:
    """Return a number without its power of ten."""
    return f"{number or 0.0:.9e}".partition("e")[0]


def quoted(printed: str) -> tuple[float | None, int, float]:
    """Return the number of a printed string, its significant digits and one unit of its last.

    None, 0 and 0 where it is no number.
    """
    found = _STRING.fullmatch(printed)
    if found is None:
        return None, 0, 0.0
    mantissa = found.group(2).replace(",", ".")
    before, _, *behind = found.groups()
    power = int(next(filter(None, (before, *behind)), 0))
    decimals = len(mantissa.partition(".")[2])
    digits = len(mantissa.replace(".", "").lstrip("+-0")) or 1
    return float(f"{mantissa}e{power}"), digits, 10.0 ** (power - decimals)
