"""What is said where nothing is found."""

from __future__ import annotations

import shlex

import pytest

from metaleos.catalog.catalog import Catalog


@pytest.fixture
def catalog(session_catalog):
    return Catalog(session_catalog)


@pytest.mark.parametrize(
    "question",
    [
        {"element": "Na", "model": "ha/h", "property": "pressure", "volume_ratio": 0.95},
        {"element": "Al", "model": "tf", "temperature": "7 eV", "compression": [1, 2]},
        {"element": "Fe", "model": "wh/vs", "property": "pair_potential"},
    ],
)
def test_the_command_that_is_named_answers(catalog, question, run_line):
    answer = catalog.query(**question)
    assert answer.rows() == []
    assert answer.notices[0].startswith("nothing is stored for this selection; nearest: ")
    command = answer.notices[1].removeprefix("to solve it: ")
    assert run_line(command) == 0


@pytest.fixture
def run_line(capsys, monkeypatch, session_catalog):
    """Run one line of a shell in this process; return its exit code."""
    from metaleos.cli import main

    monkeypatch.setenv("METALEOS_DB", str(session_catalog))

    def call(line: str) -> object:
        words = shlex.split(line)
        assert words[0] == "metaleos"
        with pytest.raises(SystemExit) as left:
            main(words[1:])
        assert capsys.readouterr().out
        return left.value.code

    return call


def test_places_are_named_once(catalog):
    near = catalog.query("Na", "ha/vs", volume_ratio=0.95).notices[0].partition("nearest: ")[2]
    places = near.split("; ")
    assert len(places) == len(set(places))


@pytest.mark.parametrize(
    ("question", "notice"),
    [
        (
            {"element": "Na", "model": "ha/h,ha/vs", "temperature": "5 K"},
            "ha/h, ha/vs: no state variable 'temperature' (there is: structure, volume, "
            "axial_ratio)",
        ),
        (
            {"element": "Na", "model": "ha/vs", "property": "entropy"},
            "ha/vs: no property entropy (see `metaleos models ha`)",
        ),
    ],
)
def test_where_solving_cannot_help_no_command_is_named(catalog, question, notice):
    assert catalog.query(**question).notices == [notice]
