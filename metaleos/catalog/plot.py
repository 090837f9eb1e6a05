"""Pictures: what is drawn, as lines and points; `metaleos.catalog.plot_drawing` draws it."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isclose, nan
from pathlib import Path
from typing import TYPE_CHECKING, Any

from metaleos.catalog.names import KnownNames
from metaleos.catalog.request import VOLUME_WORDS
from metaleos.errors import UsageError

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping

    from metaleos.catalog.catalog import Catalog
    from metaleos.catalog.names import Names

FORMATS = ("png", "svg", "pdf")
MOST_PANELS = 6
MOST_LINES = 60
_SAME = 1e-6
_LABELS = ("element", "model", "convention", "term")
_VOLUMES = ("volume_ratio", "compression", "density", "volume")
_VARIABLES = ("temperature", "theta", "axial_ratio", "structure")
_SYMBOLS = {"temperature": "T", "volume": "V", "axial_ratio": "c/a", "theta": "x"}


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


@dataclass
class Panel:
    """One property over one state variable."""

    x_label: str
    y_label: str
    lines: list[Line]
    points: list[Points]


@dataclass
class Picture:
    """What is drawn, and what a person should know about it."""

    title: str
    panels: list[Panel]
    notices: list[str] = field(default_factory=list)


def plot(
    catalog: Catalog,
    output: str | os.PathLike[str],
    element: Names = None,
    model: Names = None,
    property: Names = None,  # noqa: A002  # the project's word
    *,
    convention: Names = None,
    x: str | None = None,
    terms: bool = False,
    linear: bool = False,
    units: str | Mapping[str, str] | None = None,
    **state: Any,
) -> Picture:
    """Draw properties over the state variable that varies, and write the picture.

    Parameters
    ----------
    catalog : Catalog
    output : path
        A file whose name ends in ``.png``, ``.svg`` or ``.pdf``.
    element, model, property, convention
        As for `Catalog.query`; at most six properties, one panel each.
    x : str
        The state variable of the abscissa; without it the one with the most values.
    terms : bool
        Whether the terms are drawn beside the whole.
    linear : bool
        Whether axes stay linear where values span orders of magnitude.
    units : str or mapping
        As for `Catalog.query`.
    **state
        States to solve; without them what is stored is drawn. Curves are always solved.

    Returns
    -------
    Picture
        What was drawn.

    Raises
    ------
    UsageError, MetaleosError
        If nothing varies, the name of the file has another ending, or matplotlib is missing.
    """
    path = checked_output(output)
    from metaleos.catalog.plot_drawing import draw  # noqa: PLC0415  # matplotlib, only here

    picture = gather(
        catalog, element, model, property,
        convention=convention, x=x, terms=terms, units=units, **state,
    )  # fmt: skip
    draw(picture, path, linear=linear)
    return picture


def checked_output(output: str | os.PathLike[str]) -> Path:
    """Return the path of a picture.

    Raises
    ------
    UsageError
    """
    path = Path(output)
    if path.suffix.lower().lstrip(".") not in FORMATS:
        raise UsageError(
            f"--output {path}: the name tells no format", "end it in .png, .svg or .pdf"
        )
    if not path.parent.is_dir():
        raise UsageError(f"--output {path}: there is no folder {path.parent}", "make it first")
    return path


def gather(
    catalog: Catalog,
    element: Names = None,
    model: Names = None,
    property: Names = None,  # noqa: A002  # the project's word
    *,
    convention: Names = None,
    x: str | None = None,
    terms: bool = False,
    units: str | Mapping[str, str] | None = None,
    **state: Any,
) -> Picture:
    """Return the lines and points of a picture; parameters as for `plot`."""
    with catalog.reading() as connection:
        known = KnownNames(connection)
        names = known.properties(property)
        # `every` below is for states: the variants stay those that the names mean.
        model = [item.name for item in known.select_models(model)] if model else model
        curves = {
            row[0]
            for row in connection.execute(
                "SELECT DISTINCT property FROM model_yield WHERE curve <> ''"
            ).fetchall()
        }
        symbols = dict(connection.execute("SELECT name, symbol FROM property").fetchall())
    given = {key: value for key, value in state.items() if value is not None}
    solved = bool(given) or any(name in curves for name in names)
    if solved:
        answer = catalog.solve(
            model, element, names or None, convention=convention, units=units, **given
        )
        beside = catalog.query(
            element, model, names or None, convention=convention, every=True, units=units
        ).records
    else:
        answer = catalog.query(
            element, model, names or None, convention=convention or "standard", every=True,
            units=units,
        )  # fmt: skip
        beside = answer.records
    names = names or list(dict.fromkeys(record["property"] for record in answer.records))
    if not answer.records:
        raise UsageError("nothing to draw: the selection is empty", "see `metaleos query`")
    if len(names) > MOST_PANELS:
        raise UsageError(
            f"{len(names)} properties are too many for one picture",
            f"choose up to {MOST_PANELS} with --property",
        )
    records = [row for row in answer.records if row["property"] in names]
    varied = _varying(records, given)
    abscissa = _abscissa(records, varied, x)
    panels = [
        _panel([row for row in records if row["property"] == name], beside, abscissa, varied,
               symbols[name], terms=terms)
        for name in names
        if any(row["property"] == name for row in records)
    ]  # fmt: skip
    return Picture(_title(records), panels, _notices(records))


def _varying(records: list[dict[str, Any]], given: Mapping[str, Any]) -> list[str]:
    """Return the state variables that have more than one value; one word for the volume."""
    values: dict[str, set[Any]] = {}
    for record in records:
        for name, cell in record["state"].items():
            values.setdefault(name, set()).add(_rounded(cell["value"]))
    varied = [name for name, seen in values.items() if len(seen) > 1]
    volumes = (*(name for name in given if name in VOLUME_WORDS), *_VOLUMES)
    word = next((name for name in volumes if name in varied), None)
    kept = [name for name in varied if name not in _VOLUMES or name == word]
    return sorted(kept, key=lambda name: -len(values[name]))


def _rounded(value: Any) -> Any:
    return f"{value:.9g}" if isinstance(value, float) else value


def _abscissa(records: list[dict[str, Any]], varied: list[str], wanted: str | None) -> str:
    curve = [n for n in varied if n not in {*_VOLUMES, *_VARIABLES}]
    numbers = [name for name in varied if name != "structure"]
    if wanted is not None:
        name = wanted.strip().casefold().replace("-", "_")
        present = {key for record in records for key in record["state"]}
        if name not in present or name == "structure":
            raise UsageError(
                f"--x {wanted}: not a number of these states",
                f"valid: {', '.join(sorted(present - {'structure'}))}",
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
    records: list[dict[str, Any]],
    beside: list[dict[str, Any]],
    abscissa: str,
    varied: list[str],
    symbol: str,
    *,
    terms: bool,
) -> Panel:
    has_total = any(row["term"] == "total" for row in records)
    shown = [row for row in records if terms or not has_total or row["term"] == "total"]
    volumes = _VOLUMES if abscissa in _VOLUMES else ()
    family = [name for name in varied if name != abscissa and name not in volumes]
    labels = [name for name in _LABELS if len({row[name] for row in shown}) > 1]
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in shown:
        if abscissa in row["state"]:
            groups.setdefault(_group(row, family), []).append(row)
    if len(groups) > MOST_LINES:
        raise UsageError(
            f"{len(groups)} lines are too many for one picture",
            f"select fewer than {MOST_LINES + 1}; --x chooses the abscissa",
        )
    lines, points = [], []
    for rows in _sorted(groups, family):
        ordered = sorted(rows, key=lambda row: row["state"][abscissa]["value"])
        lines.append(
            Line(
                _line_label(rows[0], labels, family),
                [row["state"][abscissa]["value"] for row in ordered],
                [nan if row["value"] is None else row["value"] for row in ordered],
            )
        )
        points += _points(ordered, beside, abscissa, family, len(lines) - 1)
    cell = next(row["state"][abscissa] for row in shown if abscissa in row["state"])
    name = f"{shown[0]['property'].replace('_', ' ')} {symbol}".strip()
    return Panel(
        _with_unit(_SYMBOLS.get(abscissa, abscissa.replace("_", " ")), cell["unit"]),
        _with_unit(name, shown[0]["unit"]),
        lines,
        points,
    )


def _sorted(
    groups: Mapping[tuple[Any, ...], list[dict[str, Any]]], family: Iterable[str]
) -> list[list[dict[str, Any]]]:
    """Return the families of one model together, by their state variables."""
    first = {key[: len(_LABELS)]: place for place, key in reversed([*enumerate(groups)])}

    def order(key: tuple[Any, ...]) -> tuple[Any, ...]:
        cells = (groups[key][0]["state"].get(name, {}).get("value", "") for name in family)
        return (
            first[key[: len(_LABELS)]],
            *((isinstance(value, str), value) for value in cells),
        )

    return [groups[key] for key in sorted(groups, key=order)]


def _group(row: Mapping[str, Any], family: Iterable[str]) -> tuple[Any, ...]:
    values = (row["state"].get(name, {}).get("value") for name in family)
    return (*(row[name] for name in _LABELS), *(_rounded(value) for value in values))


def _points(
    rows: list[dict[str, Any]],
    beside: list[dict[str, Any]],
    abscissa: str,
    family: list[str],
    line: int,
) -> list[Points]:
    """Return the published and observed values of the line's family of states."""
    found: dict[tuple[str, str], Points] = {}
    first = rows[0]
    for row in beside:
        same = all(row[name] == first[name] for name in ("property", *_LABELS))
        if (
            not same
            or abscissa not in row["state"]
            or not _same_place(row, first, abscissa, family)
        ):
            continue
        for kind in ("published", "observed"):
            for item in row[kind][: 1 if kind == "observed" else None]:
                place = found.setdefault(
                    (kind, item["source"]), Points(item["source"], kind, [], [], line)
                )
                place.x.append(row["state"][abscissa]["value"])
                place.y.append(item["value"])
    return list(found.values())


def _same_place(
    row: Mapping[str, Any], line: Mapping[str, Any], abscissa: str, family: Iterable[str]
) -> bool:
    """Return whether a stored state lies on the line: all but the abscissa is the same."""
    fixed = {*family, *line["state"]} - {abscissa}
    if abscissa in _VOLUMES:
        fixed -= set(_VOLUMES)
    for name in fixed:
        ours, theirs = row["state"].get(name), line["state"].get(name)
        if ours is None or theirs is None:
            return False
        a, b = ours["value"], theirs["value"]
        near = isclose(a, b, rel_tol=_SAME) if isinstance(a, float) else a == b
        if not near:
            return False
    return True


def _line_label(row: Mapping[str, Any], labels: Iterable[str], family: Iterable[str]) -> str:
    parts = [str(row[name]) for name in labels]
    for name in family:
        cell = row["state"].get(name)
        if cell is None:
            continue
        value = f"{cell['value']:.4g}" if isinstance(cell["value"], float) else str(cell["value"])
        word = "" if name == "structure" else f"{_SYMBOLS.get(name, name.replace('_', ' '))} = "
        parts.append(word + value + ("" if cell["unit"] == "1" else f" {cell['unit']}"))
    return ", ".join(parts)


def _with_unit(name: str, unit: str) -> str:
    return name if unit == "1" else f"{name} [{unit}]"


def _title(records: list[dict[str, Any]]) -> str:
    parts = [
        records[0][name]
        for name in ("element", "model", "convention")
        if len({row[name] for row in records}) == 1
    ]
    first = records[0]["state"]
    for name, cell in first.items():
        same = all(_rounded(r["state"].get(name, cell)["value"]) == _rounded(cell["value"])
                   for r in records)  # fmt: skip
        if same and name == "structure":
            parts.append(cell["value"])
        elif same and name == "temperature":
            parts.append(f"T = {cell['value']:.6g} {cell['unit']}")
    return ", ".join(parts)


def _notices(records: list[dict[str, Any]]) -> list[str]:
    reasons: dict[str, int] = {}
    for row in records:
        if row["outcome"] != "ok" and row["term"] == "total":
            reasons[row["outcome"]] = reasons.get(row["outcome"], 0) + 1
    return [f"{count} values are missing ({name})" for name, count in reasons.items()]
