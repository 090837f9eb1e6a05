"""How a residual is graded."""

from __future__ import annotations

from math import nan

import pytest

from metaleos.catalog.verify.check import BOUND, Subject

ABOUT = Subject("m", "standard", "Na", "here")


@pytest.mark.parametrize(
    ("found", "expected", "tolerance", "sharp", "grade"),
    [
        (1.0, 1.00001, 0.00002, 0.0, "pass"),
        (1.0, 1.03, 0.02, 0.0, "fail"),
        (1.03, 1.0, 0.02, 0.0, "fail"),
        (1.0, 1.00009, 0.5, 0.0, "pass"),
        (1.0, 1.00011, 0.5, 0.0, "not_applicable"),
        (1.0, 1.1, 0.5, 0.0, "not_applicable"),
        (1.0, 1.7, 0.5, 0.0, "fail"),
        (1.0, 1.1, 0.5, 0.2, "pass"),
        (1.0, 1.0, 9.0, 0.0, "pass"),
        (nan, 1.0, 0.1, 0.0, "fail"),
        (1.0, 1.0, nan, 0.0, "fail"),
    ],
)
def test_grades(found, expected, tolerance, sharp, grade):
    assert ABOUT.judged("x", found, expected, tolerance, "GPa", sharp).grade == grade


def test_an_estimate_gives_room_to_a_stated_part_of_the_largest_term_only():
    wide = ABOUT.judged("x", 1.0, 1.0005, 9.0, "GPa", largest=10.0)
    assert (wide.grade, wide.tolerance) == ("pass", BOUND * 10.0)
    assert ABOUT.judged("x", 1.0, 1.0011, 9.0, "GPa", largest=10.0).grade == "not_applicable"


def test_a_check_says_what_was_compared():
    check = ABOUT.judged("x", 1.0, 1.5, 0.0001, "GPa")
    assert (check.residual, check.tolerance, check.detail) == (0.5, 0.0001, "1 against 1.5 GPa")
    assert (check.model, check.convention, check.element, check.state) == (
        "m", "standard", "Na", "here",
    )  # fmt: skip
    assert check.kind == "integrity"
