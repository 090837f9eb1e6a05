"""An answer as a grid of text: what is the same everywhere is said once, in the caption."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaleos.catalog.digits import printed_digits, show_digits, show_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metaleos.catalog.answer import Answer

_LABELS = ("element", "model", "convention")
_STATE_ORDER = (
    "structure", "temperature", "compression", "volume", "volume_ratio", "density",
    "axial_ratio", "theta",
)  # fmt: skip
_VOLUMES = ("compression", "volume_ratio", "volume", "density")
_SYMBOLS = {"temperature": "T", "volume": "V", "axial_ratio": "c/a", "density": "density"}
_INDENT = "  "


class Grid:
    """A table reduced to text: a caption, headings, cells, remarks.

    Parameters
    ----------
    answer : Answer
    """

    def __init__(self, answer: Answer) -> None:
        records = answer.records
        self._sources = {item["key"]: item for item in answer.sources}
        self._numbers: dict[str, int] = {}
        # The models' papers come first among the sources of an answer.
        beside_keys = {
            v["source"] for r in records for k in ("published", "observed") for v in r[k]
        }
        self._model_sources = [key for key in self._sources if key not in beside_keys]
        self.reasons: list[str] = []
        state_names = _state_names(records)
        columns = [name for name in _LABELS if _varies(records, name)]
        columns += [name for name in state_names if _state_varies(records, name)]
        columns = _one_volume(records, columns)
        self.caption = _caption(records, columns, state_names)
        beside = [kind for kind in ("published", "observed") if any(r[kind] for r in records)]
        self.headings = [_heading(records, name) for name in columns] + [
            "property", "value", "unit", *beside,
        ]  # fmt: skip
        self.right = [name in _STATE_ORDER and name != "structure" for name in columns] + [
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

    def _value(self, record: dict[str, Any]) -> str:
        if record["outcome"] == "ok":
            return show_number(record["value"], record["error_estimate"])
        reason = f"{record['outcome']}: {record['reason']}"
        if reason not in self.reasons:
            self.reasons.append(reason)
        return f"- ({_letter(self.reasons.index(reason))})"

    def _beside(self, record: dict[str, Any], kind: str) -> str:
        if not record[kind]:
            return ""
        first = record[kind][0]
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


def _varies(records: Sequence[dict[str, Any]], name: str) -> bool:
    return len({record[name] for record in records}) > 1


def _state_names(records: Sequence[dict[str, Any]]) -> list[str]:
    present = {name for record in records for name in record["state"]}
    return [name for name in _STATE_ORDER if name in present] + sorted(present - set(_STATE_ORDER))


def _state_varies(records: Sequence[dict[str, Any]], name: str) -> bool:
    seen = set()
    for record in records:
        item = record["state"].get(name)
        value = item["value"] if item else None
        seen.add(f"{value:.9g}" if isinstance(value, float) else value)
    return len(seen) > 1


def _one_volume(records: Sequence[dict[str, Any]], columns: list[str]) -> list[str]:
    """Drop all but one way to say the volume; all of them where the compression is the same."""
    if any("compression" in r["state"] for r in records) and "compression" not in columns:
        return [name for name in columns if name not in _VOLUMES]
    varied = [name for name in columns if name in _VOLUMES]
    return [name for name in columns if name not in varied[1:]]


def _heading(records: Sequence[dict[str, Any]], name: str) -> str:
    if name in _LABELS:
        return name
    unit = next((r["state"][name]["unit"] for r in records if name in r["state"]), "1")
    return name if unit == "1" else f"{name} [{unit}]"


def _caption(
    records: Sequence[dict[str, Any]], columns: Sequence[str], state_names: Sequence[str]
) -> str:
    if not records:
        return ""
    first = records[0]
    parts = [str(first[name]) for name in _LABELS if name not in columns]
    volume_shown = any(name in columns for name in _VOLUMES)
    for name in state_names:
        if name in columns or name not in first["state"] or (volume_shown and name in _VOLUMES):
            continue
        if name == "volume_ratio" or _state_varies(records, name):
            continue
        item = first["state"][name]
        value, unit = item["value"], item["unit"]
        text = f"{value:.6g}" if isinstance(value, float) else str(value)
        shown = text if name == "structure" else f"{_SYMBOLS.get(name, name)} = {text}"
        parts.append(shown if unit == "1" else f"{shown} {unit}")
    return ", ".join(parts)


def _column_cell(record: dict[str, Any], name: str) -> str:
    if name in _LABELS:
        return str(record[name])
    item = record["state"].get(name)
    if item is None:
        return ""
    return f"{item['value']:.6g}" if isinstance(item["value"], float) else str(item["value"])


def _property_cell(record: dict[str, Any], before: dict[str, Any] | None) -> str:
    term = record["term"]
    if term == "total":
        return str(record["property"])
    # Form factors have no whole: their terms are planes, and name the property themselves.
    # A term that a sort has parted from its property names it too.
    same = ("element", "model", "convention", "property", "state")
    if term.startswith("(") or before is None or any(before[key] != record[key] for key in same):
        return f"{record['property']} {term}"
    return f"{_INDENT}{term}"


def _unit(record: dict[str, Any]) -> str:
    return "" if record["unit"] == "1" else str(record["unit"])


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
