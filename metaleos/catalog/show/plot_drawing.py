"""Draw a picture with matplotlib, which is optional and imported only here."""

from __future__ import annotations

from html import escape
from io import BytesIO
from math import isfinite
from typing import TYPE_CHECKING, Any

from metaleos.catalog.store.outputs import replacing
from metaleos.catalog.text.remarks import Remarks
from metaleos.errors import MetaleosError

try:
    from matplotlib import colormaps, rc_context
    from matplotlib.figure import Figure
except ImportError:
    raise MetaleosError(
        "plot needs matplotlib, which is not installed",
        "pip install matplotlib, or in the clone: pip install '.[plot]'",
    ) from None

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from metaleos.catalog.show.plot import Panel, Picture

_MANY = 10
_LOG_FROM = 50.0
"""Axes are logarithmic where all values are positive and span more than this factor."""
_MARKERS = {"published": "o", "observed": "x"}


def draw(picture: Picture, path: Path, *, linear: bool = False) -> None:
    """Draw `picture` and write it to `path`, in the format that its name tells.

    Raises
    ------
    CatalogError
        If the file cannot be written.
    """
    count = len(picture.panels)
    columns = 1 if count < 3 else 2
    rows = -(-count // columns)
    figure = Figure(figsize=(6.4 * columns, 4.2 * rows), layout="constrained")
    axes = figure.subplots(rows, columns, squeeze=False)
    places = [place for row in axes for place in row]
    for panel, place in zip(picture.panels, places, strict=False):
        _draw_panel(place, panel, linear=linear)
    for place in places[count:]:
        place.set_visible(False)
    figure.suptitle(picture.title, fontsize="medium")
    form = path.suffix.lower().lstrip(".")
    data = BytesIO()
    with rc_context({"svg.hashsalt": "metaleos"}):
        figure.savefig(data, format=form, dpi=160, metadata=_metadata(picture, form))
    with replacing(path) as draft:
        draft.write_bytes(_described(data.getvalue(), picture, form))


def _metadata(picture: Picture, form: str) -> dict[str, str | None]:
    """Return what the file says of itself; without a date the same values are the same file."""
    about: dict[str, str | None] = {"Title": picture.title}
    if form == "pdf":
        return {**about, "Subject": picture.description, "CreationDate": None}
    about["Description"] = picture.description
    return {**about, "Date": None} if form == "svg" else about


def _described(data: bytes, picture: Picture, form: str) -> bytes:
    """Return an SVG with its description as ``desc``, which readers of pages look for."""
    if form != "svg":
        return data
    # The first element of the drawing comes after the title and the metadata.
    before, mark, after = data.partition(b"</metadata>")
    return before + mark + f"\n <desc>{escape(picture.description)}</desc>".encode() + after


def _draw_panel(axes: Any, panel: Panel, *, linear: bool) -> None:
    colors = _colors(len(panel.lines))
    for line, color in zip(panel.lines, colors, strict=False):
        single = sum(isfinite(value) for value in line.y) == 1
        axes.plot(
            line.x, line.y, color=color, label=line.label or None, linewidth=1.4,
            marker="." if single else None,
        )  # fmt: skip
    named: set[tuple[str, str]] = set()
    remarks = Remarks()  # at a point stands a letter alone: its words would stand at another too
    for points in panel.points:
        label = f"{points.kind}, {points.label}"
        axes.plot(
            points.x, points.y, linestyle="none", marker=_MARKERS[points.kind],
            color=colors[points.line], markerfacecolor="none", markersize=6,
            label=None if (points.kind, points.label) in named else label,
        )  # fmt: skip
        named.add((points.kind, points.label))
        for x, y, words in points.readings:
            letter = remarks.mark(words.partition(";")[0].replace(": ", ":\n")).strip()
            axes.annotate(letter, (x, y), xytext=(2, 3), textcoords="offset points", fontsize=7)
    axes.set_xlabel(panel.x_label)
    axes.set_ylabel(panel.y_label)
    if not linear:
        _log_where_wide(axes, panel)
    axes.grid(visible=True, alpha=0.25)
    entries = sum(bool(line.label) for line in panel.lines) + len(named)
    if entries:
        axes.legend(
            fontsize="x-small", ncols=1 + entries // 15, framealpha=0.8,
            title="\n".join((*remarks.lines(), *panel.legend)) or None, title_fontsize="xx-small",
        )  # fmt: skip


def _colors(count: int) -> list[Any]:
    if count <= _MANY:
        return [colormaps["tab10"](place) for place in range(count)]
    shades = colormaps["viridis"]
    return [shades(0.95 * place / (count - 1)) for place in range(count)]


def _log_where_wide(axes: Any, panel: Panel) -> None:
    for scale, values in (
        (axes.set_xscale, [x for line in panel.lines for x in line.x]),
        (axes.set_yscale, [y for line in panel.lines for y in line.y]),
    ):
        if _is_wide(values):
            scale("log")


def _is_wide(values: Sequence[float]) -> bool:
    finite = [value for value in values if isfinite(value)]
    return bool(finite) and min(finite) > 0 and max(finite) > _LOG_FROM * min(finite)
