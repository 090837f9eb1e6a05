"""One line an error, with what would be valid; each class with its code and exit code."""

from __future__ import annotations

import pytest

from metaleos import errors
from metaleos.errors import MetaleosError, UnknownNameError, UsageError, nearest

MODELS = ["ha/vs", "ha/h", "tf/exact", "tfd", "tfdw"]


def test_a_message_with_and_without_a_hint():
    assert str(MetaleosError("no file", "name one")) == "no file; name one"
    assert str(MetaleosError("no file")) == "no file"
    assert MetaleosError("no file", "name one").args == ("no file",)


@pytest.mark.parametrize(
    ("name", "code", "exit_code"),
    [
        ("MetaleosError", "failed", 1),
        ("UsageError", "usage", 2),
        ("UnknownNameError", "unknown_name", 2),
        ("UnitError", "unit", 2),
        ("QuantityError", "quantity", 2),
        ("FactError", "fact", 1),
        ("CatalogError", "catalog", 1),
        ("ReadOnlyError", "read_only", 1),
        ("DiskFullError", "disk_full", 1),
        ("DamagedError", "damaged", 1),
        ("ForeignError", "foreign", 1),
        ("OlderError", "older", 1),
        ("NewerError", "newer", 1),
        ("LockedError", "locked", 5),
        ("SolveError", "solve", 1),
    ],
)
def test_codes_are_a_promise_of_the_json_form(name, code, exit_code):
    kind = getattr(errors, name)
    assert issubclass(kind, MetaleosError)
    assert (kind.code, kind.exit_code) == (code, exit_code)
    assert issubclass(kind, UsageError) == (exit_code == 2)


def test_an_unknown_name_brings_the_nearest():
    error = UnknownNameError("model", "tfdd", MODELS, "`metaleos models` lists them")
    assert error.nearest[0] == "tfd"
    assert str(error).startswith("unknown model 'tfdd'; did you mean tfd or tfdw")
    assert str(error).endswith("? (`metaleos models` lists them)")
    assert str(UnknownNameError("model", "qqq", MODELS)) == "unknown model 'qqq'"


@pytest.mark.parametrize(
    ("typed", "best"),
    [("TFDW", "tfdw"), ("tf/exat", "tf/exact"), ("exact", "tf/exact"), ("vs", "ha/vs")],
)
def test_nearest_ignores_case_and_finds_parts(typed, best):
    assert nearest(typed, MODELS)[0] == best


def test_nearest_is_short_and_may_be_empty():
    assert len(nearest("ha", [f"ha/{i}" for i in range(9)])) == 3
    assert nearest("ha/1", [f"ha/{i}" for i in range(9)], 1) == ["ha/1"]
    assert nearest("x", MODELS) == []
    assert nearest("qqqq", MODELS) == []
