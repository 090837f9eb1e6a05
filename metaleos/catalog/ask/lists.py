"""What the catalog knows by name: models, elements, properties, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaleos.catalog.ask.answer import Answer
from metaleos.catalog.store.names import KnownNames, Names, split_names
from metaleos.catalog.store.select import dicts
from metaleos.catalog.text.citation import who_and_year
from metaleos.errors import UnknownNameError
from metaleos.solvers.registry import models

if TYPE_CHECKING:
    import duckdb

# What is current of each run is counted: how much is stored does not matter.
_CURRENT = "FROM run_count c JOIN run r ON r.id = c.run WHERE"
_MODELS = f"""
SELECT m.name AS model, m.title, m.is_default AS default_variant, m.revision, m.source,
       (SELECT count(DISTINCT r.element) {_CURRENT} r.model = m.name)::INTEGER AS elements,
       (SELECT coalesce(sum(c.states), 0) {_CURRENT} r.model = m.name)::INTEGER AS states,
       (SELECT list(DISTINCT y.property ORDER BY y.property) FROM model_yield y
        WHERE y.model = m.name AND y.curve = '') AS properties,
       (SELECT list(DISTINCT y.property ORDER BY y.property) FROM model_yield y
        WHERE y.model = m.name AND y.curve <> '') AS curves
FROM model m WHERE list_contains(?, m.name) ORDER BY m.rowid
"""

_ELEMENTS = f"""
SELECT e.*, coalesce((SELECT list(DISTINCT r.model ORDER BY r.model) {_CURRENT}
                      r.element = e.symbol), []) AS models,
       (SELECT count(DISTINCT r.model) {_CURRENT} r.element = e.symbol)::INTEGER AS models_count
FROM v_elements e WHERE ? OR list_contains(?, e.symbol) ORDER BY e.z
"""

_FACTS = """
WITH f AS (
    SELECT element, property, text, value, unit, uncertainty, uncertainty_kind, temperature_k,
           phase, material, state, rank, source, locator, carrier, carrier_license, evidence,
           confidence, choice, choice_reason, note, 0 AS part FROM v_constants
    UNION ALL
    SELECT element, property, '', value, unit, uncertainty, uncertainty_kind, temperature_k,
           phase, material, state, rank, source, locator, carrier, carrier_license, evidence,
           confidence, choice, choice_reason, note, 1 FROM v_observations
)
SELECT f.* EXCLUDE (part) FROM f JOIN element e ON e.symbol = f.element
WHERE (? OR list_contains(?, f.element)) AND (? OR list_contains(?, f.property))
ORDER BY e.z, f.part, f.property, f.rank
"""

_PROPERTIES = """
WITH yielded AS (SELECT property, list(DISTINCT model ORDER BY model) AS models,
                        list(DISTINCT term ORDER BY term) AS terms
                 FROM model_yield GROUP BY property),
     seen AS (SELECT property, list(DISTINCT source ORDER BY source) AS sources
              FROM (SELECT property, source FROM observation
                    UNION ALL SELECT property, source FROM constant) GROUP BY property),
     printed AS (SELECT property, list(DISTINCT source ORDER BY source) AS sources
                 FROM published GROUP BY property)
SELECT p.name AS property, p.symbol, p.unit, p.description,
       coalesce(y.models, []) AS models, coalesce(y.terms, []) AS terms,
       coalesce(s.sources, []) AS observed_by, coalesce(q.sources, []) AS published_by
FROM property p LEFT JOIN yielded y ON y.property = p.name
LEFT JOIN seen s ON s.property = p.name LEFT JOIN printed q ON q.property = p.name
WHERE ? OR list_contains(?, p.name) ORDER BY p.rowid
"""

_SOURCES = """
WITH kinds AS (SELECT source, evidence, count(*)::INTEGER AS facts
               FROM (SELECT source, evidence FROM constant
                     UNION ALL SELECT source, evidence FROM observation
                     UNION ALL SELECT source, evidence FROM reference
                     UNION ALL SELECT source, 'parameter' FROM parameter
                     UNION ALL SELECT source, 'published' FROM published)
               GROUP BY ALL),
     used AS (SELECT source, sum(facts)::INTEGER AS facts,
                     list(facts || ' ' || evidence ORDER BY facts DESC, evidence) AS evidence
              FROM kinds GROUP BY source)
SELECT s.key, s.origin, s.kind, s.authors, s.year, s.title, s.journal, s.doi, s.note,
       coalesce(u.facts, 0) AS facts, coalesce(u.evidence, []) AS evidence
FROM source s LEFT JOIN used u ON u.source = s.key ORDER BY s.key
"""


def list_models(connection: duckdb.DuckDBPyConnection, model: Names = None) -> Answer:
    """Return the models, with what they cover and yield.

    A theory's name means its default variants, as everywhere; the others are named in a notice.
    """
    known = KnownNames(connection)
    chosen = [item.name for item in known.select_models(model, every=not model)]
    rows = dicts(connection, _MODELS, [chosen])
    for row in rows:
        row["ranges"] = [str(item) for item in models()[row["model"]].ranges]
    named = {name.casefold() for name in split_names(model)}
    others = [m.name for m in known.models if m.theory in named and m.name not in chosen]
    notices = [f"other variants: {', '.join(others)}"] if others else []
    if model:  # named: where it ends
        notices += [f"{row['model']}: {text}" for row in rows for text in row["ranges"]]
    headings = {name: name for name in ("model", "title", "elements", "states", "source")}
    return Answer("metaleos.models/1", rows, notices=notices, headings=headings)


def list_elements(connection: duckdb.DuckDBPyConnection, element: Names = None) -> Answer:
    """Return elements with their preferred constants and the models that cover them."""
    wanted = KnownNames(connection).elements(element)
    rows = dicts(connection, _ELEMENTS, [not wanted, wanted])
    headings = {
        "z": "Z", "symbol": "symbol", "name": "name", "structure": "structure",
        "atomic_mass_u": "mass [u]", "density_g_cm3": "density [g/cm3]",
        "density_temperature_k": "at [K]", "density_phase": "phase",
        "melting_temperature_k": "melting [K]", "models_count": "models",
    }  # fmt: skip
    return Answer("metaleos.elements/2", rows, headings=headings)


def element_facts(
    connection: duckdb.DuckDBPyConnection, element: Names, property: Names = None
) -> Answer:
    """Return every constant and observation of elements, all sources, the preferred first."""
    known = KnownNames(connection)
    elements, wanted = known.elements(element), known.properties(property)
    rows = dicts(connection, _FACTS, [not elements, elements, not wanted, wanted])
    headings = {
        "element": "element", "property": "property", "value": "value", "unit": "unit",
        "text": "text", "temperature_k": "T [K]", "phase": "phase", "material": "material",
        "rank": "rank", "source": "source", "evidence": "evidence",
    }  # fmt: skip
    if any(row["choice"] for row in rows):
        headings["choice"] = "choice"
    return Answer("metaleos.elements/2", rows, headings=headings)


def list_properties(connection: duckdb.DuckDBPyConnection, name: Names = None) -> Answer:
    """Return properties: unit, definition, which models yield and which sources observe them."""
    wanted = KnownNames(connection).properties(name)
    rows = dicts(connection, _PROPERTIES, [not wanted, wanted])
    headings = {key: key for key in ("property", "symbol", "unit", "description")}
    return Answer("metaleos.properties/1", rows, headings=headings)


def list_sources(connection: duckdb.DuckDBPyConnection, key: Names = None) -> Answer:
    """Return citations with how many facts rest on each, and of which evidence these are.

    Raises
    ------
    UnknownNameError
    """
    rows = dicts(connection, _SOURCES)
    by_key = {row["key"].casefold(): row for row in rows}
    wanted = [name.casefold() for name in split_names(key, "source")]
    for name in wanted:
        if name not in by_key:
            valid = [row["key"] for row in rows]
            raise UnknownNameError("source", name, valid, "see `metaleos sources`")
    headings = {"key": "key", "cited_as": "work"}
    headings |= {name: name for name in ("title", "facts", "evidence")}
    chosen = [by_key[name] for name in wanted] if wanted else rows
    for row in chosen:
        row["cited_as"] = who_and_year(row)
    return Answer("metaleos.sources/1", chosen, headings=headings)
