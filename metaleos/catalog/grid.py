"""An answer as a grid of text: what is the same everywhere is said once, in the caption."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaleos.catalog.digits import printed_digits, show_digits, show_number
from metaleos.catalog.record import BESIDE
from metaleos.catalog.variables import VOLUME_WORDS, numbers, variables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metaleos.catalog.record import Record
    from metaleos.catalog.rows import Rows

_LABELS = ("element", "model", "convention")
_INDENT = "  "


class Grid:
    """A table reduced to text: a caption, headings, cells, remarks.

    Parameters
    ----------
    rows : Rows
    """

    def __init__(self, rows: Rows) -> None:
        records = rows.values
        self._sources = {item["key"]: item for item in rows.sources}
        self._numbers: dict[str, int] = {}
        # The models' papers come first among the sources of an answer.
        beside_keys = {v["source"] for r in records for k in BESIDE for v in r.beside(k)}
        self._model_sources = [key for key in self._sources if key not in beside_keys]
        self.reasons: list[str] = []
        state_names = _state_names(records)
        columns = [name for name in _LABELS if _varies(records, name)]
        columns += [name for name in state_names if _state_varies(records, name)]
        columns = _one_volume(records, columns)
        self.caption = _caption(records, columns, state_names)
        beside = [kind for kind in BESIDE if any(record.beside(kind) for record in records)]
        self.headings = [_heading(records, name) for name in columns] + [
            "property", "value", "unit", *beside,
        ]  # fmt: skip
        self.right = [name in numbers() for name in columns] + [
            False,
            True,
            False,
            *([True] * len(beside)),
        ]
        self.cells = [
            [_column_cell(record, name) for name in columns]
            + [_property_cell(record, before), self._value(record), _unit(record)]
            + [self._beside(record, kind) for kind in beside]
            for before, record in zip([None, *records], records, strict=False)
        ]

    def _value(self, record: Record) -> str:
        if record.outcome == "ok":
            return show_number(record.value, record.error_estimate)
        reason = f"{record.outcome}: {record.reason}"
        if reason not in self.reasons:
            self.reasons.append(reason)
        return f"- ({_letter(self.reasons.index(reason))})"

    def _beside(self, record: Record, kind: str) -> str:
        if not record.beside(kind):
            return ""
        first = record.beside(kind)[0]
        text = show_digits(first["value"], max(printed_digits(first["printed"]), 1))
        return f"{text} [{self._number(first['source'])}]"

    def _number(self, key: str) -> int:
        return self._numbers.setdefault(key, len(self._numbers) + 1)

    def sources(self) -> list[str]:
        """Return the numbered citations of what is shown, then those of the models."""
        for key in self._sources:
            if key in self._model_sources:
                self._number(key)
        return [
            f"[{number}] {source_line(self._sources[key])}"
            for key, number in self._numbers.items()
            if key in self._sources
        ]

    def remarks(self) -> list[str]:
        """Return the reasons behind missing values, by the letter that stands in their cells."""
        return [f"({_letter(index)}) {reason}" for index, reason in enumerate(self.reasons)]


def _letter(index: int) -> str:
    return chr(ord("a") + index) if index < 26 else str(index + 1)


def _varies(records: Sequence[Record], name: str) -> bool:
    return len({getattr(record, name) for record in records}) > 1


def _state_names(records: Sequence[Record]) -> list[str]:
    present = {name for record in records for name in record.state}
    return [name for name in variables() if name in present] + sorted(present - set(variables()))


def _state_varies(records: Sequence[Record], name: str) -> bool:
    seen = set()
    for record in records:
        item = record.state.get(name)
        value = item["value"] if item else None
        seen.add(f"{value:.9g}" if isinstance(value, float) else value)
    return len(seen) > 1


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
    return name if unit == "1" else f"{name} [{unit}]"


def _caption(records: Sequence[Record], columns: Sequence[str], state_names: Sequence[str]) -> str:
    if not records:
        return ""
    first = records[0]
    parts = [str(getattr(first, name)) for name in _LABELS if name not in columns]
    parts = [part for part in parts if part]
    volume_shown = any(name in columns for name in VOLUME_WORDS)
    for name in state_names:
        if name in columns or name not in first.state or (volume_shown and name in VOLUME_WORDS):
            continue
        if name == "volume_ratio" or _state_varies(records, name):
            continue
        item = first.state[name]
        value, unit = item["value"], item["unit"]
        text = f"{value:.6g}" if isinstance(value, float) else str(value)
        shown = f"{_symbol(name)} = {text}" if isinstance(value, float) else text
        parts.append(shown if unit == "1" else f"{shown} {unit}")
    return ", ".join(parts)


def _symbol(name: str) -> str:
    return variables()[name].symbol if name in variables() else name


def _column_cell(record: Record, name: str) -> str:
    if name in _LABELS:
        return str(getattr(record, name))
    item = record.state.get(name)
    if item is None:
        return ""
    return f"{item['value']:.6g}" if isinstance(item["value"], float) else str(item["value"])


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


def _unit(record: Record) -> str:
    return "" if record.unit == "1" else record.unit


def source_line(item: dict[str, Any]) -> str:
    """Return one citation in one line."""
    surnames = [name.split(",")[0] for name in item["authors"].split(" and ") if name]
    who = surnames[0] if surnames else ""
    who += " et al." if len(surnames) > 2 else f" and {surnames[1]}" if len(surnames) == 2 else ""
    what = " ".join(part for part in (who, item["year"]) if part)
    title = item["title"] if item["title"] and not item["title"].startswith("[") else ""
    doi = f"doi:{item['doi']}" if item["doi"] else ""
    rest = ", ".join(part for part in (what, title, item["journal"], doi) if part)
    return f"{item['key']}: {rest}"
