"""A paper is quoted: its printed number everywhere, our reading beside it with kind and reason."""

from __future__ import annotations

import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.text.table import table_of

POTASSIUM = ("K", "ha/mho", "cohesive_energy")  # Soma, Table IV: 1.121, read 0.942
WORDS = "printed 1.121 eV, read as 0.942 eV/atom: a slip of the paper; inconsistent"


@pytest.fixture
def catalog(session_catalog):
    return Catalog(session_catalog)


def test_an_answer_quotes_and_says_what_is_read(catalog):
    answer = catalog.query(*POTASSIUM)
    (quoted,) = answer[0]["published"]
    assert list(quoted) == [
        "value", "unit", "printed", "printed_unit", "source", "locator",
        "reading", "reading_kind", "reading_reason", "reading_basis",
    ]  # fmt: skip
    assert (quoted["value"], quoted["printed"]) == (1.121, "1.121")
    assert (quoted["reading"], quoted["reading_kind"]) == (0.942, "slip")
    flat = answer.flat()[0]
    names = ("", "_reading", "_reading_kind", "_reading_reason")
    shown = [flat[f"published{name}"] for name in names]
    assert flat["published_printed_unit"] == "eV"
    assert shown == [1.121, 0.942, "slip", quoted["reading_reason"]]
    table = table_of(answer)
    assert "1.121 (a) [1]" in table.cells[0]
    assert table.remarks[0].startswith(f"(a) {WORDS}")


def test_a_value_read_as_it_stands_has_no_reading(catalog):
    (quoted,) = catalog.query("Na", "ha/vs", "cohesive_energy")[0]["published"]
    assert (quoted["reading"], quoted["reading_kind"], quoted["reading_reason"]) == (None, "", "")


def test_a_reading_follows_the_unit(catalog):
    plain = catalog.query(*POTASSIUM)[0]["published"][0]
    other = catalog.query(*POTASSIUM, units={"energy": "Ry"})[0]["published"][0]
    assert other["reading"] / plain["reading"] == pytest.approx(other["value"] / plain["value"])
    assert other["unit"] == "Ry"


def test_comparison_explanation_and_report_say_it(catalog):
    row = catalog.compare(*POTASSIUM)[0]
    printed = row["published"][0]
    assert (printed["value"], printed["reading"]) == (1.121, 0.942)
    assert row["published_deviation_percent"] == pytest.approx(
        100 * (1.121 / row["observed"][0]["value"] - 1), rel=1e-12
    )
    assert WORDS in " ".join(str(catalog.explain(*POTASSIUM)).split())
    text = catalog.report(*POTASSIUM).markdown()
    assert "| 1.121 (a) [1] |" in text
    assert WORDS in text
    listed = catalog.report("Cu", "tfdw", "relative_energy", cells=True).markdown()
    assert "| 3.27 (a) |" in listed
    assert "printed 3.27 Ha/atom, perhaps 3.24 Ha/atom: a fault of the scan" in listed


def test_the_cells_of_a_paper_are_marked(catalog):
    cells = catalog.compare("Cu", "tfdw", "relative_energy", paper="perrot1979")
    cell = next(row for row in cells if row["printed"] == "3.27")
    assert (cell["parsed"], cell["reading"]) == (3.27, 3.24)
    assert (cell["reading_kind"], cell["reading_basis"]) == ("scan", "solver")
    table = table_of(cells)
    assert any("3.27 (a)" in row for row in table.cells)
    assert table.remarks[0].startswith("(a) printed 3.27 Ha/atom, perhaps 3.24 Ha/atom")


def test_a_point_is_drawn_where_it_was_printed(catalog, tmp_path):
    pytest.importorskip("matplotlib")
    picture = catalog.plot(
        tmp_path / "cu.svg", "Cu", "tfdw", "relative_energy",
        compression=0.1, temperature="5,10,20 eV",
    )  # fmt: skip
    (points,) = picture.panels[0].points
    printed = 3.27 * 27.211386
    assert any(y == pytest.approx(printed, rel=1e-6) for y in points.y)
    ((_, y, words),) = points.readings
    assert y == pytest.approx(printed, rel=1e-6)
    assert words in picture.description
    drawn = (tmp_path / "cu.svg").read_text(encoding="utf-8")
    # at the point stands a letter, its words in the legend
    assert drawn.count("<!-- (a) -->") == 1
    assert "(a) printed 3.27 Ha/atom (89.0 eV/atom), perhaps 88.2 eV/atom" in drawn


def test_sql_has_reading_kind_basis_and_reason(catalog):
    found = catalog.sql(
        "SELECT value, reading, reading_kind, reading_basis, reading_reason FROM v_published "
        "WHERE printed = '1.121'"
    )
    row = found[0]
    assert [*row.values()][:4] == [1.121, 0.942, "slip", "identity"]
    lost = catalog.sql("SELECT id FROM v_cells WHERE parsed IS NULL AND reading IS NOT NULL")
    assert len(lost) == 0


def test_a_published_value_of_yours_is_quoted_too(facts_catalog, tmp_path):
    own = tmp_path / "my.csv"
    own.write_text(
        "element,property,value,unit,source,model\nNa,bulk_modulus,7.1,GPa,mine,ha/vs\n",
        encoding="utf-8",
    )
    catalog = Catalog(facts_catalog)
    catalog.ingest(own)
    row = catalog.sql("SELECT * FROM v_published WHERE source = 'mine'")[0]
    assert (row["value"], row["printed"]) == (7.1, "7.1")
    assert (row["reading"], row["reading_kind"], row["reading_reason"]) == (None, "", "")
