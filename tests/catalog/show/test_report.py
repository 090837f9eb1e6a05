"""Reports: the same numbers as the catalog, in Markdown and in one self-contained page."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.compare.sentences import sentence
from metaleos.catalog.text.document import Paragraph
from metaleos.catalog.text.table import TextTable
from metaleos.errors import UsageError


@pytest.fixture
def catalog(session_catalog):
    return Catalog(session_catalog)


@pytest.fixture
def alkali(catalog):
    return catalog.report("Na,K", "ha/h,ha/vs", "bulk_modulus")


def tables(made):
    return [block for block in made.blocks if isinstance(block, TextTable)]


def test_the_table_holds_ours_the_papers_and_the_observed(alkali, catalog):
    table = tables(alkali)[-1]
    rows = [dict(zip(table.headings, cells, strict=True)) for cells in table.cells]
    assert [(row["element"], row["model"]) for row in rows] == [
        ("Na", "ha/h"), ("Na", "ha/vs"), ("K", "ha/h"), ("K", "ha/vs"),
    ]  # fmt: skip
    compared = catalog.compare("Na,K", "ha/h,ha/vs", "bulk_modulus").rows()
    for shown, row in zip(rows, compared, strict=True):
        assert float(shown["ours"]) == pytest.approx(row["value"], abs=row["error_estimate"] + 0.01)
        assert shown["published"] == f"{row['published'][0]['value']:.2f} [1]"
        assert float(shown["%"]) == pytest.approx(row["deviation_percent"], abs=0.6)
        assert float(shown["published %"]) == pytest.approx(
            row["published_deviation_percent"], abs=0.051
        )


def test_a_table_is_led_by_the_sentence_of_its_scores(alkali, catalog):
    scores = catalog.compare("Na,K", "ha/h,ha/vs", "bulk_modulus")["summary"]
    lines = [block.lines[0] for block in alkali.blocks if isinstance(block, Paragraph)]
    assert sentence(scores) in lines
    assert lines.index(sentence(scores)) == 2  # behind who made it and the definition


def test_the_scores_stand_where_there_are_several(alkali, catalog):
    table = tables(alkali)[0]
    row = dict(zip(table.headings, table.cells[0], strict=True))
    assert (row["model"], row["n"], row["of"]) == ("ha/vs", "2", "2")
    assert re.fullmatch(r"[+-]\d+\.\d", row["worst %"])
    assert len(tables(catalog.report("Na", "ha/vs", "bulk_modulus"))) == 1


def test_a_model_is_counted_over_its_own_elements(catalog):
    table = tables(catalog.report(None, "ha/ho,ha/h", "bulk_modulus"))[0]
    at = [table.headings.index(name) for name in ("model", "n", "of")]
    counts = {cells[at[0]]: (cells[at[1]], cells[at[2]]) for cells in table.cells}
    assert counts == {"ha/h": ("5", "5"), "ha/ho": ("4", "4")}


def test_what_cannot_be_compared_has_its_reason_and_what_lies_outside_too(catalog):
    text = catalog.report("Na", "ha/h,tf,tfdw", "total_energy,bulk_modulus").markdown()
    assert "counts all electrons" in text
    assert "1 more of tf/exact lie outside its domain and do not count" in text
    assert "-9" * 3 not in text


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.cells: list[str] = []
        self.outside: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.outside += [v for k, v in attrs if k in {"src", "href"}]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] == "td":
            self.cells.append(data)


def test_the_page_is_well_formed_and_needs_nothing_else(alkali):
    page = _Page()
    page.feed(alkali.html())
    assert page.open == []
    assert page.outside == []
    assert "<script" not in alkali.html()
    for table in (block for block in alkali.blocks if isinstance(block, TextTable)):
        for cells in table.cells:
            assert set(cells) - {""} <= set(page.cells)


def test_the_title_has_the_element_by_its_symbol(catalog):
    made = catalog.report(11, "ha/vs", "Bulk Modulus")
    assert made.blocks[0].text == "Na; ha/vs; bulk_modulus (standard)"


def test_text_from_facts_is_escaped(alkali):
    alkali.blocks[0] = type(alkali.blocks[0])(1, "<b> & |")
    assert "<b>" not in alkali.html().split("<body>")[1]
    assert alkali.markdown().startswith("# &lt;b> & \\|\n")


def test_markdown_tables_have_as_many_cells_as_headings(alkali):
    assert str(alkali) == alkali.markdown()
    tables = re.findall(r"(?:^\|.*\n?)+", alkali.markdown(), re.MULTILINE)
    assert tables
    for table in tables:
        widths = {len(re.split(r"(?<!\\)\|", line)) for line in table.strip().splitlines()}
        assert len(widths) == 1


def test_verdicts_on_printed_cells(catalog):
    made = catalog.report("Na", "ha/vs", cells=True)
    table = next(
        b for b in made.blocks if isinstance(b, TextTable) and b.headings[:2] == ("paper", "table")
    )
    for cells in table.cells:
        assert int(cells[3]) == sum(int(count) for count in cells[4:])
    assert {cells[0] for cells in table.cells} == {"soma1978"}


def test_failed_results_are_named_with_their_reason(catalog):
    found = catalog.compare("Cs", "ha/vs", "model_radius", convention="printed")
    made = catalog.report("Cs", "ha/vs", "model_radius", convention="printed")
    failed = [row for row in found.rows() if row["outcome"] != "ok"]
    assert failed
    for row in failed:
        assert row["reason"].replace("|", "\\|") in made.markdown()


def test_nothing_to_report_says_so(catalog):
    assert "Nothing published or observed" in catalog.report("Cs", "ha/ho").markdown()


def test_files_are_written_by_their_ending(alkali, tmp_path):
    page = alkali.write(tmp_path / "alkali.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    text = alkali.write(tmp_path / "alkali.md").read_text(encoding="utf-8")
    assert text.startswith("# Na, K; ha/h, ha/vs; bulk_modulus (standard)\n")
    with pytest.raises(UsageError, match=r"end it in \.md"):
        alkali.write(tmp_path / "alkali.doc")
