"""What the catalog knows by name, one at a time: typed rows of `metaleos.catalog.ask.lists`.

Importing this module imports SQLModel, 0.4 s: only who asks for a single one pays it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from metaleos.errors import UsageError
from metaleos.ingest.rows import CitationRow, Positive, Row, Symbol, UnitName

if TYPE_CHECKING:
    from metaleos.catalog.ask.answer import Answer

Item = TypeVar("Item", bound=Row)


class Element(Row):
    """A chemical element with its preferred constants, and the models that have states of it."""

    z: int
    symbol: Symbol
    name: str
    structure: str | None
    atomic_mass_u: Positive | None
    density_g_cm3: Positive | None
    melting_temperature_k: Positive | None
    first_ionisation_energy_ev: Positive | None
    structure_evidence: str | None
    atomic_mass_u_evidence: str | None
    density_g_cm3_evidence: str | None
    melting_temperature_k_evidence: str | None
    density_temperature_k: float | None
    density_phase: str | None
    models: list[str]
    models_count: int


class Model(Row):
    """A model: what it is, how much is stored of it, and what it yields."""

    model: str
    title: str
    default_variant: bool
    revision: int
    source: str
    elements: int
    states: int
    properties: list[str] | None
    curves: list[str] | None
    ranges: list[str]


class Property(Row):
    """A defined quantity: which models yield it, which sources observed or printed it."""

    property: str
    symbol: str
    unit: UnitName
    description: str
    models: list[str]
    terms: list[str]
    observed_by: list[str]
    published_by: list[str]


class Source(CitationRow):
    """A citation, how it is spoken of, and how many facts rest on it, of which evidence."""

    cited_as: str
    facts: int
    evidence: list[str]


def only(found: Answer, kind: type[Item]) -> Item:
    """Return the one row of an answer, typed.

    Raises
    ------
    UsageError
        If there is none, or more than one.
    """
    rows = found.rows()
    if len(rows) != 1:
        words = [next(cell for cell in row.values() if isinstance(cell, str)) for row in rows]
        names = ", ".join(words) or "none"
        raise UsageError(f"one {kind.__name__.lower()} is asked for, not {names}", "name one")
    return kind.model_validate(rows[0])
