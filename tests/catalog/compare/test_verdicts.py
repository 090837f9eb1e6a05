"""A verdict for every printed cell: what feeds it, columns, patterns, circular cells."""

from __future__ import annotations

from collections import Counter
from statistics import median

import duckdb
import pytest

from metaleos.catalog.compare.cells import Cell, Place
from metaleos.catalog.compare.counted import solver_of
from metaleos.catalog.compare.rules import PATTERN_CELLS, VERDICTS
from metaleos.catalog.compare.verdict_values import Ours
from metaleos.catalog.compare.verdicts import Held, judge, verdicts
from metaleos.catalog.verify import baseline
from metaleos.errors import UnknownNameError
from metaleos.ingest.papers import papers
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
    assert (counts["observed"], counts["not_modelled"]) == (26, 34)


def test_a_number_computed_from_itself_is_an_input(found):
    # the temperature of wh is implied by the printed P_HS: comparing the two would be no test
    assert all(item.verdict == "input" for item in found.values() if item.quantity == "P_HS")
    # R_c is read too, but Eq. 14 does not read it: a result
    assert found["bretonnet1990:I:Fe:wh:R_c"].verdict != "input"


def test_known_verdicts(found):
    assert found["soma1978:VI:Na:ha/vs:E2"].verdict == "reproduced"
    # E_coh hangs on the ionisation energies that were inferred from its column
    assert found["soma1978:IV:K:ha/vs:E_coh"].verdict in {"fitted", "disagrees"}
    assert found["soma1978:IV:Li:ha/vs:E_coh"].verdict == "fitted"
    # the second-order bulk modulus of the present model has no explanation
    strange = found["soma1978:VIII:Li:ha/vs:B2"]
    assert (strange.verdict, strange.kind) == ("disagrees", "unknown")
    # our own numbers, and a reading that rests on E_coh = -13.6 E - I: no evidence
    misprint = found["soma1978:IV:K:ha/mho:E_coh"]
    assert misprint.verdict == "disagrees"
    assert misprint.deviation == pytest.approx(misprint.as_printed - 1.121)
    assert "rests on an identity alone" in misprint.reason
    # a digit that the columns beside it tell: no evidence either
    digit = found["perrot1979:II:Al:tfdw:E:T=50 eV; compression=1"]
    assert (digit.verdict, digit.reading_basis) == ("disagrees", "identity")
    # a power of ten that the scan lost of where a row holds moves the row
    assert found["latter1955:I:tf:9(b):P/Z^(10/3)"].verdict == "reproduced"
    for cell in found.values():
        if cell.reading_basis == "solver":
            assert cell.verdict == "disagrees"


def test_a_convention_that_changes_nothing_is_no_cause(found):
    assert found["soma1978:X:Na:ha/vs:P3"].verdict == "disagrees"
    assert found["soma1978:XI:Li:ha/ho:B3"].verdict == "disagrees"


def test_a_deviation_that_is_restated_is_no_cause(found):
    told = [item for item in found.values() if item.quantity == "P_d"]
    assert not [item.cell for item in told if item.verdict == "explained"]
    assert found["bretonnet1990:III:Ir:wh:P_d"].verdict == "disagrees"


def test_a_column_on_one_side_is_judged_as_one(found):
    energies = [item for item in found.values() if item.quantity == "F"]
    assert Counter(item.verdict for item in energies) == {"described": 62, "disagrees": 19}
    assert {item.kind for item in energies if item.verdict == "described"} == {"offset"}


def test_a_verdict_that_needs_the_digits_of_the_inputs_says_so(found):
    for item in found.values():
        if item.verdict == "reproduced" and item.deviation is not None and not item.reading:
            both = (item.standard, item.as_printed)
            least = min(abs(ours - item.parsed) for ours in both if ours is not None)
            room = item.tolerance - item.spread
            assert least <= room * (1 + 1e-6) or item.kind == "digits", item.cell


def test_patterns_of_the_papers_hold_and_leave_less_than_half(found):
    told = [item for item in found.values() if item.verdict == "described"]
    for paper in papers().values():
        for pattern in paper.patterns:
            mine = [i for i in told if (i.source, i.kind) == (paper.key, pattern.name)]
            assert len(mine) >= PATTERN_CELLS, pattern.name
            left = median(pattern.left(item.as_printed, item.parsed) for item in mine)
            assert left < 0.5 * median(abs(item.deviation) for item in mine)


def test_no_solution_here_as_there(found):
    for element, table in (("Be", "I"), ("Al", "II"), ("Cu", "III")):
        cell = found[f"perrot1979:{table}:{element}:tfd:P:T=0 eV; compression=0.1"]
        assert cell.printed == ""
        assert cell.verdict == "reproduced"
        assert "no solution" in cell.reason
    lost = found["perrot1979:III:Cu:tfdw:P:T=20 eV; compression=1"]
    assert (lost.verdict, lost.kind) == ("not_modelled", "lost")


def test_tolerance_is_rounding_and_propagated_digits(found):
    # Table I of Soma is rounded: half a unit; R_M and u move the zero a little
    zero = found["soma1978:I:K:ha/ho:q0/2kF"]
    assert 0.005 < zero.tolerance < 0.006
    # a term without printed inputs: the bare unit of a truncated column
    assert found["soma1978:VI:Na:ha/vs:E0"].tolerance == pytest.approx(1e-4)
    # Perrot's states are exact: half a unit of a rounded number
    assert found["perrot1979:I:Be:tf:P:T=0 eV; compression=1"].tolerance == pytest.approx(5e-4)
    # a packing fraction stands on the paper's grid
    assert found["bretonnet1990:IV:Fe:wh/iu:eta"].tolerance > 0.00125


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


def verdict_of(*held, moves=None):
    """Return the verdict on one cell."""
    return judge([Held(*held)], moves or {})[0]


@pytest.mark.parametrize(
    ("standard", "as_printed", "options", "verdict", "kind"),
    [
        (-6.04, -6.9, {}, "reproduced", ""),
        (-6.06, -6.9, {}, "disagrees", "unknown"),
        (-6.9, -6.04, {}, "reproduced", "printed"),
        (-7.0, -7.0, {"reading": ("slip", "page", -7.0)}, "explained", "misprint"),
        (-6.0, -6.0, {"reading": ("slip", "page", -7.0)}, "reproduced", ""),
        (-8.0, -8.0, {"reading": ("slip", "page", -7.0)}, "disagrees", "unknown"),
        # ten to the third, and the corrected number a little off: not explained
        (-6e3, -6e3, {"reading": ("slip", "page", -6.1e3)}, "disagrees", "unknown"),
        # what the page says where the scan has another is what was printed
        (-7.0, -9.0, {"reading": ("scan", "page", -7.0)}, "reproduced", ""),
        (-9.0, -7.0, {"reading": ("scan", "page", -7.0)}, "reproduced", "printed"),
        (-6.0, -6.0, {"reading": ("scan", "page", -7.0)}, "disagrees", "unknown"),
        # a reading from a sum or from our own number is no evidence, whatever it is called
        (-7.0, -7.0, {"reading": ("slip", "identity", -7.0)}, "disagrees", "unknown"),
        (-7.0, -7.0, {"reading": ("slip", "solver", -7.0)}, "disagrees", "unknown"),
        (-7.0, -7.0, {"reading": ("scan", "identity", -7.0)}, "disagrees", "unknown"),
        (-6.0, -6.0, {"reading": ("scan", "identity", -7.0)}, "reproduced", ""),
        (-6.0, -6.0, {"reading": ("scan", "solver", -7.0)}, "disagrees", "unknown"),
        # a remark explains nothing, whatever its kind
        *((-6.9, -6.5, {"reasons": [(kind, "their sum")]}, "disagrees", "unknown")
          for kind in ("misprint", "convention", "constants", "scan", "unknown")),
    ],
)  # fmt: skip
def test_grades(standard, as_printed, options, verdict, kind):
    judged = verdict_of(cell(**options), ours(standard), ours(as_printed))
    assert (judged.verdict, judged.kind) == (verdict, kind)
    assert judged.reason or (verdict, kind) == ("reproduced", "")


@pytest.mark.parametrize("kind", ["scan", "slip"])
@pytest.mark.parametrize("basis", ["page", "identity", "solver"])
def test_only_a_reading_of_the_page_feeds_a_verdict(kind, basis):
    judged = verdict_of(cell(reading=(kind, basis, -7.0)), ours(-7.0), ours(-7.0))
    counts = basis == "page"
    assert judged.deviation == pytest.approx(0.0 if counts else -1.0)
    assert (judged.verdict == "disagrees") is not counts
    assert ("rests on" in judged.reason) is not counts


def test_the_spread_of_the_inputs_counts():
    judged = verdict_of(cell(), ours(-6.06), ours(-6.06, spread=0.02, parts={"u": 0.02}))
    assert (judged.verdict, judged.kind) == ("reproduced", "digits")
    assert judged.reason == "by the digits of u: 1.2 times its own rounding"


def test_circular_in_both_conventions_is_an_input():
    both = ours(-6.0, circular=True)
    assert verdict_of(cell(), both, both).verdict == "input"
    assert verdict_of(cell(), ours(-6.0), both).verdict == "reproduced"


def test_unknown_paper_names_the_valid_ones(session_facts):
    with (
        duckdb.connect(session_facts, read_only=True) as connection,
        pytest.raises(UnknownNameError, match="soma1978"),
    ):
        verdicts(connection, "soma78")
