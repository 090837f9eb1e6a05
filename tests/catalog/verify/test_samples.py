"""Elements and states of the sample: ends included, every variable varied."""

from __future__ import annotations

import pytest

from metaleos.catalog.verify.samples import in_words, sample, spread
from tests.catalog.verify.gas import POINTS, bench


@pytest.mark.parametrize(
    ("count", "found"), [(1, "a"), (2, "ae"), (3, "ace"), (5, "abcde"), (9, "abcde")]
)
def test_first_and_last_are_among_the_spread(count, found):
    assert spread("abcde", count) == list(found)


def test_a_sample_is_a_grid_around_the_reference():
    points = sample(bench(), ["Na", "K"])
    states = [(p.element, p.state["temperature"], p.state["volume"]) for p in points]
    assert states == [
        (element, t, v) for element in ("Na", "K") for t in (3e4, 3.6e4) for v in (200.0, 170.0)
    ]


def test_a_state_in_words():
    assert in_words(bench(), POINTS[0]) == "temperature 30000 K, volume 100 bohr3/atom"
