"""How many of the rows shown are stale: cheap enough to be said with every query.

It compares what the runs behind the rows read with what the tables say today, and imports
neither numpy nor the solvers. A declaration that changed since the catalog's model table was
written is seen by ``metaleos status``, which asks the registry too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaleos.catalog.causes import (
    Cause,
    Declared,
    ReadInput,
    declaration_causes,
    input_causes,
    parsed_settings,
)
from metaleos.catalog.inputs import Facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb


def stale_causes(
    connection: duckdb.DuckDBPyConnection, runs: Sequence[int]
) -> dict[int, list[Cause]]:
    """Return the stale ones among `runs` with their causes, as the tables tell."""
    if not runs:
        return {}
    wanted = list(dict.fromkeys(runs))
    described = connection.execute(
        "SELECT r.id, r.element, r.convention, r.revision, r.settings, m.theory, m.variant, "
        "m.revision, m.settings FROM run r JOIN model m ON m.name = r.model "
        "JOIN (SELECT unnest(?::BIGINT[]) AS id) w ON w.id = r.id",
        [wanted],
    ).fetchall()
    read: dict[int, list[ReadInput]] = {}
    for run, *item in connection.execute(
        "SELECT i.run, i.name, i.kind, i.value, i.unit FROM run_input i "
        "JOIN (SELECT unnest(?::BIGINT[]) AS id) w ON w.id = i.run ORDER BY i.run, i.name",
        [wanted],
    ).fetchall():
        read.setdefault(run, []).append(ReadInput(*item))
    facts = Facts(connection, elements=list({row[1] for row in described}))
    found = {}
    declared: dict[tuple[str, str], Declared] = {}
    for run, element, convention, revision, settings, theory, variant, now, text in described:
        today = declared.get((theory, variant))
        if today is None:
            today = declared[theory, variant] = Declared(
                theory, variant, now, parsed_settings(text)
            )
        causes = list(input_causes(read.get(run, ()), facts, today, element, convention))
        if revision != now or settings != text:
            causes += declaration_causes(revision, parsed_settings(settings), today)
        if causes:
            found[run] = causes
    return found


def stale_notice(connection: duckdb.DuckDBPyConnection, runs: Sequence[int]) -> list[str]:
    """Return the line that tells how many rows are stale, or nothing.

    Parameters
    ----------
    connection : DuckDBPyConnection
    runs : sequence of int
        The run behind each row shown.
    """
    causes = stale_causes(connection, runs)
    if not causes:
        return []
    count = sum(run in causes for run in runs)
    texts = list(dict.fromkeys(str(cause) for some in causes.values() for cause in some))
    why = "; ".join(texts[:2]) + (" ..." if len(texts) > 2 else "")
    return [
        f"{count} of {len(runs)} rows {'is' if count == 1 else 'are'} stale ({why}): "
        "`metaleos status --why` tells, `metaleos recompute` renews"
    ]
