"""Outcomes are counted by check and replace those of the same selection."""

from __future__ import annotations

from metaleos.catalog.store.file import CatalogFile
from metaleos.catalog.verify.check import Subject
from metaleos.catalog.verify.run import Run, counted, covered, store_checks


def checks(element="Na", model="ha/vs"):
    about = Subject(model, "standard", element, "here")
    return [about.judged("x", 1.0, 1.0 + gap, 2e-5, "GPa") for gap in (1e-5, 4e-5, 0.0)]


def test_counts_and_the_worst_in_units_of_its_tolerance():
    (row,) = counted(checks())
    assert (row["pass"], row["fail"], row["not_applicable"]) == (2, 1, 0)
    assert abs(row["worst"] - 2.0) < 1e-9
    assert row["detail"].startswith("Na 1 against 1.00004")


def test_what_is_covered_sets_repetitions_apart():
    other = Subject("ha/vs", "printed", "Na", "here").row("x", grade="pass", detail="")
    claim = Subject("tfd", "standard", "*", "").row("y", grade="fail", detail="", kind="claim")
    run = Run([*checks(), *checks("K"), other, claim], {}, {"": 9.0, "ha/vs": 1.23456, "tfd": 2.0})
    assert covered(run) == [
        {"model": "ha/vs", "integrity": 2, "paper": 0, "claim": 0, "fact": 0, "repetitions": 5,
         "seconds": 1.235},
        {"model": "tfd", "integrity": 0, "paper": 0, "claim": 1, "fact": 0, "repetitions": 0,
         "seconds": 2.0},
    ]  # fmt: skip


def test_what_is_stored_replaces_only_its_selection(facts_catalog):
    both = ["integrity", "claim"]
    with CatalogFile(facts_catalog).writing() as connection:

        def store(found, names, kinds=both, elements=None):
            store_checks(connection, found, names, ["standard"], kinds, elements)
            return dict(
                connection.execute(
                    "SELECT model || ' ' || element, count(*) FROM model_check GROUP BY 1"
                ).fetchall()
            )

        connection.execute("DELETE FROM model_check")
        first = [*checks(), *checks("K"), *checks(model="tfd")]
        assert store(first, ["ha/vs", "tfd"]) == {"ha/vs Na": 3, "ha/vs K": 3, "tfd Na": 3}
        assert store([], ["ha/vs"], ["claim"]) == {"ha/vs Na": 3, "ha/vs K": 3, "tfd Na": 3}
        assert store(checks("K")[:1], ["ha/vs"], elements=["K"]) == {
            "ha/vs Na": 3, "ha/vs K": 1, "tfd Na": 3,
        }  # fmt: skip
        assert store([], ["ha/vs"]) == {"tfd Na": 3}
