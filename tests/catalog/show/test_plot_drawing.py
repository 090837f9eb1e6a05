"""Drawing with matplotlib: every panel, line and point; files that are always the same."""

from __future__ import annotations

import builtins
import sys
import xml.etree.ElementTree as ET

import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.show.plot import Line, Panel, Picture, Points
from metaleos.errors import CatalogError, MetaleosError

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def catalog(session_facts):
    return Catalog(session_facts)


def a_picture(panels=1, title="Na & <K>"):
    """Return two lines and two sets of points, a panel each."""
    return Picture(
        title,
        [
            Panel(
                f"x{number}", f"y{number}",
                [Line("first", [1.0, 2.0], [3.0, 4.0]), Line("second", [1.0, 2.0], [5.0, -6.0])],
                [
                    Points("soma1978", "published", [1.0], [3.5], 1),
                    Points("soma1978", "published", [2.0], [4.5], 0),
                    Points("kittel2005", "observed", [2.0], [5.5], 1),
                ],
            )
            for number in range(panels)
        ],
    )  # fmt: skip


@pytest.fixture
def drawn(tmp_path, monkeypatch):
    """Draw a picture and return the figure."""
    pytest.importorskip("matplotlib")
    from matplotlib.figure import Figure

    from metaleos.catalog.show.plot_drawing import draw

    figures = []
    save = Figure.savefig

    def keep(figure, *arguments, **options):
        figures.append(figure)
        return save(figure, *arguments, **options)

    monkeypatch.setattr(Figure, "savefig", keep)

    def call(picture, **options):
        draw(picture, tmp_path / "picture.svg", **options)
        return figures[-1]

    return call


@pytest.mark.long
@pytest.mark.parametrize(("panels", "places"), [(1, 1), (2, 2), (3, 4), (4, 4), (5, 6)])
def test_every_panel_has_its_place_and_no_empty_one_is_shown(drawn, panels, places):
    axes = drawn(a_picture(panels)).axes
    assert len(axes) == places
    shown = [place for place in axes if place.get_visible()]
    assert [place.get_xlabel() for place in shown] == [f"x{i}" for i in range(panels)]
    assert [place.get_ylabel() for place in shown] == [f"y{i}" for i in range(panels)]


@pytest.mark.long
def test_points_have_the_colour_of_their_line_and_one_name(drawn):
    (axes,) = drawn(a_picture()).axes
    first, second, *points = axes.get_lines()
    assert first.get_ydata().tolist() == [3.0, 4.0]
    assert first.get_color() != second.get_color()
    assert [item.get_color() for item in points] == [
        second.get_color(), first.get_color(), second.get_color(),
    ]  # fmt: skip
    assert [item.get_marker() for item in points] == ["o", "o", "x"]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == [
        "first", "second", "published, soma1978", "observed, kittel2005",
    ]  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize(
    ("x", "linear", "scale"),
    [
        ([1.0, 51.0], False, "log"),
        ([1.0, 51.0], True, "linear"),
        ([1.0, 49.0], False, "linear"),
        ([0.0, 51.0], False, "linear"),
        ([-1.0, 51.0], False, "linear"),
        ([1.0, float("nan")], False, "linear"),
    ],
)
def test_an_axis_is_logarithmic_where_positive_values_span_much(drawn, x, linear, scale):
    lines = [Line("", x, [1.0, 2.0])]
    (axes,) = drawn(Picture("t", [Panel("x", "y", lines, [])]), linear=linear).axes
    assert (axes.get_xscale(), axes.get_yscale()) == (scale, "linear")
    assert axes.get_legend() is None
    lines = [Line("", [1.0, 2.0], x)]
    (axes,) = drawn(Picture("t", [Panel("x", "y", lines, [])]), linear=linear).axes
    assert (axes.get_xscale(), axes.get_yscale()) == ("linear", scale)


@pytest.mark.long
def test_many_lines_have_colours_of_their_own():
    pytest.importorskip("matplotlib")
    from metaleos.catalog.show.plot_drawing import _colors

    for count in (1, 10, 11, 60):
        assert len(set(_colors(count))) == count


@pytest.mark.long
def test_a_single_value_is_seen_and_a_file_that_cannot_be_written_is_told(drawn, tmp_path):
    lines = [Line("", [1.0, 2.0], [1.0, float("nan")]), Line("", [1.0, 2.0], [1.0, 2.0])]
    (axes,) = drawn(Picture("t", [Panel("x", "y", lines, [])])).axes
    assert [line.get_marker() for line in axes.get_lines()] == [".", "None"]
    from metaleos.catalog.show.plot_drawing import draw

    with pytest.raises(CatalogError, match="cannot be written"):
        draw(a_picture(), tmp_path / "no" / "picture.svg")


def test_without_matplotlib_the_extra_is_named(catalog, tmp_path, monkeypatch):
    real = builtins.__import__

    def without(name, *rest, **more):
        if name.startswith("matplotlib"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.delitem(sys.modules, "metaleos.catalog.show.plot_drawing", raising=False)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MetaleosError, match=r"pip install '\.\[plot\]'"):
        catalog.plot(tmp_path / "p.png", "Na", "ha/h", "pressure", volume_ratio=[0.9, 1.0])


MAGIC = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}


@pytest.mark.parametrize("ending", MAGIC)
def test_pictures_are_files_of_their_format(catalog, tmp_path, ending):
    pytest.importorskip("matplotlib")
    path = tmp_path / f"picture.{ending}"
    catalog.plot(path, "Na", "ha/h,ha/vs", "pressure", volume_ratio=[0.9, 1.0, 1.1])
    data = path.read_bytes()
    assert data.startswith(MAGIC[ending])
    if ending == "svg":
        paths = ET.fromstring(data).iter(f"{SVG}path")
        colors = [str(path.get("style")) for path in paths]
        assert any("#1f77b4" in style for style in colors)  # the first line
        assert any("#ff7f0e" in style for style in colors)  # the second


@pytest.mark.long
@pytest.mark.parametrize("ending", MAGIC)
def test_the_description_is_in_the_file_and_the_file_is_always_the_same(tmp_path, ending):
    pytest.importorskip("matplotlib")
    from metaleos.catalog.show.plot_drawing import draw

    picture = a_picture()
    paths = [tmp_path / f"{name}.{ending}" for name in ("first", "second")]
    for path in paths:
        draw(picture, path)
    data = paths[0].read_bytes()
    assert data == paths[1].read_bytes()
    if ending == "svg":
        root = ET.fromstring(data)
        assert root.find(f"{SVG}title").text == picture.title
        assert root.find(f"{SVG}desc").text == picture.description
    elif ending == "png":
        from PIL import Image

        with Image.open(paths[0]) as image:
            assert image.text["Description"] == picture.description
    else:
        assert b"/Subject (Na & <K>. y0" in data
