"""A verdict for every printed cell: classes, rounding rules, propagation, circular cells."""

from __future__ import annotations

from collections import Counter

import duckdb
import pytest

from metaleos.catalog.compare.cells import Cell, Place
from metaleos.catalog.compare.verdict_values import Ours
from metaleos.catalog.compare.verdicts import VERDICTS, judge, summary, verdicts
from metaleos.catalog.verify import baseline
from metaleos.catalog.verify.paper import solver_of
from metaleos.errors import UnknownNameError
from metaleos.solvers.registry import models


@pytest.fixture(scope="module")
def found(session_facts):
    with duckdb.connect(session_facts, read_only=True) as connection:
        return {item.cell: item for item in verdicts(connection)}


def test_every_cell_has_exactly_one_verdict(found, session_facts):
    with duckdb.connect(session_facts, read_only=True) as connection:
        every = {row[0] for row in connection.execute("SELECT id FROM cell").fetchall()}
    assert len(every) == 1547
    assert set(found) == every
    assert {item.verdict for item in found.values()} == set(VERDICTS)


def test_no_cell_moved_from_the_baseline(found):
    stored = {k: v for k, v in baseline.stored().items() if (k[0], k[2]) == ("paper", "printed")}
    now = baseline.outcomes([], (item for item in found.values() if solver_of(item) in models()))
    assert {key[1] for key in stored} == {key[1] for key in now}
    assert baseline.moves(stored, {k: v for k, v in now.items() if k in stored}) == []
    # the others are no results: they say where cells hold, are measured, or were read
    others = {found[key[3]].verdict for key in set(now) - set(stored)}
    assert others <= {"input", "observed"}


def test_cells_that_are_no_results(found):
    assert found["soma1978:IV:Na:observed:E_coh"].verdict == "observed"
    assert found["soma1978:III:Na:ah:V_S(110)"].verdict == "not_modelled"
    assert found["soma1978:II:Na:ha/ho:R_M"].verdict == "input"
    assert found["latter1955:I:tf:3(b):Z V"].verdict == "input"
    counts = Counter(item.verdict for item in found.values())
    assert (counts["observed"], counts["not_modelled"]) == (26, 30)


def test_a_number_computed_from_itself_is_an_input(found):
    # the temperature of wh is implied by the printed P_HS: comparing the two would be no test
    assert all(item.verdict == "input" for item in found.values() if item.quantity == "P_HS")
    # R_c is read too, but Eq. 14 does not read it: a result
    assert found["bretonnet1990:I:Fe:wh:R_c"].verdict != "input"


def test_known_verdicts(found):
    assert found["soma1978:VI:Na:ha/vs:Ei"].verdict == "agrees"
    # the second-order bulk modulus of the present model has no explanation
    strange = found["soma1978:VIII:Li:ha/vs:B2"]
    assert (strange.verdict, strange.kind) == ("disagrees", "unknown")
    # our own numbers, and a reading that rests on E_coh = -13.6 E - I: no evidence
    misprint = found["soma1978:IV:K:ha/mho:E_coh"]
    assert (misprint.verdict, misprint.reproduced) == ("disagrees", False)
    assert misprint.deviation == pytest.approx(misprint.as_printed - 1.121)
    assert "rests on an identity alone" in misprint.reason
    # footnote 13's constants and Latter's fits
    latter = found["latter1955:I:tf:1(b):P/Z^(10/3)"]
    assert latter.verdict in {"agrees", "explained"}
    # the exponent of row 8(a)
    assert found["latter1955:I:tf:8(a):P/Z^(10/3)"].kind == "misprint"
    scan = found["perrot1979:II:Al:tfdw:E:T=50 eV; compression=1"]
    assert (scan.verdict, scan.reproduced) == ("explained", True)
    ours_only = found["perrot1979:III:Cu:tfdw:E:T=10 eV; compression=0.1"]
    assert (ours_only.verdict, ours_only.reproduced) == ("disagrees", False)


def test_no_solution_here_as_there(found):
    for element, table in (("Be", "I"), ("Al", "II"), ("Cu", "III")):
        cell = found[f"perrot1979:{table}:{element}:tfd:P:T=0 eV; compression=0.1"]
        assert cell.printed == ""
        assert cell.verdict == "agrees"
        assert "no solution" in cell.reason
    lost = found["perrot1979:III:Cu:tfdw:P:T=20 eV; compression=1"]
    assert (lost.verdict, lost.kind) == ("explained", "scan")


def test_tolerance_is_rounding_and_propagated_digits(found):
    # Table I of Soma truncates: one unit; R_M and u move the zero a little
    zero = found["soma1978:I:K:ha/ho:q0/2kF"]
    assert 0.01 < zero.tolerance < 0.012
    # a term without printed inputs: the bare unit of a truncated table
    assert found["soma1978:VI:Na:ha/vs:Ei"].tolerance == pytest.approx(1e-4)
    # Perrot's states are exact: half a unit of a rounded number
    assert found["perrot1979:I:Be:tf:P:T=0 eV; compression=1"].tolerance == pytest.approx(5e-4)
    # a packing fraction stands on the paper's grid
    assert found["bretonnet1990:IV:Fe:wh/iu:eta"].tolerance > 0.00125


def test_tables_that_the_printed_convention_reproduces(found):
    reproduced = Counter((i.source, i.table_no) for i in found.values() if i.reproduced)
    assert reproduced["soma1978", "III"] == 123
    assert (
        reproduced["soma1978", "VI"] == 66
    )  # three slips that only sums tell of are not among them
    assert reproduced["latter1955", "I"] >= 40
    assert reproduced["perrot1979", "I"] >= 65


def cell(**changes):
    facts = {
        "cell": "p:I:Na:ha/vs:E", "source": "p", "table_no": "I", "line": 2, "element": "Na",
        "model": "ha/vs", "label": "", "quantity": "E", "property": "total_energy",
        "term": "total", "state": "", "printed": "-6.0", "unit": "eV/atom", "parsed": -6.0,
        "reading": None, "reading_kind": "", "reading_basis": "", "reading_reason": "",
    }  # fmt: skip
    reasons = changes.pop("reasons", [])
    if "reading" in changes:
        kind, basis, facts["reading"] = changes["reading"]
        facts |= {"reading_kind": kind, "reading_basis": basis, "reading_reason": "7?"}
    place = Place(at_reference=True)
    return Cell(facts, "published", 0.1, "ha/vs", "Na", "total_energy", -6.0, place, reasons)


def ours(value, spread=0.0, **more):
    return Ours(value=value, spread=spread, outcome="ok", **more)


@pytest.mark.parametrize(
    ("standard", "as_printed", "options", "verdict", "kind"),
    [
        (-6.04, -6.9, {}, "agrees", ""),
        (-6.06, -6.9, {}, "disagrees", "unknown"),
        (-6.9, -6.04, {}, "explained", "convention"),
        (-6.9, -6.04, {"reasons": [("constants", "a0")]}, "explained", "constants"),
        (-7.0, -7.0, {"reading": ("slip", "page", -7.0)}, "explained", "misprint"),
        (-6.0, -6.0, {"reading": ("slip", "page", -7.0)}, "agrees", ""),
        (-8.0, -8.0, {"reading": ("slip", "page", -7.0)}, "disagrees", "unknown"),
        # ten to the third, and the corrected number a little off: the misprint explains it
        (-6e3, -6e3, {"reading": ("slip", "page", -6.1e3)}, "explained", "misprint"),
        # what the page says where the scan has another is what was printed
        (-7.0, -9.0, {"reading": ("scan", "page", -7.0)}, "agrees", ""),
        (-9.0, -7.0, {"reading": ("scan", "page", -7.0)}, "explained", "convention"),
        (-6.0, -6.0, {"reading": ("scan", "page", -7.0)}, "disagrees", "unknown"),
        # a reading from a sum or from our own number is no evidence, whatever it is called
        (-7.0, -7.0, {"reading": ("slip", "identity", -7.0)}, "disagrees", "unknown"),
        (-7.0, -7.0, {"reading": ("slip", "solver", -7.0)}, "disagrees", "unknown"),
        (-7.0, -7.0, {"reading": ("scan", "identity", -7.0)}, "disagrees", "unknown"),
        (-7.0, -7.0, {"reading": ("scan", "solver", -7.0)}, "disagrees", "unknown"),
        (-6.0, -6.0, {"reading": ("scan", "solver", -7.0)}, "agrees", ""),
        (-7.0, -7.0, {"reasons": [("misprint", "7?")]}, "disagrees", "unknown"),
        (-6.9, -6.9, {"reasons": [("convention", "quoted")]}, "explained", "convention"),
        # a convention that `printed` follows and that still does not give the number
        (-6.9, -6.5, {"reasons": [("convention", "their sum")]}, "disagrees", "unknown"),
        (-6.9, -6.9, {"reasons": [("unknown", "no idea")]}, "disagrees", "unknown"),
        (-6.9, -6.9, {"reasons": [("scan", "power restored")]}, "disagrees", "unknown"),
    ],
)  # fmt: skip
def test_grades(standard, as_printed, options, verdict, kind):
    judged = judge(cell(**options), ours(standard), ours(as_printed))
    assert (judged.verdict, judged.kind) == (verdict, kind)
    assert judged.reason or verdict == "agrees"


@pytest.mark.parametrize("kind", ["scan", "slip"])
@pytest.mark.parametrize("basis", ["page", "identity", "solver"])
def test_only_a_reading_of_the_page_feeds_a_verdict(kind, basis):
    judged = judge(cell(reading=(kind, basis, -7.0)), ours(-7.0), ours(-7.0))
    counts = basis == "page"
    assert judged.reproduced is counts
    assert judged.deviation == pytest.approx(0.0 if counts else -1.0)
    assert (judged.verdict == "disagrees") is not counts
    assert ("rests on" in judged.reason) is not counts


def test_the_spread_of_the_inputs_counts():
    assert judge(cell(), ours(-6.06), ours(-6.06, spread=0.02)).verdict == "agrees"


def test_circular_in_both_conventions_is_an_input():
    both = ours(-6.0, circular=True)
    assert judge(cell(), both, both).verdict == "input"
    assert judge(cell(), ours(-6.0), both).verdict == "agrees"


def test_summary_counts_and_ranks(found):
    rows = summary(list(found.values()))
    assert sum(row["cells"] for row in rows) == 1547
    for row in rows:
        assert row["cells"] == sum(row[name] for name in VERDICTS)
        assert row["n"] == 0 or row["median"] <= row["max"]
    table = [row for row in rows if (row["source"], row["table_no"]) == ("soma1978", "I")]
    ranked = [row for row in table if row["rank"]]
    assert sorted(row["rank"] for row in ranked) == [1, 2, 3, 4, 5]
    assert min(ranked, key=lambda row: row["median"])["rank"] == 1


def test_unknown_paper_names_the_valid_ones(session_facts):
    with (
        duckdb.connect(session_facts, read_only=True) as connection,
        pytest.raises(UnknownNameError, match="soma1978"),
    ):
        verdicts(connection, "soma78")
