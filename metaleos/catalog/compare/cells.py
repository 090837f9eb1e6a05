"""Printed cells with what the catalog made of them: role, published value, place, reasons.

`Verdict` is such a cell beside our values: a row of ``compare --paper``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from metaleos.catalog.store.select import grouped
from metaleos.errors import UnknownNameError, UsageError
from metaleos.ingest.papers import paper_of
from metaleos.ingest.papers.paper import ROUNDED
from metaleos.solvers.registry import models

if TYPE_CHECKING:
    import duckdb

_SELECT = """
SELECT c.id, c.source, c.table_no, c.line, coalesce(c.element, ''), c.model, c.label, c.quantity,
       c.property, c.term, c.state, c.printed, c.unit, c.parsed, c.reading, c.reading_kind,
       c.reading_basis, c.reading_reason, c.role, c.step,
       coalesce(p.model, c.model), coalesce(p.element, c.element, ''),
       coalesce(p.property, c.property), p.value, p.id IS NOT NULL,
       p.at_reference, p.temperature, p.volume, p.density
FROM cell c LEFT JOIN published p ON p.cell = c.id
WHERE list_contains(?, c.source) ORDER BY c.source, c.line
"""
_NAMES = (
    "cell", "source", "table_no", "line", "element", "model", "label", "quantity", "property",
    "term", "state", "printed", "unit", "parsed", "reading", "reading_kind", "reading_basis",
    "reading_reason",
)  # fmt: skip


Digits = dict[tuple[Any, ...], list[tuple[Any, ...]]]
"""Name, half a last digit, unit and cell of printed inputs, by theory, variant and element."""


@dataclass(frozen=True)
class Place:
    """Where a cell holds: at the reference, or at a temperature and volume or density."""

    at_reference: bool
    temperature: float | None = None
    volume: float | None = None
    density: float | None = None
    temperature_step: float = 0.0
    volume_step: float = 0.0


@dataclass(frozen=True)
class Cell:
    """A cell with what the catalog made of it; `place` is None where it published nothing."""

    facts: dict[str, Any]
    role: str
    step: float
    model: str
    element: str
    name: str
    value: float | None
    place: Place | None
    reasons: list[tuple[str, str]]

    def _of_page(self, kind: str) -> float | None:
        """Return a reading of a kind that the page itself gives: no other counts."""
        counts = (self.facts["reading_kind"], self.facts["reading_basis"]) == (kind, "page")
        return self.facts["reading"] if counts else None

    @property
    def said(self) -> float | None:
        """The number of the printed string, or of the page where the scan has another."""
        scanned = self._of_page("scan")
        return self.facts["parsed"] if scanned is None else scanned

    @property
    def corrected(self) -> float | None:
        """What the page should say by its own evidence, where it says something else."""
        return self._of_page("slip")

    @property
    def number(self) -> float | None:
        """What the cell is held against: the corrected number, else the one of the page."""
        return self.said if self.corrected is None else self.corrected

    @property
    def solver(self) -> str:
        """The model of ours that yields it; an empty string where none does."""
        if self.role in {"observation", "state"} or self.place is None:
            return ""
        return reachable(self.model, self.name, self.facts["term"])


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """One printed cell beside our values, in its printed unit.

    Parameters
    ----------
    cell, source, table_no, line, element, model, label, quantity, property, term, state, unit
        Which cell.
    printed : str
        As it stands.
    parsed, reading : float or None
        The number that the string says, and our reading where it should say another one.
    reading_kind, reading_basis, reading_reason : str
        Of the reading; one of basis ``identity`` or ``solver`` counts for nothing in a verdict.
    standard, as_printed : float or None
        Ours in the two conventions.
    deviation, deviation_percent : float or None
        Ours (``printed``, else ``standard``) less the printed number, or a reading of the page.
    tolerance : float or None
        What the paper's rounding leaves open, the wider side, and `spread`.
    spread : float or None
        What half a last digit of every printed input does through the solver, in quadrature.
    verdict : str
        One of `metaleos.catalog.compare.rules.VERDICTS`.
    kind, reason : str
        By what, and why.
    """

    cell: str
    source: str
    table_no: str
    line: int
    element: str
    model: str
    label: str
    quantity: str
    property: str
    term: str
    state: str
    printed: str
    unit: str
    parsed: float | None
    reading: float | None
    reading_kind: str
    reading_basis: str
    reading_reason: str
    standard: float | None = None
    as_printed: float | None = None
    deviation: float | None = None
    deviation_percent: float | None = None
    tolerance: float | None = None
    spread: float | None = None
    verdict: str = ""
    kind: str = ""
    reason: str = ""


def citation_keys(connection: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    """Return the sources that a paper's name means; ``all`` for all of them.

    Raises
    ------
    UnknownNameError, UsageError
    """
    if not isinstance(name, str):
        raise UsageError(f"paper {name!r} is no name", "give its citation key, or 'all'")
    rows = connection.execute("SELECT DISTINCT source FROM cell ORDER BY 1").fetchall()
    known = [key for (key,) in rows]
    wanted = name.casefold()
    if wanted == "all":
        return known
    found = [key for key in known if key == wanted or key.startswith(wanted)]
    if len(found) != 1:
        raise UnknownNameError("paper", name, [*known, "all"], f"valid: {', '.join(known)}, all")
    return found


def cells_of(connection: duckdb.DuckDBPyConnection, sources: list[str]) -> list[Cell]:
    """Return every cell of some papers, in the order of their tables."""
    errata = "SELECT cell, kind, explanation FROM erratum ORDER BY rowid"
    reasons = grouped(connection.execute(errata).fetchall(), 1)
    rows = connection.execute(_SELECT, [sources]).fetchall()
    # Half a last digit of printed state variables, by source and row of a table.
    steps: dict[tuple[str, str], dict[str, float]] = {}
    read = []
    for row in rows:
        facts = dict(zip(_NAMES, row, strict=False))
        role, step, *_ = rest = row[len(_NAMES) :]
        read.append((facts, *rest))
        if role == "state":
            own = steps.setdefault((facts["source"], facts["label"]), {})
            own |= paper_of(facts["source"]).state_steps(facts, ROUNDED.outward * step)
    found = []
    for facts, role, step, model, element, name, value, is_published, *where in read:
        moved = steps.get((facts["source"], facts["label"]), {})
        ranges = (moved.get(variable, 0.0) for variable in ("temperature", "volume"))
        place = Place(*where, *ranges) if is_published else None
        why = [(kind, text) for kind, text in reasons.get((facts["cell"],), ())]
        found.append(Cell(facts, role, step, model, element, name, value, place, why))
    return found


def printed_digits(connection: duckdb.DuckDBPyConnection) -> Digits:
    """Return half a last digit of every printed input."""
    rows = connection.execute(
        "SELECT c.source, p.theory, p.variant, p.element, p.name, 0.5 * c.step, p.unit, c.id "
        "FROM parameter p JOIN cell c ON c.id = p.cell WHERE c.step > 0 ORDER BY p.rowid"
    ).fetchall()
    return grouped((row[1:] for row in rows if row[4] not in paper_of(row[0]).exact_inputs), 3)


def reachable(model: str, name: str, term: str) -> str:
    """Return the model of the registry that yields a printed property, or an empty string.

    A cell headed by a theory alone belongs to its default variant, else to the first: it stands
    for what the variants share.
    """
    known = models()
    if model not in known:
        members = [item for item in known.values() if item.theory == model]
        if not members:
            return ""
        model = next((item for item in members if item.is_default), members[0]).name
    item = known[model].yields_property(name)
    return model if item is not None and term in item.terms and not item.curve else ""
