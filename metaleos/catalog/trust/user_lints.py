"""Doubts about a user's own observations, held against the catalog's preferred source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaleos.ingest.comparison import Fact
from metaleos.ingest.lints import LintWarning, against_second_source, shifted

if TYPE_CHECKING:
    import duckdb

_PAIRS = """
WITH best AS (
    SELECT element, property, arg_min(value, rank) AS value, arg_min(source, rank) AS source
    FROM (SELECT element, property, value, source, rank, id FROM observation
          UNION ALL SELECT element, property, value, source, rank, id FROM constant)
    WHERE NOT starts_with(id, 'user:') AND value IS NOT NULL GROUP BY element, property)
SELECT o.element, o.property, o.value, o.source, o.locator, b.value, b.source
FROM observation o JOIN best b USING (element, property)
WHERE starts_with(o.id, 'user:') ORDER BY o.rowid LIMIT 100000
"""


def user_warnings(connection: duckdb.DuckDBPyConnection) -> list[LintWarning]:
    """Return what looks wrong in the observations that users added: outliers, units, shifts."""
    pairs = []
    for element, name, value, source, locator, other, second in connection.execute(
        _PAIRS
    ).fetchall():
        place = ", ".join(part for part in (source, locator, element) if part)
        pairs.append(
            (Fact(place, element, name, value, source), Fact("", element, name, other, second))
        )
    return [*against_second_source(pairs), *shifted(pairs)]
