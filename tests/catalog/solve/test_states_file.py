"""Many states from a csv."""

from __future__ import annotations

import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.errors import FactError, MetaleosError, UsageError


@pytest.fixture(scope="module")
def catalog(session_grid):
    return Catalog(session_grid)


def solved(catalog, tmp_path, text, **options):
    path = tmp_path / "states.csv"
    path.write_text(text, encoding="utf-8")
    options = {"model": "ha/vs", "property": "pressure"} | options
    rows = catalog.solve(states_file=path, **options)
    return [row for row in rows if row["term"] == "total"]


def test_rows_in_their_order_equal_single_solves(catalog, tmp_path):
    text = "element,volume_ratio\nNa,0.9\nK,1.1\nNa,1\nPotassium,0.8\n"
    rows = solved(catalog, tmp_path, text)
    places = [(row["element"], round(row["state"]["volume_ratio"]["value"], 12)) for row in rows]
    assert places == [("Na", 0.9), ("K", 1.1), ("Na", 1.0), ("K", 0.8)]
    for row, (element, ratio) in zip(rows, places, strict=True):
        alone = catalog.solve(element, "ha/vs", "pressure", volume_ratio=ratio).rows()[0]
        assert row["value"] == pytest.approx(alone["value"], rel=1e-12)


def test_units_in_headings_and_in_cells_agree(catalog, tmp_path):
    volume = 200.0
    in_angstrom = volume * 0.529177210544**3
    header = solved(catalog, tmp_path, f"volume [A3]\n{in_angstrom!r}\n", element="Na")
    cell = solved(catalog, tmp_path, f"volume\n{in_angstrom!r} A3\n", element="Na")
    plain = catalog.solve("Na", "ha/vs", "pressure", volume="200 bohr3").rows()[0]
    assert header[0]["value"] == pytest.approx(plain["value"], rel=1e-9)
    assert cell[0]["value"] == header[0]["value"]


def test_empty_cells_mean_the_reference_and_ways_to_say_the_volume_may_mix(catalog, tmp_path):
    text = "compression,volume_ratio\n,\n1.25,\n,0.8\n,\n"
    rows = solved(catalog, tmp_path, text, element="Na")
    ratios = [row["state"]["volume_ratio"]["value"] for row in rows]
    assert ratios == pytest.approx([1.0, 0.8, 0.8, 1.0])
    assert rows[1]["value"] == pytest.approx(rows[2]["value"], rel=1e-9)


def test_a_file_without_elements_is_solved_for_each(catalog, tmp_path):
    rows = solved(catalog, tmp_path, "volume_ratio\n0.9\n1\n", element="Na,K")
    assert [(r["element"], round(r["state"]["volume_ratio"]["value"], 12)) for r in rows] == [
        ("Na", 0.9), ("Na", 1.0), ("K", 0.9), ("K", 1.0),
    ]  # fmt: skip


def test_temperature_as_kt_and_an_option_for_every_row(catalog, tmp_path):
    rows = solved(
        catalog, tmp_path, "temperature [eV]\n10\n1\n", model="tfdw", element="Al", compression=1
    )
    kelvin = [row["state"]["temperature"]["value"] for row in rows]
    assert kelvin == pytest.approx([116045.18, 11604.518], rel=1e-6)
    assert {row["state"]["compression"]["value"] for row in rows} == {1.0}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("temperature\n10\n", "line 2, column temperature: temperature '10' has no unit"),
        ("temperature [eV]\n1\n-1\n", "line 3, column temperature: '-1'"),
        ("temperature [eV]\nnan\n", "must be finite"),
        ('temperature [eV]\n"1,5"\n', "no decimal comma"),
        ("temperature [GPa]\n1\n", "line 1: 'GPa' is not a unit of temperature"),
        ("temp\n1\n", "did you mean temperature"),
        ("volume_ratio,volume_ratio\n1,1\n", "stands there twice"),
        ("volume_ratio,compression\n1,1\n", "both say the volume"),
        ("volume_ratio\n1,2\n", "2 fields under 1 columns"),
        ("volume_ratio\n0\n", "must be finite and positive"),
        ("element,volume_ratio\nNx,1\n", "line 2, column element: unknown element 'Nx'"),
        ("volume_ratio\n", "no states"),
        ("", "is empty"),
        ("theta\n0.5\n", "no state variable 'theta'"),
        ("structure\nhexagonal\n", "unknown structure 'hexagonal'"),
    ],
)
def test_what_cannot_be_read_is_refused(catalog, tmp_path, text, told):
    element = None if text.startswith("element") else "Na"
    with pytest.raises(MetaleosError) as caught:
        solved(catalog, tmp_path, text, element=element)
    assert told in str(caught.value)


def test_options_that_contradict_the_file(catalog, tmp_path):
    with pytest.raises(UsageError, match="has a column element"):
        solved(catalog, tmp_path, "element\nNa\n", element="K")
    with pytest.raises(UsageError, match="both say it"):
        solved(catalog, tmp_path, "volume_ratio\n1\n", element="Na", compression=1)
    with pytest.raises(UsageError, match="has 2 values"):
        solved(catalog, tmp_path, "structure\nbcc\n", element="Na", compression=[1, 2])
    with pytest.raises(UsageError, match="needs an element"):
        solved(catalog, tmp_path, "volume_ratio\n1\n")


def test_a_file_that_is_not_text(catalog, tmp_path):
    (tmp_path / "b.csv").write_bytes(b"volume_ratio\n\xff\xfe\x00\n")
    with pytest.raises(FactError, match=r"not text|cannot be read"):
        catalog.solve("Na", "ha/vs", states_file=tmp_path / "b.csv")
    with pytest.raises(FactError, match="does not exist"):
        catalog.solve("Na", "ha/vs", states_file=tmp_path / "none.csv")
