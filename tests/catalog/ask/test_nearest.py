"""What is said where nothing is found."""

from __future__ import annotations

import math
import shlex

import duckdb
import pytest

from metaleos.catalog.ask.nearest import nothing_found
from metaleos.catalog.catalog import Catalog
from metaleos.catalog.states.selection import Asked, resolve


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


class Counting:
    """A connection that counts the rows it hands over."""

    def __init__(self, connection):
        self.connection, self.rows = connection, 0

    def execute(self, *given):
        self.result = self.connection.execute(*given)
        return self

    def fetchall(self):
        rows = self.result.fetchall()
        self.rows += len(rows)
        return rows


def test_of_what_is_stored_only_the_nearest_is_handed_over(session_catalog):
    with duckdb.connect(session_catalog, read_only=True) as connection:
        stored = connection.execute("FROM state WHERE model = 'tf/exact'").fetchall()
        asked = Asked(model="tf", state={"temperature": "7 eV", "compression": [1, 2]})
        selection = resolve(connection, asked)
        counting = Counting(connection)
        notices = nothing_found(counting, selection)
    assert notices[0].startswith("nothing is stored")
    assert len(stored) > 2 * counting.rows > 0


@pytest.mark.parametrize(("temperature", "compression"), [(80000, 2), (5, 0.02), (1e7, 900)])
def test_the_nearest_comes_first(catalog, temperature, compression):
    near = catalog.query("Al", "tf", temperature=temperature, compression=compression).notices[0]
    rows = catalog.sql(
        "SELECT temperature_k AS t, compression AS c, id FROM v_states WHERE model = 'tf/exact' "
        "AND element = 'Al' AND convention = 'standard'"
    ).rows()
    assert len(rows) > 3

    def apart(row):
        ratio = (row["t"] + 300) / (temperature + 300)
        return abs(math.log(ratio)) + abs(math.log(row["c"] / compression))

    best = min(rows, key=apart)
    first = near.partition("nearest: ")[2].partition(";")[0]
    assert f"T = {best['t']:.6g} K" in first
    assert f"compression {best['c']:.6g}" in first


def test_a_word_that_differs_is_farther_than_a_number(facts_catalog):
    catalog = Catalog(facts_catalog)
    for structure, ratio in (("bcc", 0.95), ("fcc", 0.5)):
        catalog.compute("Na", "ha/vs", structure=structure, volume_ratio=ratio)
    near = catalog.query("Na", "ha/vs", structure="fcc", volume_ratio=0.95).notices[0]
    assert "nearest: Na ha/vs at fcc, compression 2; Na ha/vs at bcc" in near
