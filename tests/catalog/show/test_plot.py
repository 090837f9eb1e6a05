"""What a picture shows: lines by model and family of states, published points on their line."""

from __future__ import annotations

from math import isnan

import pytest

from metaleos.catalog.ask.drawn import to_draw
from metaleos.catalog.catalog import Catalog
from metaleos.catalog.show.plot import picture_of
from metaleos.catalog.states.selection import Asked, Output, resolve
from metaleos.errors import UsageError


@pytest.fixture
def catalog(session_catalog):
    return Catalog(session_catalog)


def gather(catalog, *names, x=None, terms=False, units=None, **state):
    """Return what `Catalog.plot` draws, without drawing it."""
    with catalog.file.reading() as connection:
        selection = resolve(connection, Asked(*names, state=state))
        lines, beside = to_draw(connection, selection, Output(units))()
    given = selection.request.given
    return picture_of(lines, beside, selection.properties, given, x=x, terms=terms)


def test_one_line_a_model_over_the_varying_volume(catalog):
    picture = gather(catalog, "Na", "ha/h,ha/vs", "pressure", volume_ratio=[0.9, 1.0, 1.1])
    (panel,) = picture.panels
    assert [line.label for line in panel.lines] == ["ha/h", "ha/vs"]
    assert panel.x_label == "volume ratio"
    assert panel.y_label == "pressure P [GPa]"
    assert picture.title == "Na, standard, bcc"
    rows = catalog.solve("Na", "ha/h", "pressure", volume_ratio=[0.9, 1.0, 1.1]).rows()
    whole = [row["value"] for row in rows if row["term"] == "total"]
    assert panel.lines[0].y == whole
    assert panel.lines[0].x == pytest.approx([0.9, 1.0, 1.1])


def test_published_points_lie_on_the_line_of_their_state(catalog):
    panel = gather(
        catalog, "Cu", "tfdw", "pressure", temperature="5,10 eV", compression=[0.1, 1, 10]
    ).panels[0]
    assert panel.x_label in {"compression", "volume ratio"}
    assert len(panel.lines) == 2
    published = {points.line: points for points in panel.points if points.kind == "published"}
    assert set(published) == {0, 1}
    for place, points in published.items():
        line = panel.lines[place]
        for x, y in zip(points.x, points.y, strict=True):
            nearest = min(range(len(line.x)), key=lambda i: abs(line.x[i] - x))
            assert x == pytest.approx(line.x[nearest], rel=1e-6)
            # Perrot's own accuracy; a point on the other isotherm would be off by far more.
            assert y == pytest.approx(line.y[nearest], rel=0.06)


def test_the_abscissa_can_be_chosen(catalog):
    panel = gather(catalog, "Al", "tf", "pressure", x="temperature").panels[0]
    assert panel.x_label == "T [K]"
    with pytest.raises(UsageError, match=r"valid: .*temperature"):
        gather(catalog, "Al", "tf", "pressure", x="theta")


def test_curves_run_over_their_own_abscissa(catalog):
    panel = gather(catalog, "Fe", "wh", "pair_potential").panels[0]
    assert panel.x_label == "distance [bohr]"
    assert {line.label for line in panel.lines} == {"wh/h", "wh/vs", "wh/iu"}


def test_terms_on_request_and_other_units(catalog):
    panel = gather(
        catalog, "Na", "ha/h", "pressure", terms=True, units="pressure=kbar",
        volume_ratio=[0.9, 1.0],
    ).panels[0]  # fmt: skip
    assert {line.label for line in panel.lines} > {"total", "madelung", "first_order"}
    assert panel.y_label == "pressure P [kbar]"


def test_states_without_a_value_are_gaps_and_are_told(catalog):
    picture = gather(catalog, "Cu", "tfd", "pressure", compression=[0.1, 1.0, 2.0])
    line = picture.panels[0].lines[0]
    assert sum(isnan(value) for value in line.y) == 1
    assert picture.notices == ["1 value is missing (no_solution)"]
    assert picture.description.endswith(
        "1 line; 2 points published in perrot1979. 1 value is missing (no_solution)."
    )


def test_what_does_not_exist_is_not_called_missing(catalog):
    picture = gather(
        catalog, "Al", "tf", "grueneisen_parameter", temperature="0,10,20 eV", compression=1
    )
    assert picture.notices == ["1 value does not exist (undefined)"]


@pytest.mark.parametrize(
    ("arguments", "state", "words"),
    [
        (("Na", "ha/vs", "pressure"), {}, "nothing varies"),
        (("Al", "tf", None), {}, "--property"),
        (("Na", "ha/h", "pressure"), {"volume_ratio": 0.9}, "nothing varies"),
        (("Na", "wh/vs", "pressure"), {}, "empty"),
    ],
)
def test_what_cannot_be_drawn_is_one_clear_line(catalog, arguments, state, words):
    with pytest.raises(UsageError, match=words):
        gather(catalog, *arguments, **state)


@pytest.mark.parametrize("name", ["picture.txt", "picture", "no/such/folder.png"])
def test_output_is_checked_before_anything_is_solved(catalog, tmp_path, name):
    with pytest.raises(UsageError, match="--output"):
        catalog.plot(tmp_path / name, "Na", "ha/h", "pressure", volume_ratio=[0.9, 1.0])


def test_a_description_says_what_is_drawn(catalog):
    picture = gather(catalog, "Na", "ha/h,ha/vs", "pressure", volume_ratio=[0.9, 1.0, 1.1])
    low, high = (
        extreme(value for line in picture.panels[0].lines for value in line.y)
        for extreme in (min, max)
    )
    assert str(picture) == picture.description
    assert picture.description == (
        f"Na, standard, bcc. pressure P [GPa] from {low:.4g} to {high:.4g} over volume ratio from "
        "0.9 to 1.1: 2 lines (ha/h; ha/vs); 1 point published in soma1978."
    )


def test_a_description_of_many_lines_counts_them(catalog):
    words = gather(catalog, "Al", "tf", "pressure").description
    assert ": 12 lines" in words
    assert "12 lines (" not in words
