"""Refusals row by row: the first one stays, whatever names the rows and gives the reason."""

from __future__ import annotations

import numpy as np

from metaleos.solvers.protocol import Solution
from metaleos.solvers.rows import Outcomes


def test_the_first_refusal_of_a_row_stays():
    outcomes = Outcomes.of(4)
    outcomes.refuse(np.array([False, True, False, True]), "invalid_input", "no charge")
    outcomes.refuse(np.array([1, 2]), "out_of_range", "too hot")
    assert outcomes.outcome.tolist() == ["ok", "invalid_input", "out_of_range", "invalid_input"]
    assert outcomes.reason.tolist() == ["", "no charge", "too hot", "no charge"]
    assert outcomes.good.tolist() == [0]
    assert outcomes.ok.tolist() == [True, False, False, False]


def test_a_reason_may_be_one_for_each_of_the_rows():
    outcomes = Outcomes.of(3)
    outcomes.refuse(np.array([1]), "invalid_input", "first")
    outcomes.refuse(np.array([2, 1]), "no_solution", np.array(["two", "one"], dtype=object))
    assert outcomes.reason.tolist() == ["", "first", "two"]


def test_a_reason_may_be_made_of_the_row():
    x = np.array([1.0, np.nan, -2.0])
    outcomes = Outcomes.of(3)
    outcomes.refuse(~(x > 0.0), "invalid_input", lambda row: f"x = {x[row]:g}")
    assert outcomes.reason.tolist() == ["", "x = nan", "x = -2"]


def test_the_last_word_about_what_is_missing_stays():
    outcomes = Outcomes.of(3)
    outcomes.lack("entropy", np.array([0, 1]), "cold")
    outcomes.lack("entropy", np.array([False, True, False]), "unknown")
    outcomes.lack("pressure", np.zeros(3, dtype=bool), "never")
    assert outcomes.missing["entropy"].tolist() == ["cold", "unknown", ""]
    assert outcomes.missing["pressure"].tolist() == ["", "", ""]


def test_what_is_lacking_is_undefined_unless_something_falls_short():
    outcomes = Outcomes.of(4)
    outcomes.lack("entropy", np.array([0, 1]), "cold")
    kinds = np.array(["invalid_input", "undefined"], dtype=object)
    outcomes.lack("entropy", np.array([1, 2]), np.array(["no mass", "hot"], dtype=object), kinds)
    assert outcomes.lacking["entropy"].tolist() == ["undefined", "invalid_input", "undefined", ""]
    assert outcomes.missing["entropy"].tolist() == ["cold", "no mass", "hot", ""]
    solution = Solution(
        values={}, errors={}, outcome=outcomes.outcome, reason=outcomes.reason,
        missing=outcomes.missing, lacking=outcomes.lacking,
    )  # fmt: skip
    assert solution.absence("entropy", 1) == ("invalid_input", "no mass")
    assert solution.absence("entropy", 3) == ("no_solution", "")
    assert solution.absence("pressure", 0) == ("no_solution", "")


def test_rows_taken_are_a_copy():
    outcomes = Outcomes.of(3)
    part = outcomes.take(np.array([0, 2]))
    part.refuse(np.array([1]), "failed", "here")
    assert part.outcome.tolist() == ["ok", "failed"]
    assert outcomes.ok.all()
