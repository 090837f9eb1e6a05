"""Verdicts as the catalog stores them, each with what it rests on; and which are stale.

A verdict rests on the inputs of its model, which are those that the run of each convention has
read, on its cell, and on the rules. The first is asked of the one staleness rule.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from hashlib import blake2b
from math import isfinite
from typing import TYPE_CHECKING, Any

from metaleos.catalog.compare.causes import (
    Numbers,
    parameter_counts,
    shipped_fingerprints,
    shipped_moves,
)
from metaleos.catalog.compare.cells import Verdict, cells_of, citation_keys, printed_digits
from metaleos.catalog.compare.rules import REVISION
from metaleos.catalog.solve.fingerprint import fingerprint_of_model
from metaleos.catalog.solve.staleness import stale_causes
from metaleos.catalog.store.facts import Facts
from metaleos.catalog.store.select import dicts
from metaleos.ingest.papers import paper_of
from metaleos.solvers.registry import models

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from metaleos.catalog.compare.cells import Cell, Digits

_FOUND = (
    "standard", "as_printed", "deviation", "deviation_percent", "tolerance", "spread", "verdict",
    "kind", "reason",
)  # fmt: skip
_RUNS = """
SELECT r.model, r.element, r.convention, max(r.id)
FROM run r SEMI JOIN run_count c ON c.run = r.id GROUP BY ALL
"""


@dataclass(frozen=True)
class Stored:
    """Verdicts on printed cells, in the order of the tables.

    Parameters
    ----------
    counts : Numbers
        How many values each parameter has, for the count of those that were inferred.
    stale : dict of str to str
        Why a verdict no longer follows from what it was made with, by cell.
    stale_effects : tuple of str
        Elements and models whose effects of ingredients were made with other inputs.
    """

    verdicts: list[Verdict]
    counts: Numbers
    stale: dict[str, str] = field(default_factory=dict)
    stale_effects: tuple[str, ...] = ()

    @property
    def notices(self) -> list[str]:
        """Say how many of them are stale, and why; and which effects of ingredients are."""
        told = []
        if self.stale_effects:
            told.append(
                "what the ingredients of `printed` do is stale of "
                f"{', '.join(self.stale_effects)}: an input moved since it was made, and where "
                "`standard` moved with it, it explains nothing"
            )
        return told + self._stale_verdicts()

    def _stale_verdicts(self) -> list[str]:
        if not self.stale:
            return []
        why = [text for text, _ in Counter(self.stale.values()).most_common()]
        told = "; ".join(why[:2]) + (" ..." if len(why) > 2 else "")
        return [
            f"{len(self.stale)} of {len(self.verdicts)} verdicts are stale ({told}): "
            "`metaleos recompute` renews them"
        ]


def stored(connection: duckdb.DuckDBPyConnection, paper: str = "all") -> Stored | None:
    """Return the stored verdicts on a paper's cells; None where not every cell has one.

    Raises
    ------
    UnknownNameError
        If the catalog holds no cells of such a paper.
    """
    rows = {row["cell"]: row for row in dicts(connection, "FROM verdict")}
    cells = cells_of(connection, citation_keys(connection, paper))
    if not all(cell.facts["cell"] in rows for cell in cells):
        return None
    mine = [rows[cell.facts["cell"]] for cell in cells]
    runs = {row[name] for row in mine for name in ("standard_run", "printed_run")} - {None}
    causes = stale_causes(connection, sorted(runs))
    stamp = _Stamp(printed_digits(connection))
    stale = {}
    for cell, row in zip(cells, mine, strict=True):
        changed = [
            str(cause)
            for name in ("standard_run", "printed_run")
            for cause in causes.get(row[name], ())
        ]
        if row["rules"] != REVISION:
            changed.append(f"rules {row['rules']} -> {REVISION}")
        if row["stamp"] != stamp(cell):
            changed.append("the cell, or what is declared of it, changed")
        if changed:
            stale[cell.facts["cell"]] = changed[0]
    found = [
        Verdict(**cell.facts, **{name: row[name] for name in _FOUND})
        for cell, row in zip(cells, mine, strict=True)
    ]
    effects = connection.execute(
        "SELECT DISTINCT element || ' ' || model AS named FROM v_ingredients WHERE stale ORDER BY 1"
    ).fetchall()
    named = tuple(name for (name,) in effects)
    return Stored(found, parameter_counts(connection), stale, named)


def store(
    connection: duckdb.DuckDBPyConnection,
    cells: Sequence[Cell],
    digits: Digits,
    found: Sequence[Verdict],
) -> None:
    """Replace all stored verdicts, inside the caller's transaction.

    Parameters
    ----------
    cells, found : sequence
        All printed cells, and the verdict on each.
    digits : mapping
        Half a last digit of the printed inputs, as the verdicts used them.
    """
    rows = connection.execute(_RUNS).fetchall()
    runs = {(model, element, convention): run for model, element, convention, run in rows}
    stamp = _Stamp(digits)
    connection.execute("DELETE FROM verdict")
    with connection.appender("verdict") as appender:
        for cell, item in zip(cells, found, strict=True):
            both = [
                runs.get((cell.solver, cell.element, convention)) if cell.solver else None
                for convention in ("standard", "printed")
            ]
            appender.append_row(
                item.cell, *(getattr(item, name) for name in _FOUND), *both, REVISION, stamp(cell)
            )

    _store_effects(connection, cells)


def _store_effects(connection: duckdb.DuckDBPyConnection, cells: Sequence[Cell]) -> None:
    """Replace what the ingredients of `printed` do to cells, with whether it is stale."""
    facts, made, now = Facts(connection), shipped_fingerprints(), dict[tuple[str, str], str]()
    connection.execute("DELETE FROM ingredient")
    with connection.appender("ingredient") as appender:
        for cell in cells:
            key, model = cell.facts["cell"], models().get(cell.solver)
            if model is None or key not in made:
                continue
            about = (model.name, cell.element)
            if about not in now:
                now[about] = fingerprint_of_model(model, cell.element, facts)
            text = {item.name: item.text for item in model.ingredients}
            for name, *values in shipped_moves()[key]:
                both = [value if isfinite(value) else None for value in values]
                stale = made[key] != now[about]
                appender.append_row(key, model.name, name, text.get(name, ""), *both, stale)


class _Stamp:
    """A hash of a cell and of all that is declared of it."""

    def __init__(self, digits: Digits) -> None:
        self._digits, self._moves = digits, shipped_moves()

    def __call__(self, cell: Cell) -> str:
        facts = cell.facts
        paper = paper_of(facts["source"])
        theory, _, variant = cell.solver.partition("/")
        rests: tuple[Any, ...] = (
            sorted(facts.items()), cell.role, cell.step, cell.place, cell.reasons, cell.solver,
            paper.room(facts["quantity"], cell.step),
            [pattern for pattern in paper.patterns if facts["quantity"] in pattern.quantities],
            self._moves.get(facts["cell"]),
            [self._digits.get((theory, part, cell.element)) for part in (variant, "*")],
        )  # fmt: skip
        return blake2b(repr(rests).encode(), digest_size=16).hexdigest()
