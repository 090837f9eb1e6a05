"""A measured value never comes as a bare number: where it holds, and how good it is."""

from __future__ import annotations

import math

import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.text.quoted import MARKS
from metaleos.catalog.text.remarks import Remarks
from metaleos.catalog.text.table import table_of
from metaleos.ingest.rows import ParameterRow
from metaleos.ingest.shipped import shipped_rows

C11 = ("Na", "ha/vs", "elastic_constant_c11")


@pytest.fixture
def catalog(session_catalog):
    return Catalog(session_catalog)


def marked(catalog, kind):
    """Return element and property of a preferred observation of this evidence beside `tf`."""
    row = catalog.sql(
        "SELECT element, property FROM v_observations WHERE rank = 1 AND property IN "
        f"('bulk_modulus', 'elastic_constant_c11') AND evidence = '{kind}' LIMIT 1"
    )[0]
    return row["element"], row["property"]


def test_three_values_of_one_constant_say_their_temperature(catalog):
    observed = catalog.query(*C11)[0]["observed"]
    assert [item["temperature"] for item in observed] == [0.0, 78.0, 299.0]
    for item in observed:
        assert list(item) == [
            "value", "unit", "printed", "printed_unit", "source", "locator", "uncertainty",
            "temperature", "phase", "material", "evidence", "carrier", "uncertainty_kind", "state",
            "choice", "choice_reason",
        ]  # fmt: skip
        assert item["evidence"]
        assert item["carrier"]


def test_the_table_shows_where_it_holds_with_mark_and_legend(catalog):
    answer = catalog.query(*C11)
    first = answer[0]["observed"][0]
    mark = MARKS.get(first["evidence"], ("",))[0]
    table = table_of(answer)
    (cell,) = [cell for cell in table.cells[0] if cell.endswith(" 0 K")]
    assert cell.startswith(f"{first['printed']}{mark} [")
    assert [line[0] for line in table.remarks] == [mark] * bool(mark)


def test_the_same_words_stand_in_every_form(catalog, tmp_path):
    pytest.importorskip("matplotlib")
    element, name = marked(catalog, "uncited")
    legend = "? uncited: read where no source is named"
    answer = catalog.query(element, "tf", name)
    flat = answer.flat()[0]
    first = answer[0]["observed"][0]
    for part in ("uncertainty", "temperature", "phase", "material", "state", "evidence", "carrier"):
        assert flat[f"observed_{part}"] == first[part]
    assert legend in table_of(answer).remarks
    assert legend in table_of(catalog.compare(element, "tf", name)).remarks
    assert legend in catalog.report(element, "tf", name).markdown()
    assert f"[{first['source']}]" in str(catalog.explain(element, "tf", name))
    assert "uncited" in str(catalog.explain(element, "tf", name))
    picture = catalog.plot(tmp_path / "a.svg", element, "tf", name, compression="0.8:1.2:3")
    assert legend in picture.description
    drawn = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert legend in drawn
    assert f"{first['source']}?" in drawn


def test_material_is_told_where_it_is_another():
    at = {"element": "Al", "state": {"structure": {"value": "fcc", "unit": "1"}}}
    alloy = {"value": 5.35, "printed": "5.35", "phase": "solid", "material": "Al 2024"}
    assert Remarks().quoted(alloy, at, "[1]") == "5.35 [1] Al 2024"
    assert Remarks().quoted({**alloy, "temperature": 293.0}, at) == "5.35 (293 K Al 2024)"
    # the element itself is no news; a phase is, unless a temperature says which
    assert Remarks().quoted({**alloy, "material": "Al"}, at, "[1]") == "5.35 [1] solid"
    pure = {**alloy, "material": "", "phase": "fcc", "temperature": 0.0}
    assert Remarks().quoted(pure, at, "[1]") == "5.35 [1] 0 K"
    assert Remarks().quoted({**pure, "phase": "liquid"}, at, "[1]") == "5.35 [1] 0 K liquid"


def test_a_low_temperature_that_no_source_says_is_called_so(catalog):
    (first, *_) = catalog.query("Li", "ha/vs", "bulk_modulus")[0]["observed"]
    assert (first["temperature"], first["state"][:15]) == (None, "low temperature")
    assert table_of(catalog.query("Li", "ha/vs", "bulk_modulus")).cells[0][-1].endswith(" low T")


def test_good_evidence_has_no_mark(catalog):
    table = table_of(catalog.query("Na", "ha/vs", "cohesive_energy"))
    assert any(cell.endswith("0 K") for cell in table.cells[0])
    assert table.remarks == ()


def test_elements_mark_what_is_weak(catalog):
    rows = {row["symbol"]: row for row in catalog.elements("At,Na")}
    assert rows["At"]["density_g_cm3_evidence"] == "predicted"
    assert rows["Na"]["density_temperature_k"] == pytest.approx(298.15)
    table = table_of(catalog.elements("At,Na"))
    assert any(cell.endswith("~") for row in table.cells for cell in row)
    assert table.remarks == ("~ predicted: not measured",)


def test_sources_count_their_evidence(catalog):
    for row in catalog.sources():
        counts = [int(text.split(" ")[0]) for text in row["evidence"]]
        assert sum(counts) == row["facts"]
    (soma,) = catalog.sources("soma1978")
    assert any(text.endswith("published") for text in soma["evidence"])


def test_cite_says_what_was_read(catalog):
    found = {row["key"]: row["carriers"] for row in catalog.cite(*C11)}
    for item in catalog.query(*C11)[0]["observed"]:
        carriers = [(c["carrier"], c["evidence"]) for c in found[item["source"]]]
        assert (item["carrier"], item["evidence"]) in carriers
    (mass,) = found["prohaska2022"]
    assert mass["license"]
    from metaleos.catalog.trust.cite import bibtex

    text = bibtex(catalog.cite(*C11).rows())
    assert (
        f"% read in {mass['carrier']} ({mass['license']}): {mass['evidence']}; {mass['credit']}\n"
        in text
    )
    assert "periodictable" in mass["credit"]
    assert text.startswith("@")


def test_within_is_unknown_where_no_uncertainty_is(catalog):
    found = catalog.compare(None, "ha,tf", "bulk_modulus,cohesive_energy")
    assert found
    for row in found:
        uncertainty = row["observed"][0]["uncertainty"]
        known = uncertainty is not None and row["deviation"] is not None
        assert (row["within"] is None) is not known
        if known:
            both = math.hypot(uncertainty, row["error_estimate"] or 0.0)
            assert row["within"] is (abs(row["deviation"]) <= both)
    for row in found["summary"]:
        assert row["within"] <= row["within_of"] <= row["n"] + row["failed"]


def test_a_result_says_which_inputs_are_weak(catalog):
    """The width of iron's d band is recalled: table, JSON, explanation, SQL and citation say so."""
    answer = catalog.query("Fe", "wh/vs", "entropy")
    assert "input W_d* of Fe\n* recalled: from memory" in str(answer)
    (weak,) = answer["weak_inputs"]
    assert (weak["input"], weak["evidence"], weak["source"]) == ("W_d", "recalled", "recalled")
    explained = catalog.explain("Fe", "wh/vs", "entropy")
    kinds = {one["name"]: one["evidence"] for one in explained[0]["inputs"]}
    assert (kinds["W_d"], kinds["R_c"], kinds["atomic_mass"]) == ("recalled", "primary", "cited")
    assert "eV             recalled\n" in str(explained)
    told = catalog.sql("SELECT DISTINCT evidence FROM v_run_inputs WHERE name = 'W_d'")
    assert told.rows() == [{"evidence": "recalled"}]
    assert "recalled" in {item["key"] for item in catalog.cite("Fe", "wh/vs", "entropy")}
    assert "weak_inputs" not in catalog.query("Na", "ha/vs", "bulk_modulus").payload()


def test_no_recalled_parameter_has_the_key_of_a_work():
    rows = [row for row in shipped_rows() if isinstance(row, ParameterRow)]
    recalled = {row.name for row in rows if "recalled" in row.note}
    assert recalled == {"W_d"}
    assert {row.source for row in rows if row.name == "W_d"} == {"recalled"}


def test_a_disputed_value_says_what_was_decided(catalog):
    """Of lithium's modulus one value is recommended: every form says so, with the reason."""
    answer = catalog.query("Li", "ha/vs", "bulk_modulus")
    first, second, *_ = answer[0]["observed"]
    assert (first["choice"], second["choice"], second["choice_reason"]) == ("recommended", "", "")
    words = f"recommended: {first['choice_reason']}"
    assert "13.27" in words
    assert f"(a) {words}" in table_of(answer).remarks
    assert answer.flat()[0]["observed_choice_reason"] == first["choice_reason"]
    assert words in " ".join(str(catalog.explain("Li", "ha/vs", "bulk_modulus")).split())
    listed = catalog.elements("Li", "bulk_modulus", sources=True)
    assert f"(a) {words}" in table_of(listed).remarks
    assert f"(a) {words}" in table_of(catalog.compare("Li", "ha/vs", "bulk_modulus")).remarks
    told = catalog.sql("SELECT choice FROM v_observations WHERE element = 'Cs' AND choice = 'open'")
    assert told.rows() == [{"choice": "open"}]
    assert table_of(told).cells == (("open",),)


def test_scores_and_solved_answers_say_what_is_weak(catalog):
    """Three of the five C11 of the alkalis are recalled; iron's d band is, solved or stored."""
    found = catalog.compare(model="ha", property="C11", summary=True)
    rows = {row["model"]: row for row in found.rows()}
    plain = catalog.compare("alkali", "ha/vs", "C11")
    weak = sum(row["observed"][0]["evidence"] in MARKS for row in plain.rows())
    assert 0 < weak == rows["ha/vs"]["weak"]
    assert any("recalled, predicted or uncited" in text for text in found.notices)
    assert not any("recalled" in n for n in catalog.compare("K", "ha", "B", summary=True).notices)
    solved = catalog.solve("Fe", "wh/iu", "packing_fraction")
    assert solved["weak_inputs"] == catalog.query("Fe", "wh/iu", "packing_fraction")["weak_inputs"]
    assert "input W_d* of Fe\n* recalled: from memory" in str(solved)
    assert "weak_inputs" not in catalog.solve("Na", "ha/vs", "bulk_modulus").payload()
