"""Pictures: what is drawn, as lines and points; `metaleos.catalog.show.plot_drawing` draws it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import isclose, isfinite, nan
from typing import TYPE_CHECKING, Any

from metaleos.catalog.states.variables import SAME, VOLUME_WORDS, variables
from metaleos.catalog.store.outputs import output_path
from metaleos.catalog.store.select import by
from metaleos.catalog.text.quoted import legend, mark_of, place_words, reading_words
from metaleos.catalog.text.record import cell_words
from metaleos.errors import UsageError
from metaleos.solvers import registry
from metaleos.units import heading

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from metaleos.catalog.text.record import Record

FORMATS = (".png", ".svg", ".pdf")
MOST_PANELS = 6
MOST_LINES = 60
_MOST_NAMED = 6
"""Most lines that a description names."""
_LABELS = ("element", "model", "convention", "term")
_VOLUMES = ("volume_ratio", "compression", "density", "volume")
"""Which way to say the volume is drawn where several vary."""


@dataclass
class Line:
    """One line: values of one element, model, convention, term and family of states."""

    label: str
    x: list[float]
    y: list[float]


@dataclass
class Points:
    """Published or observed values beside a line."""

    label: str
    kind: str
    x: list[float]
    y: list[float]
    line: int
    mark: str = ""
    readings: list[tuple[float, float, str]] = field(default_factory=list)
    """Where a point stands that is read otherwise, and as what."""


@dataclass
class Panel:
    """One property over one state variable."""

    x_label: str
    y_label: str
    lines: list[Line]
    points: list[Points]

    @property
    def legend(self) -> tuple[str, ...]:
        """What the marks of the points mean."""
        return legend(points.mark for points in self.points)


@dataclass
class Picture:
    """What is drawn, and what a person should know about it."""

    title: str
    panels: list[Panel]
    notices: list[str] = field(default_factory=list)

    @property
    def description(self) -> str:
        """What is drawn, in words: for the file, for a page, and for who does not see it."""
        sentences = [_panel_words(panel) for panel in self.panels] + self.notices
        return ". ".join(text for text in (self.title, *sentences) if text) + "."

    def __str__(self) -> str:
        """Return the description: what ``print`` shows."""
        return self.description


def _panel_words(panel: Panel) -> str:
    """Return axes, ranges, lines and points of a panel as one sentence."""
    labels = [line.label for line in panel.lines if line.label]
    named = f" ({'; '.join(labels)})" if labels and len(labels) <= _MOST_NAMED else ""
    x, y = (
        _span([value for line in panel.lines for value in getattr(line, axis)])
        for axis in ("x", "y")
    )
    points = Counter[str]()
    for item in panel.points:
        points[f"{item.kind} in {item.label}"] += len(item.x)
    beside = "".join(f"; {_count(number, 'point')} {word}" for word, number in points.items())
    readings = [text for item in panel.points for *_, text in item.readings]
    beside += "".join(f"; {text}" for text in (*dict.fromkeys(readings), *panel.legend))
    return (
        f"{panel.y_label}{y} over {panel.x_label}{x}: {_count(len(panel.lines), 'line')}{named}"
        + beside
    )


def _span(values: Iterable[float]) -> str:
    finite = [value for value in values if isfinite(value)]
    return f" from {min(finite):.4g} to {max(finite):.4g}" if finite else ""


def _count(number: int, word: str) -> str:
    return f"{number} {word}" + ("" if number == 1 else "s")


def checked_output(output: str | os.PathLike[str]) -> Path:
    """Return the path of a picture.

    Raises
    ------
    UsageError
    """
    path = output_path(output, FORMATS)
    if not path.parent.is_dir():
        raise UsageError(f"--output {path}: there is no folder {path.parent}", "make it first")
    return path


def picture_of(
    values: Sequence[Record],
    beside: Sequence[Record],
    properties: Sequence[str] = (),
    given: Iterable[str] = (),
    *,
    x: str | None = None,
    terms: bool = False,
) -> Picture:
    """Return the lines and points of a picture.

    Parameters
    ----------
    values : sequence of Record
        What is drawn as lines.
    beside : sequence of Record
        Stored rows, whose published and observed values are drawn as points.
    properties : sequence of str
        One panel each, in this order; all that the values have where empty.
    given : iterable of str
        State variables that were asked for: a volume is drawn as it was said.
    x : str
        The state variable of the abscissa; without it the one with the most values.
    terms : bool
        Whether the terms are drawn beside the whole.

    Raises
    ------
    UsageError
        If there is nothing to draw, nothing varies, or there is too much for one picture.
    """
    if not values:
        raise UsageError("nothing to draw: the selection is empty", "see `metaleos query`")
    names = properties or tuple(dict.fromkeys(record.property for record in values))
    if len(names) > MOST_PANELS:
        raise UsageError(
            f"{len(names)} properties are too many for one picture",
            f"choose up to {MOST_PANELS} with --property",
        )
    records = [row for row in values if row.property in names]
    varied = _varying(records, given)
    abscissa = _abscissa(records, varied, x)
    panels = [
        _panel([row for row in records if row.property == name], beside, abscissa, varied,
               terms=terms)
        for name in names
        if any(row.property == name for row in records)
    ]  # fmt: skip
    return Picture(_title(records), panels, _notices(records))


def _varying(records: Sequence[Record], given: Iterable[str]) -> list[str]:
    """Return the state variables that have more than one value; one word for the volume."""
    values: dict[str, set[Any]] = {}
    for record in records:
        for name, cell in record.state.items():
            values.setdefault(name, set()).add(_rounded(cell["value"]))
    varied = [name for name, seen in values.items() if len(seen) > 1]
    volumes = (*(name for name in given if name in VOLUME_WORDS), *_VOLUMES)
    word = next((name for name in volumes if name in varied), None)
    kept = [name for name in varied if name not in _VOLUMES or name == word]
    return sorted(kept, key=lambda name: -len(values[name]))


def _rounded(value: Any) -> Any:
    return f"{value:.9g}" if isinstance(value, float) else value


def _abscissa(records: Sequence[Record], varied: list[str], wanted: str | None) -> str:
    curve = [name for name in varied if name not in variables()]
    numbers = [name for name in varied if not _is_word(name)]
    if wanted is not None:
        name = wanted.strip().casefold().replace("-", "_")
        present = {key for record in records for key in record.state}
        valid = sorted(key for key in present if not _is_word(key))
        if name not in valid:
            raise UsageError(
                f"--x {wanted}: not a number of these states", f"valid: {', '.join(valid)}"
            )
        return name
    if curve:
        return curve[0]
    if not numbers:
        raise UsageError(
            "nothing varies over these states", 'give a range, e.g. --volume-ratio "0.8:1.2:41"'
        )
    return numbers[0]


def _panel(
    records: Sequence[Record],
    beside: Sequence[Record],
    abscissa: str,
    varied: list[str],
    *,
    terms: bool,
) -> Panel:
    has_total = any(row.term == "total" for row in records)
    shown = [row for row in records if terms or not has_total or row.term == "total"]
    volumes = _VOLUMES if abscissa in _VOLUMES else ()
    family = [name for name in varied if name != abscissa and name not in volumes]
    labels = [name for name in _LABELS if len({getattr(row, name) for row in shown}) > 1]
    placed = [row for row in shown if abscissa in row.state]
    groups = by(placed, lambda row: _group(row, family))
    if len(groups) > MOST_LINES:
        raise UsageError(
            f"{len(groups)} lines are too many for one picture",
            f"select fewer than {MOST_LINES + 1}; --x chooses the abscissa",
        )
    lines, points = [], []
    for rows in _sorted(groups, family):
        ordered = sorted(rows, key=lambda row: row.state[abscissa]["value"])
        lines.append(
            Line(
                _line_label(rows[0], labels, family),
                [row.state[abscissa]["value"] for row in ordered],
                [nan if row.value is None else row.value for row in ordered],
            )
        )
        points += _points(ordered, beside, abscissa, family, len(lines) - 1)
    cell, name = placed[0].state[abscissa], shown[0].property
    text = f"{name.replace('_', ' ')} {registry.properties()[name].symbol}".strip()
    return Panel(
        heading(_symbol(abscissa), cell["unit"]),
        heading(text, shown[0].unit),
        lines,
        points,
    )


def _sorted(
    groups: Mapping[tuple[Any, ...], list[Record]], family: Iterable[str]
) -> list[list[Record]]:
    """Return the families of one model together, by their state variables."""
    first = {key[: len(_LABELS)]: place for place, key in reversed([*enumerate(groups)])}

    def order(key: tuple[Any, ...]) -> tuple[Any, ...]:
        cells = (groups[key][0].state.get(name, {}).get("value", "") for name in family)
        return (
            first[key[: len(_LABELS)]],
            *((isinstance(value, str), value) for value in cells),
        )

    return [groups[key] for key in sorted(groups, key=order)]


def _group(row: Record, family: Iterable[str]) -> tuple[Any, ...]:
    values = (row.state.get(name, {}).get("value") for name in family)
    return (*(getattr(row, name) for name in _LABELS), *(_rounded(value) for value in values))


def _points(
    rows: Sequence[Record],
    beside: Sequence[Record],
    abscissa: str,
    family: list[str],
    line: int,
) -> list[Points]:
    """Return the published and observed values of the line's family of states."""
    found: dict[tuple[str, str], Points] = {}
    first = rows[0]
    for row in beside:
        same = all(getattr(row, name) == getattr(first, name) for name in ("property", *_LABELS))
        if not same or abscissa not in row.state or not _same_place(row, first, abscissa, family):
            continue
        for kind in ("published", "observed"):
            for item in row.beside(kind)[: 1 if kind == "observed" else None]:
                words = (f"{item['source']}{mark_of(item)}", place_words(item, row.element))
                label = ", ".join(filter(None, words))
                place = found.setdefault((kind, label), Points(label, kind, [], [], line))
                place.x.append(row.state[abscissa]["value"])
                place.y.append(item["value"])
                if read := reading_words(item):
                    place.readings.append((place.x[-1], place.y[-1], read))
                place.mark = mark_of(item)
    return list(found.values())


def _same_place(row: Record, line: Record, abscissa: str, family: Iterable[str]) -> bool:
    """Return whether a stored state lies on the line: all but the abscissa is the same."""
    fixed = {*family, *line.state} - {abscissa}
    if abscissa in _VOLUMES:
        fixed -= set(_VOLUMES)
    for name in fixed:
        ours, theirs = row.state.get(name), line.state.get(name)
        if ours is None or theirs is None:
            return False
        a, b = ours["value"], theirs["value"]
        near = isclose(a, b, rel_tol=SAME) if isinstance(a, float) else a == b
        if not near:
            return False
    return True


def _line_label(row: Record, labels: Iterable[str], family: Iterable[str]) -> str:
    parts = [str(getattr(row, name)) for name in labels]
    there = (name for name in family if name in row.state)
    parts += [cell_words(name, row.state[name], 4).replace("_", " ") for name in there]
    return ", ".join(parts)


def _is_word(name: str) -> bool:
    return name in variables() and variables()[name].is_word


def _symbol(name: str) -> str:
    symbol = variables()[name].symbol if name in variables() else name
    return symbol.replace("_", " ")


def _title(records: Sequence[Record]) -> str:
    parts = [
        getattr(records[0], name)
        for name in ("element", "model", "convention")
        if len({getattr(row, name) for row in records}) == 1
    ]
    first = records[0].state
    for name, cell in first.items():
        same = all(_rounded(r.state.get(name, cell)["value"]) == _rounded(cell["value"])
                   for r in records)  # fmt: skip
        if same and _is_word(name):
            parts.append(cell["value"])
        elif same and name == "temperature":
            parts.append(f"T = {cell['value']:.6g} {cell['unit']}")
    return ", ".join(parts)


def _notices(records: Sequence[Record]) -> list[str]:
    totals = (row for row in records if row.term == "total")
    reasons = Counter(row.outcome for row in totals if row.outcome != "ok")
    words = {True: ("is missing", "are missing"), False: ("does not exist", "do not exist")}
    return [
        f"{_count(count, 'value')} {words[name != 'undefined'][count != 1]} ({name})"
        for name, count in reasons.items()
    ]
