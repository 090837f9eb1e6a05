"""Rows as a table of text: built once, written by every writer of this folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from metaleos.catalog.states.variables import VOLUME_WORDS, numbers, variables
from metaleos.catalog.text.citation import source_line
from metaleos.catalog.text.columns import chosen_columns
from metaleos.catalog.text.digits import show_digits, show_error, show_number
from metaleos.catalog.text.quoted import (
    MARKS,
    input_words,
    legend,
    place_words,
    quoted_number,
    reading_words,
)
from metaleos.catalog.text.record import BESIDE, beside_of, cell_words
from metaleos.catalog.text.rows import item_words
from metaleos.units import behind, heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from metaleos.catalog.text.record import Quoted, Record
    from metaleos.catalog.text.rows import Rows

_LABELS = ("element", "model", "convention")
_INDENT = "  "


@dataclass(frozen=True)
class TextTable:
    """A table as text, nothing escaped: what stands above, in and below it.

    Parameters
    ----------
    headings : tuple of str
        One a column; all empty for a list without headings.
    cells : tuple of tuple of str
        One tuple a row, each as long as `headings`.
    right : tuple of bool
        Which columns stand on the right, as numbers do.
    caption : str
        What is the same in all rows.
    remarks : tuple of str
        Reasons behind missing values and readings, each with its letter: ``(a) no_solution: ...``;
        then what the marks of weak evidence mean.
    sources : tuple of str
        Citations, with their numbers where cells refer to them: ``[1] soma1978: ...``.
    """

    headings: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    right: tuple[bool, ...] = ()
    caption: str = ""
    remarks: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def table_of(rows: Rows) -> TextTable:
    """Return rows as a table for people; without headings where there is no row.

    Values of properties have the digits that their error estimates, or what was printed, justify;
    what is the same everywhere is said once, in the caption. Where columns were asked for, those.
    Rows of another kind are shown under their headings.
    """
    records = rows.values
    if not rows.records:
        return TextTable()
    if not records:
        plain = rows.rows()
        if any(isinstance(row.get("state"), dict) for row in plain):
            plain = rows.flat()
        return plain_table(plain, rows.headings)
    notes = _Notes(rows.sources, records)
    notes.inputs(rows.extra.get("weak_inputs", ()))
    if rows.columns:
        return _chosen_table(records, rows.columns, notes)
    return _value_table(records, notes)


def plain_table(
    rows: Sequence[dict[str, Any]], headings: Mapping[str, str] | None = None
) -> TextTable:
    """Return plain rows as a table.

    Parameters
    ----------
    rows : sequence of dict
        All with the same keys.
    headings : mapping of str to str
        The columns with what they are headed by; without it all keys.
    """
    names = headings or {name: name for name in rows[0]}
    remarks = Remarks()
    return TextTable(
        tuple(names.values()),
        tuple(tuple(_row_cell(row, name, remarks) for name in names) for row in rows),
        tuple(_are_numbers(row.get(name) for row in rows) for name in names),
        remarks=remarks.lines(),
    )


def list_table(rows: Iterable[tuple[str, ...]]) -> TextTable:
    """Return rows of text as a table without headings, all of it on the left."""
    cells = tuple(rows)
    count = len(cells[0]) if cells else 0
    return TextTable(("",) * count, cells, (False,) * count)


def plain_cell(value: Any) -> str:
    """Return one cell of a plain row as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(item_words, value))
    return str(value)


def _row_cell(row: dict[str, Any], name: str, remarks: Remarks) -> str:
    """Return a cell with its digits, and the mark of its evidence where the row says that."""
    if name in BESIDE and row.get(f"{name}_printed"):
        return remarks.quoted(beside_of(row, name), row)
    return _digits_cell(row, name, remarks) + remarks.evidence(row.get(f"{name}_evidence"))


def _digits_cell(row: dict[str, Any], name: str, remarks: Remarks) -> str:
    """Return a cell with the digits that the row's error, or what was printed, justifies."""
    value = row.get(name)
    if name == "printed" and "parsed" in row:
        return str(value) + remarks.mark(reading_words({**row, "value": row["parsed"]}))
    if isinstance(value, float):
        if name == "value" and "error_estimate" in row:
            return show_number(value, row["error_estimate"])
        if name == "error_estimate":
            return show_error(value)
        if name.endswith(("deviation", "percent")):
            return show_digits(value, 3)
    return plain_cell(value)


def _are_numbers(cells: Iterable[Any]) -> bool:
    return all(cell is None or isinstance(cell, (int, float)) for cell in cells)


# What cells refer to ----------------------------------------------------------------------------


class Remarks:
    """What cells refer to by letters, in the order in which they do."""

    def __init__(self) -> None:
        self._remarks: list[str] = []
        self._marks: set[str] = set()
        self._inputs: tuple[str, ...] = ()

    def mark(self, remark: str) -> str:
        """Return the letter of a remark, as it stands behind a cell; nothing without one."""
        if not remark:
            return ""
        if remark not in self._remarks:
            self._remarks.append(remark)
        return f" ({_letter(self._remarks.index(remark))})"

    def quoted(self, item: Quoted, at: Mapping[str, Any], source: str = "") -> str:
        """Return a published or observed value with its marks, source and where it holds.

        `at` has the ``element`` and the ``state`` of the result that it stands beside.
        """
        structure = (at.get("state") or {}).get("structure", {}).get("value", "")
        place = place_words(item, at.get("element", ""), structure)
        number = quoted_number(item) + self.evidence(item.get("evidence"))
        number += self.mark(reading_words(item))
        return " ".join(filter(None, (number, source, place if source else place and f"({place})")))

    def evidence(self, kind: str | None) -> str:
        """Return the mark of a kind of evidence; nothing where it is good."""
        mark = MARKS.get(kind or "", ("",))[0]
        self._marks.add(mark)
        return mark

    def inputs(self, weak: Iterable[Quoted]) -> None:
        """Say which inputs of the results rest on weak evidence."""
        self._inputs = input_words(weak)
        self._marks.update(MARKS[item["evidence"]][0] for item in weak)

    def lines(self) -> tuple[str, ...]:
        """Return the remarks, each behind its letter, and what the marks mean."""
        lettered = (f"({_letter(i)}) {remark}" for i, remark in enumerate(self._remarks))
        return (*lettered, *self._inputs, *legend(self._marks))


class _Notes(Remarks):
    """The remarks and sources that cells refer to, in the order in which they do."""

    def __init__(self, sources: Sequence[dict[str, Any]], records: Sequence[Record]) -> None:
        super().__init__()
        self._sources = {item["key"]: item for item in sources}
        beside = {item["source"] for r in records for kind in BESIDE for item in r.beside(kind)}
        papers = {record.source for record in records}
        self._of_models = [key for key in self._sources if key in papers or key not in beside]
        self._numbers: dict[str, int] = {}

    def value(self, record: Record) -> str:
        """Return the cell of a value; where there is none, the letter of its reason."""
        if record.outcome == "ok":
            return show_number(record.value, record.error_estimate)
        return f"-{self.mark(f'{record.outcome}: {record.reason}')}"

    def beside(self, record: Record, kind: str) -> str:
        """Return the cell of the first published or observed value, with its source."""
        if not record.beside(kind):
            return ""
        first = record.beside(kind)[0]
        at = {"element": record.element, "state": record.state}
        return self.quoted(first, at, f"[{self.number(first['source'])}]")

    def references(self, records: Sequence[Record]) -> tuple[str, ...]:
        """Return what other theories computed, a line for each element and structure."""
        found: dict[str, dict[str, None]] = {}
        for record in records:
            for item in record.reference:
                place = f"{record.element} {item['structure']}, {item['method']}"
                line = f"reference [{self.number(item['source'])}], {place}: "
                value = f"{record.property} {quoted_number(item)}{behind(item['unit'])}"
                found.setdefault(line, {})[value] = None
        return tuple(line + ", ".join(values) for line, values in found.items())

    def number(self, key: str) -> int:
        """Return the number of a source."""
        return self._numbers.setdefault(key, len(self._numbers) + 1)

    def sources(self) -> tuple[str, ...]:
        """Return the numbered citations of what is shown, then those of the models."""
        for key in self._of_models:
            self.number(key)
        return tuple(
            f"[{number}] {source_line(self._sources[key])}"
            for key, number in self._numbers.items()
            if key in self._sources
        )


def _letter(index: int) -> str:
    return chr(ord("a") + index) if index < 26 else str(index + 1)


# Columns that were asked for --------------------------------------------------------------------


def _chosen_table(records: Sequence[Record], spec: Iterable[str], notes: _Notes) -> TextTable:
    names = chosen_columns(records, spec, compact=True)
    flat = [record.flat() for record in records]
    cells = tuple(
        tuple(_chosen_cell(record, row, name, notes) for name in names)
        for record, row in zip(records, flat, strict=True)
    )
    right = tuple(_are_numbers(row.get(name) for row in flat) for name in names)
    return TextTable(
        tuple(names), cells, right, remarks=notes.lines(), sources=notes.sources()
    )  # fmt: skip


def _chosen_cell(record: Record, row: dict[str, Any], name: str, notes: _Notes) -> str:
    if name == "value":
        return notes.value(record)
    if name == "error_estimate":
        return show_error(record.error_estimate)
    if name in BESIDE:
        return notes.beside(record, name)
    if name.endswith("source") and row.get(name):
        notes.number(row[name])
    return plain_cell(row.get(name))


# The usual columns ------------------------------------------------------------------------------


def _value_table(records: Sequence[Record], notes: _Notes) -> TextTable:
    state_names = _state_names(records)
    columns = [name for name in _LABELS if _varies(records, name)]
    columns += [name for name in state_names if _state_varies(records, name)]
    columns = _one_volume(records, columns)
    beside = [kind for kind in ("published", "observed") if any(r.beside(kind) for r in records)]
    cells = tuple(
        (
            *(_label_cell(record, name) for name in columns),
            _property_cell(record, before),
            notes.value(record),
            behind(record.unit).lstrip(),
            *(notes.beside(record, kind) for kind in beside),
        )
        for before, record in zip([None, *records], records, strict=False)
    )
    return TextTable(
        (*(_heading(records, name) for name in columns), "property", "value", "unit", *beside),
        cells,
        (*(name in numbers() for name in columns), False, True, False, *(True for _ in beside)),
        _caption(records, columns, state_names),
        (*notes.lines(), *notes.references(records)),
        notes.sources(),
    )


def _varies(records: Sequence[Record], name: str) -> bool:
    return len({getattr(record, name) for record in records}) > 1


def _state_names(records: Sequence[Record]) -> list[str]:
    present = {name for record in records for name in record.state}
    return [name for name in variables() if name in present] + sorted(present - set(variables()))


def _state_varies(records: Sequence[Record], name: str) -> bool:
    values = [record.state[name]["value"] if name in record.state else None for record in records]
    return len({f"{value:.9g}" if isinstance(value, float) else value for value in values}) > 1


def _one_volume(records: Sequence[Record], columns: list[str]) -> list[str]:
    """Drop all but one way to say the volume; all of them where the compression is the same."""
    if any("compression" in r.state for r in records) and "compression" not in columns:
        return [name for name in columns if name not in VOLUME_WORDS]
    varied = [name for name in columns if name in VOLUME_WORDS]
    return [name for name in columns if name not in varied[1:]]


def _heading(records: Sequence[Record], name: str) -> str:
    if name in _LABELS:
        return name
    unit = next((r.state[name]["unit"] for r in records if name in r.state), "1")
    return heading(name, unit)


def _caption(records: Sequence[Record], columns: Sequence[str], state_names: Sequence[str]) -> str:
    first = records[0]
    parts = [str(getattr(first, name)) for name in _LABELS if name not in columns]
    parts = [part for part in parts if part]
    volume_shown = any(name in columns for name in VOLUME_WORDS)
    for name in state_names:
        if name in columns or name not in first.state or (volume_shown and name in VOLUME_WORDS):
            continue
        if name == "volume_ratio" or _state_varies(records, name):
            continue
        parts.append(cell_words(name, first.state[name]))
    return ", ".join(parts)


def _label_cell(record: Record, name: str) -> str:
    if name in _LABELS:
        return str(getattr(record, name))
    item = record.state.get(name)
    return "" if item is None else plain_cell(item["value"])


def _property_cell(record: Record, before: Record | None) -> str:
    term = record.term
    if term == "total":
        return record.property
    # Form factors have no whole: their terms are planes, and name the property themselves.
    # A term that a sort has parted from its property names it too.
    same = ("element", "model", "convention", "property", "state")
    if (
        term.startswith("(")
        or before is None
        or any(getattr(before, key) != getattr(record, key) for key in same)
    ):
        return f"{record.property} {term}"
    return f"{_INDENT}{term}"
