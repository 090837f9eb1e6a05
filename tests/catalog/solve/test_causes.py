"""Why a result no longer follows: every difference, in words."""

from __future__ import annotations

import pytest

from metaleos.catalog.solve.causes import Cause, Made, ReadInput, differences, parsed_settings


def made(revision=1, settings=None, **values):
    inputs = {name: ReadInput(name, "parameter", value, "bohr") for name, value in values.items()}
    return Made(revision, settings or {}, inputs)


def test_equal_things_have_no_differences():
    assert differences(made(R_M=2.0, gone=None), made(R_M=2.0)) == ()
    again = Made(1, {}, {"R_M": ReadInput("R_M", "constant", 2.0, "bohr", "another")})
    assert differences(made(R_M=2.0), again) == ()


def test_every_difference_is_named_from_old_to_new():
    old = made(1, {"cutoff": 24.0, "form": "a"}, R_M=2.085, lost=1.5)
    new = made(2, {"cutoff": 21.0, "form": "a"}, R_M=2.1, found=3.0)
    assert [(c.kind, c.name, c.old, c.new) for c in differences(old, new)] == [
        ("revision", "revision", 1, 2),
        ("setting", "cutoff", 24.0, 21.0),
        ("input", "R_M", 2.085, 2.1),
        ("new", "found", None, 3.0),
        ("missing", "lost", 1.5, None),
    ]


def test_the_new_source_and_the_unit_are_said():
    old = Made(1, {}, {"a": ReadInput("a", "constant", 1.0, "eV", "old1990")})
    new = Made(1, {}, {"a": ReadInput("a", "constant", 2.0, "eV", "new2020")})
    (cause,) = differences(old, new)
    assert (cause.unit, cause.source) == ("eV", "new2020")
    (lost,) = differences(old, Made(1, {}))
    assert (lost.kind, lost.unit, lost.source) == ("missing", "eV", "")


def test_a_setting_of_another_type_is_another_setting():
    (cause,) = differences(made(settings={"n": 1}), made(settings={"n": 1.0}))
    assert (cause.kind, cause.name) == ("setting", "n")
    (gone,) = differences(made(settings={"n": True}), made())
    assert (gone.old, gone.new) == (True, None)
    assert parsed_settings('{"n": 1.0, "word": "a"}') == {"n": 1.0, "word": "a"}


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        (Cause("input", "R_M", 2.07, 2.1, "bohr"), "R_M 2.07 -> 2.1 bohr"),
        (Cause("input", "Z", 3.0, 4.0, "1"), "Z 3 -> 4"),
        (Cause("input", "a", 0.1, 0.1 + 2**-55), "a 0.1 -> 0.10000000000000003"),
        (Cause("new", "V", None, 110.0, "bohr3"), "V new: 110 bohr3"),
        (Cause("missing", "V", 110.5, None, "bohr3"), "V missing, was 110.5 bohr3"),
        (Cause("setting", "cutoff", 24.0, 21.5), "setting cutoff 24 -> 21.5"),
        (Cause("revision", "revision", 1, 2), "revision 1 -> 2"),
        (Cause("model", "ha/vs", None, None), "ha/vs is no longer declared"),
        (Cause("fingerprint", "", None, None), "fingerprint does not fit the stored inputs"),
    ],
)
def test_causes_in_words(cause, words):
    assert str(cause) == words
