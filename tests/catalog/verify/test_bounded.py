"""Errors carried through arithmetic are those that moved numbers show."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from metaleos.catalog.verify.bounded import Bounded

SMALL = 1e-6
A = Bounded(np.array([3.0, -2.0]), np.array([1.0, 2.0]) * SMALL, np.array([4.0, 3.0]) * SMALL)
B = Bounded(np.array([-0.5, 7.0]), np.array([0.5, 1.0]) * SMALL, np.array([2.0, 2.5]) * SMALL)


@pytest.mark.parametrize(
    "formula",
    [
        lambda a, b: a + b,
        lambda a, b: a - b,
        lambda a, b: a * b,
        lambda a, b: a / b,
        lambda a, b: (a * a) ** 0.5 + b**3.0,
        lambda a, b: np.array([2.0, -3.0]) * a - b / 4.0,
    ],
)
@pytest.mark.parametrize("kind", ["sharp", "room"])
def test_the_bound_is_the_most_that_moved_numbers_give(formula, kind):
    found = formula(A, B)
    here = formula(A.value, B.value)
    np.testing.assert_allclose(found.value, here, rtol=1e-15)
    moved = [
        np.abs(formula(A.value + i * getattr(A, kind), B.value + j * getattr(B, kind)) - here)
        for i, j in product((-1.0, 1.0), repeat=2)
    ]
    np.testing.assert_allclose(getattr(found, kind), np.max(moved, axis=0), rtol=1e-4)


def test_rows_and_parts_that_are_not_there():
    chosen = A.rows(np.array([1, -1, 0]))
    np.testing.assert_array_equal(chosen.value, [-2.0, np.nan, 3.0])
    np.testing.assert_array_equal(chosen.room, np.array([3.0, 0.0, 4.0]) * SMALL)
    exact = A.only(np.array([True, False]), 0.0)
    np.testing.assert_array_equal(exact.value, [3.0, 0.0])
    np.testing.assert_array_equal(exact.sharp, [SMALL, 0.0])
