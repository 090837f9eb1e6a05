"""Every command is a method with the same words; words of version 0.1 still work."""

from __future__ import annotations

import pytest

import metaleos
from metaleos.catalog.ask.answer import Answer
from metaleos.catalog.catalog import Catalog
from metaleos.errors import MetaleosError, UsageError


@pytest.fixture(scope="module")
def catalog(session_grid):
    return Catalog(session_grid)


def test_questions_return_answers(catalog):
    for answer in (
        catalog.query("Na", "ha/vs"),
        catalog.solve("Na", "ha/vs", "pressure"),
        catalog.sensitivity("Na", "ha/vs", "pressure"),
        catalog.compare("Na", "ha/vs"),
        catalog.status("Na"),
        catalog.explain("Na", "ha/vs"),
        catalog.cite("Na", "ha/vs"),
        catalog.diff(1),
        catalog.models(),
        catalog.elements("Na"),
        catalog.properties("pressure"),
        catalog.sources("soma1978"),
        catalog.sql("SELECT 1 AS one"),
    ):
        assert isinstance(answer, Answer)
        assert list(answer) == answer.rows()
        assert len(answer) == len(answer.rows())
        assert answer["rows"] == answer.payload()["rows"]
        if len(answer):
            assert answer[0] == answer.rows()[0]
    assert catalog.status()["stale_states"] == 0
    with pytest.raises(UsageError, match=r"it has: .*stale_states"):
        catalog.status()["stale_state"]


def test_words_of_the_first_version_still_work(catalog, tmp_path):
    def renamed(old, new):
        return pytest.warns(DeprecationWarning, match=f"^{old}= is {new}= now$")

    with renamed("every", "all_states"):
        old = catalog.query("Na", "ha/vs", "pressure", every=True)
    assert old.rows() == catalog.query("Na", "ha/vs", "pressure", all_states=True).rows()
    with renamed("set", "what_if"):
        old = catalog.solve("Na", "ha/vs", "pressure", set={"R_M": 2.1})
    assert old.rows() == catalog.solve("Na", "ha/vs", "pressure", what_if={"R_M": 2.1}).rows()
    path = tmp_path / "states.csv"
    path.write_text("volume_ratio\n0.9\n")
    with renamed("input", "states_file"):
        old = catalog.solve("Na", "ha/vs", "pressure", input=path)
    assert old.rows() == catalog.solve("Na", "ha/vs", "pressure", states_file=path).rows()
    with renamed("form", "format"):
        written = catalog.export("elements", tmp_path / "e.txt", form="csv")
    assert written == {str(tmp_path / "e.txt"): 92}


def test_a_theory_means_its_default_variants_in_every_command(small_catalog):
    catalog = Catalog(small_catalog)
    catalog.compute("Al", "nud/linear")
    for answer in (
        catalog.query("Al", "nud", all_states=False),
        catalog.status("Al", "nud"),
        catalog.solve("Al", "nud"),
        catalog.explain("Al", "nud"),
    ):
        assert {row["model"] for row in answer} == {"nud/exact"}
    plan = catalog.recompute("Al", "nud", all_states=True, dry_run=True).plan
    assert {entry["model"] for entry in plan} == {"nud/exact"}
    everything = catalog.query("Al", "nud", all_states=True)
    assert {row["model"] for row in everything} == {"nud/exact", "nud/linear"}


@pytest.mark.parametrize(
    ("method", "given", "words"),
    [
        ("sql", (5,), "5 is no text"),
        ("compare", {"paper": 3}, "paper 3 is no name"),
        ("plot", (3, "Na"), "output 3 is no path"),
        ("ingest", (3,), "file 3 is no path"),
        ("solve", {"element": "Na", "model": "ha/vs", "states_file": 3}, "states_file 3 is no"),
        ("solve", {"element": "Al", "model": "tf", "temperature": True}, "True is not a number"),
        ("solve", {"element": "Na", "model": "ha/vs", "what_if": {"R_M": float("nan")}}, "finite"),
        ("diff", {"old": 1, "tolerance": "x"}, "tolerance: 'x' is not a number"),
        ("diff", {"old": 1, "tolerance": True}, "tolerance: True is not a number"),
        ("sql", {"statement": "SELECT 1", "seconds": "x"}, "seconds: 'x' is not a number"),
        ("sql", {"statement": "SELECT 1", "params": [1]}, "is no mapping"),
        ("compute", {"element": "Na", "model": "nud", "workers": "x"}, "workers 'x' is no whole"),
        ("query", {"element": "Na", "units": {"pressure": 1}}, "'pressure': 1 is no text"),
    ],
)  # fmt: skip
def test_a_wrong_type_is_an_error_of_ours(facts_catalog, method, given, words):
    call = getattr(Catalog(facts_catalog), method)
    with pytest.raises(MetaleosError, match=words):
        call(**given) if isinstance(given, dict) else call(*given)


def test_a_longest_wait_is_a_number(facts_catalog):
    with pytest.raises(MetaleosError, match="wait: 'x' is not a number"):
        Catalog(facts_catalog, wait="x")


def test_python_reads_as_in_the_readme(session_catalog):
    catalog = metaleos.open(session_catalog)
    assert catalog.query(element="Na", model="VS").rows()
    rows = metaleos.solve(element="Na", model="ha/vs", volume_ratio=0.9, db=session_catalog).rows()
    assert rows[0]["state"]["volume_ratio"]["value"] == pytest.approx(0.9)
