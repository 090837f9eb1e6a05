"""Rows as a table of text: built once, written by every writer of this folder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from metaleos.catalog.states.variables import VOLUME_WORDS, numbers, variables
from metaleos.catalog.text.columns import chosen_columns
from metaleos.catalog.text.densities import SAID, differ
from metaleos.catalog.text.digits import show_digits, show_error, show_number, show_percent
from metaleos.catalog.text.quoted import (
    beside_digits,
    choice_words,
    deviation_words,
    reading_words,
)
from metaleos.catalog.text.record import BESIDE, DEVIATION, beside_of, cell_words
from metaleos.catalog.text.remarks import Notes, Remarks
from metaleos.catalog.text.rows import item_words
from metaleos.solvers.registry import properties
from metaleos.units import behind, heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from metaleos.catalog.text.record import Record
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
    spare : tuple of str
        Headings of columns that a narrow terminal leaves out, the first first.
    """

    headings: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    right: tuple[bool, ...] = ()
    caption: str = ""
    remarks: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    spare: tuple[str, ...] = ()


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
        table = plain_table(plain, rows.headings, rows.signed)
        return replace(table, spare=rows.spare, caption=rows.caption)
    notes = Notes(rows.sources, records)
    notes.inputs(rows.extra.get("weak_inputs", ()))
    if rows.columns:
        return _chosen_table(records, rows.columns, notes)
    if any(record.against for record in records):
        table = comparison_table(records, notes)
        return replace(table, caption="; ".join(filter(None, (table.caption, rows.caption))))
    return _value_table(records, notes)


def plain_table(
    rows: Sequence[dict[str, Any]],
    headings: Mapping[str, str] | None = None,
    signed: Sequence[str] = (),
) -> TextTable:
    """Return plain rows as a table.

    Parameters
    ----------
    rows : sequence of dict
        All with the same keys.
    headings : mapping of str to str
        The columns with what they are headed by; without it all keys.
    signed : sequence of str
        The columns that are deviations [%].
    """
    names = headings or {name: name for name in rows[0]}
    remarks = Remarks()
    return TextTable(
        tuple(names.values()),
        tuple(
            tuple(
                _percent_cell(row.get(name)) if name in signed else _row_cell(row, name, remarks)
                for name in names
            )
            for row in rows
        ),
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


def _percent_cell(value: float | None) -> str:
    return "" if value is None else show_percent(value, 0.0)


def _row_cell(row: dict[str, Any], name: str, remarks: Remarks) -> str:
    """Return a cell with its digits, and the mark of its evidence where the row says that."""
    if name == "note":
        return remarks.mark(row[name] or "").strip()
    if name in BESIDE and row.get(f"{name}_printed"):
        return remarks.quoted(beside_of(row, name), row)
    return _digits_cell(row, name, remarks) + remarks.evidence(row.get(f"{name}_evidence"))


def _digits_cell(row: dict[str, Any], name: str, remarks: Remarks) -> str:
    """Return a cell with the digits that the row's error, or what was printed, justifies."""
    value = row.get(name)
    if name == "printed" and "parsed" in row:
        return str(value) + remarks.mark(reading_words({**row, "value": row["parsed"]}))
    if name == "choice" and row.get("choice_reason"):
        return str(value) + remarks.mark(choice_words(row))
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


# Columns that were asked for --------------------------------------------------------------------


def _chosen_table(records: Sequence[Record], spec: Iterable[str], notes: Notes) -> TextTable:
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


def _chosen_cell(record: Record, row: dict[str, Any], name: str, notes: Notes) -> str:
    if name == "value":
        return notes.value(record)
    if name == "error_estimate":
        return show_error(record.error_estimate)
    if name in BESIDE:
        return notes.beside(record, name)
    if name in DEVIATION[:2] and record.against and row.get(name) is not None:
        if name == "deviation_percent":
            return _said(record, name, notes)
        return show_digits(row[name], 3)
    if name.endswith("source") and row.get(name):
        notes.number(row[name])
    return plain_cell(row.get(name))


# The usual columns ------------------------------------------------------------------------------


def _value_table(records: Sequence[Record], notes: Notes) -> TextTable:
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
        tuple(_heading(records, name) for name in ("volume", "density") if differ(records)),
    )


# Beside experiment ------------------------------------------------------------------------------

_OF_COMPARISON = {
    "deviation": "ours - observed", "deviation_percent": "%", "deviation_sigma": "sigmas",
    "within": "within", "published_deviation_percent": "published %",
}  # fmt: skip


def comparison_table(
    records: Sequence[Record], notes: Notes, more: Sequence[str] = ()
) -> TextTable:
    """Return results beside what is measured: as many digits as both justify.

    `more` names further columns of what a comparison says.
    """
    state_names = _state_names(records)
    columns = [name for name in _LABELS if _varies(records, name)]
    columns += _one_volume(records, [n for n in state_names if _state_varies(records, n)])
    several = _varies(records, "property")
    beside = [kind for kind in ("published", "observed") if any(r.beside(kind) for r in records)]
    found = [record.against.said() for record in records if record.against]
    said = ["deviation_percent", *more]
    said += [n for n in ("deviation_sigma", "within") if any(x[n] is not None for x in found)]
    known = properties()
    cells = tuple(
        (
            *(_label_cell(record, name) for name in columns),
            *((heading(known[record.property].symbol, record.unit),) if several else ()),
            notes.value(record, beside_digits(record)),
            *(notes.beside(record, kind) for kind in beside),
            *(_said(record, name, notes) for name in said),
        )
        for record in records
    )
    caption = _caption(records, columns, state_names)
    if not several:
        first = records[0]
        caption = ", ".join(filter(None, (heading(first.property, first.unit), caption)))
    symbols = {known[r.property].symbol: r.property for r in records} if several else {}
    meant = "; ".join(f"{symbol}: {name}" for symbol, name in symbols.items())
    return TextTable(
        (*(_heading(records, name) for name in columns), *(("property",) if several else ()),
         "ours", *beside, *(_OF_COMPARISON[name] for name in said)),
        cells,
        (*(name in numbers() for name in columns), *((False,) if several else ()),
         True, *(True for _ in beside), *(name != "within" for name in said)),
        caption,
        (*filter(None, (meant,)), *notes.lines()),
        notes.sources(),
        ("published", "sigmas", "within", *(_heading(records, n) for n in state_names)),
    )  # fmt: skip


def _said(record: Record, name: str, notes: Notes) -> str:
    """Return what a comparison says, with the letter of its reason where it has one."""
    found = record.against
    if found is None:
        return ""
    shown = found.said()[name]
    if name == "deviation_percent":
        remark = notes.mark(found.reason if record.outcome == "ok" else "")
        if shown is None:
            return f"-{remark}" if record.observed or remark else ""
        return (
            deviation_words(shown, record.value, record.error_estimate, record.observed[0]) + remark
        )
    if name.endswith(("percent", "sigma")) and shown is not None:
        return f"{shown:+.1f}"
    return plain_cell(shown)


def _varies(records: Sequence[Record], name: str) -> bool:
    return len({getattr(record, name) for record in records}) > 1


def _state_names(records: Sequence[Record]) -> list[str]:
    present = {name for record in records for name in record.state}
    return [name for name in variables() if name in present] + sorted(present - set(variables()))


def _state_varies(records: Sequence[Record], name: str) -> bool:
    return len(_state_values(records, name)) > 1


def _state_values(records: Sequence[Record], name: str) -> set[Any]:
    values = [record.state[name]["value"] if name in record.state else None for record in records]
    return {f"{value:.9g}" if isinstance(value, float) else value for value in values}


def _one_volume(records: Sequence[Record], columns: list[str]) -> list[str]:
    """Drop all but one way to say the volume; all of them where the compression is the same.

    Where that hides that models stand at different densities, volume and density stay.
    """
    if differ(records):
        return [name for name in columns if name != "volume_ratio"]
    if any("compression" in r.state for r in records) and "compression" not in columns:
        return [name for name in columns if name not in VOLUME_WORDS]
    # Models at one density differ in the others.
    varied = [name for name in columns if name in VOLUME_WORDS]
    usual = ("compression", "density", *varied)
    kept = min(varied, key=lambda n: (len(_state_values(records, n)), usual.index(n)), default="")
    return [name for name in columns if name not in varied or name == kept]


def _heading(records: Sequence[Record], name: str) -> str:
    if name in _LABELS:
        return name
    unit = next((r.state[name]["unit"] for r in records if name in r.state), "1")
    return heading(name, unit)


def _caption(records: Sequence[Record], columns: Sequence[str], state_names: Sequence[str]) -> str:
    first = records[0]
    parts = [str(getattr(first, name)) for name in _LABELS if name not in columns]
    parts = [part for part in parts if part]
    for name in state_names:
        if name in columns or name not in first.state:
            continue
        if name == "volume_ratio" or _state_varies(records, name):
            continue
        parts.append(cell_words(name, first.state[name]))
    if differ(records):
        parts.append(SAID)
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
