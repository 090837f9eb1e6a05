"""Verdicts counted by table: every cell once, ranks, and the numbers inferred from a table."""

from __future__ import annotations

import duckdb
import pytest

from metaleos.catalog.compare.causes import parameter_counts
from metaleos.catalog.compare.counted import WORST_FIRST, counted, solver_of, summary
from metaleos.catalog.compare.rules import VERDICTS
from metaleos.catalog.compare.verdicts import verdicts


@pytest.fixture(scope="module")
def found(session_facts):
    with duckdb.connect(session_facts, read_only=True) as connection:
        return {item.cell: item for item in verdicts(connection)}


def test_summary_counts_and_ranks(found):
    rows = summary(list(found.values()), {})
    assert sum(row["cells"] for row in rows) == 1547
    for row in rows:
        assert row["cells"] == sum(row[name] for name in VERDICTS)
        assert row["digits"] <= row["reproduced"]
        assert row["n"] == 0 or row["median"] <= row["max"]
    table = [row for row in rows if (row["source"], row["table_no"]) == ("soma1978", "I")]
    ranked = [row for row in table if row["rank"]]
    assert sorted(row["rank"] for row in ranked) == [1, 2, 3, 4, 5]
    assert min(ranked, key=lambda row: row["median"])["rank"] == 1


def test_totals_are_told_with_the_unpleasant_ones_first(found):
    totals = counted(found.values())
    assert list(totals) == list(WORST_FIRST)
    assert list(totals)[:2] == ["disagrees", "described"]
    assert set(totals) == set(VERDICTS)
    assert sum(totals.values()) == 1547


def test_a_table_stands_beside_the_numbers_inferred_from_it(found, session_facts):
    with duckdb.connect(session_facts, read_only=True) as connection:
        counts = parameter_counts(connection)
    rows = summary(list(found.values()), counts)
    inferred = {(row["table_no"], row["model"], row["property"]): row["inferred"] for row in rows}
    # five ionisation energies, one of each metal, and 13.60 eV for a rydberg
    assert inferred["IV", "ha/vs", "cohesive_energy"] == 6
    assert inferred["IV", "ha/vs", "total_energy"] == 6
    assert inferred["IV", "observed", "cohesive_energy"] == 0
    assert all(row["inferred"] for row in rows if row["fitted"])


def test_a_column_of_a_theory_is_held_against_our_default_variant(found):
    assert solver_of(found["latter1955:I:tf:1(b):P/Z^(10/3)"]) == "tf/exact"
    assert solver_of(found["soma1978:VI:Na:ha/vs:E1"]) == "ha/vs"
