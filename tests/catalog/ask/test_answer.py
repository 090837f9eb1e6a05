"""Answers in a notebook and as other libraries have them: Arrow, pandas, polars, HTML, Markdown."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest

from metaleos.catalog.ask.answer import Answer
from metaleos.catalog.catalog import Catalog
from metaleos.solvers.registry import properties


@pytest.fixture(scope="module")
def answer(session_grid):
    return Catalog(session_grid).query("Na", "ha/vs")


def test_arrow_keeps_every_row_and_type(answer):
    pa = pytest.importorskip("pyarrow")
    table = answer.to_arrow()
    assert table.to_pylist() == answer.flat()
    assert table.schema.field("value").type == pa.float64()
    assert table.schema.field("element").type == pa.string()


def test_arrow_carries_units_and_sources(answer):
    pytest.importorskip("pyarrow")
    metadata = answer.to_arrow().schema.metadata
    assert b'"volume [bohr3/atom]": "bohr3/atom"' in metadata[b"metaleos_units"]
    assert b"soma1978" in metadata[b"metaleos_sources"]


def test_pandas(answer):
    pd = pytest.importorskip("pandas")
    frame = answer.df()
    assert isinstance(frame, pd.DataFrame)
    assert len(frame) == len(answer)
    assert frame["value"].dtype == "float64"
    wanted = [row["value"] for row in answer]
    assert frame["value"].isna().tolist() == [value is None for value in wanted]
    assert frame["value"].dropna().tolist() == [value for value in wanted if value is not None]
    assert frame.attrs["units"]["volume [bohr3/atom]"] == "bohr3/atom"
    assert frame["unit"].tolist() == [row["unit"] for row in answer]


def test_polars(answer):
    pl = pytest.importorskip("polars")
    frame = answer.pl()
    assert isinstance(frame, pl.DataFrame)
    assert frame["value"].dtype == pl.Float64
    assert frame["value"].to_list() == [row["value"] for row in answer]


def test_polars_with_late_and_mixed_cells():
    pl = pytest.importorskip("polars")
    rows = [{"a": None, "b": 1} for _ in range(200)] + [{"a": 1.5, "b": 2.5}]
    frame = Answer("test/1", rows).pl()
    assert frame["a"].to_list()[-1] == 1.5
    assert frame["b"].dtype == pl.Float64


def test_columns_of_later_rows_are_kept(session_grid):
    pytest.importorskip("pyarrow")
    catalog = Catalog(session_grid)
    records = (
        catalog.query("Na", "ha/vs").rows() + catalog.query("Al", "tfdw", all_states=True).rows()
    )
    mixed = Answer("test/1", records)
    for names in (mixed.to_arrow().column_names, mixed.df().columns, mixed.pl().columns):
        assert {"structure", "temperature [K]"} <= set(names)


def test_no_rows_anywhere():
    empty = Answer("test/1", [])
    assert empty._repr_html_() == "<p>no rows</p>"
    for library, call in (("pyarrow", "to_arrow"), ("pandas", "df"), ("polars", "pl")):
        if library in sys.modules or pytest.importorskip(library):
            assert len(getattr(empty, call)()) == 0


class _Cells(HTMLParser):
    def __init__(self):
        super().__init__()
        self.text: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def test_html_shows_units_and_sources_and_is_well_formed(answer):
    parser = _Cells()
    parser.feed(answer._repr_html_())
    assert parser.open == []
    assert {row["unit"] for row in answer} - {"1"} <= set(parser.text)
    assert any("soma1978" in text for text in parser.text)


def test_html_escapes_what_it_shows(answer):
    row = answer.rows()[0] | {"property": "<b>&"}
    assert "&lt;b&gt;&amp;" in Answer(answer.schema, [row])._repr_html_()


def test_markdown_has_one_line_a_row_and_whole_cells(answer):
    text = answer._repr_markdown_()
    lines = [line for line in text.splitlines() if line.startswith("|")]
    assert len(lines) == len(answer) + 2
    assert len({line.count("|") for line in lines}) == 1
    assert "soma1978" in text


@pytest.mark.parametrize("unit", sorted({item.unit for item in properties().values()} - {"1"}))
def test_every_unit_survives(answer, unit):
    row = answer.rows()[0] | {"unit": unit}
    shown = Answer(answer.schema, [row])
    assert f">{unit}<" in shown._repr_html_()
    assert f"| {unit} |" in shown._repr_markdown_()


def test_columns_are_obeyed(session_grid):
    answer = Catalog(session_grid).query("Na", "ha/vs", columns="property,value,unit")
    assert answer._repr_markdown_().startswith("| property | value | unit |")
    html = answer._repr_html_()
    assert re.findall(r"<th(?: [^>]*)?>(.*?)</th>", html) == ["property", "value", "unit"]
    assert "[1] soma1978" in html


def test_asking_needs_no_optional_library(session_grid):
    code = (
        "import sys; from metaleos.catalog.catalog import Catalog; "
        f"a = Catalog({str(session_grid)!r}).query('Na', 'ha/vs', where='bulk_modulus > 0', "
        "units='energy=Ry', sort='-value', columns='+source'); a._repr_html_(); a.flat(); "
        "print([m for m in ('pandas', 'polars', 'pyarrow', 'numpy', 'scipy', 'sqlmodel', "
        "'metaleos.solvers.ha.model') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
