"""What a catalog holds, and how to ask it, in a few lines: for whoever asks for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaleos.catalog.store.select import count

if TYPE_CHECKING:
    import duckdb

_HOW = (
    ("metaleos query -e Na", "an element"),
    ("metaleos query -e alkali -p B,E_coh --totals", "a group"),
    ("metaleos query -p packing_fraction", "a property"),
    ('metaleos query -e Al -p P --temperature "10 eV"', "a state"),
    ("metaleos query --format csv", "all there"),
)


def overview(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return lines that say what there is, over what it counts, and how to ask for it."""
    stored = "FROM state WHERE run IS NOT NULL"
    states, references = count(connection, stored), count(connection, f"{stored} AND is_reference")
    results = connection.execute("SELECT coalesce(sum(results), 0) FROM run_count").fetchall()
    models = count(connection, "FROM (SELECT DISTINCT model FROM run)")
    elements = count(connection, "FROM (SELECT DISTINCT element FROM run)")
    printed = count(connection, "FROM published")
    measured = count(connection, "FROM observation")
    wide = max(len(command) for command, _ in _HOW)
    return [
        f"{elements} elements and {models} models at {states:,} states,",
        f"{references:,} of them reference states: {int(results[0][0]):,} results",
        f"beside {printed:,} published and {measured:,} observed values.",
        "Ask by element, property, state or model (--model):",
        *(f"  {command:<{wide}}  {what}" for command, what in _HOW),
        "Without a state the reference states are meant, by --all all.",
        "What there is: metaleos elements, models, properties, sources.",
    ]
