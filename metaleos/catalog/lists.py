"""What the catalog knows by name: models, elements, properties, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaleos.catalog.names import KnownNames, Names, split_names
from metaleos.errors import UnknownNameError

if TYPE_CHECKING:
    import duckdb


def _records(
    connection: duckdb.DuckDBPyConnection, statement: str, values: list[Any] | None = None
) -> list[dict[str, Any]]:
    cursor = connection.execute(statement, values or [])
    names = [item[0] for item in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def list_models(connection: duckdb.DuckDBPyConnection, model: Names = None) -> list[dict[str, Any]]:
    """Return the models, with what they cover and yield."""
    chosen = [item.name for item in KnownNames(connection).select_models(model, every=True)]
    return _records(
        connection,
        "SELECT m.name AS model, m.title, m.is_default AS default_variant, m.revision, m.source, "
        "(SELECT count(DISTINCT s.element) FROM state s WHERE s.model = m.name)::INTEGER AS elements, "
        "(SELECT count(*) FROM state s WHERE s.model = m.name)::INTEGER AS states, "
        "(SELECT list(DISTINCT y.property ORDER BY y.property) FROM model_yield y WHERE y.model = m.name AND y.curve = '') AS properties, "
        "(SELECT list(DISTINCT y.property ORDER BY y.property) FROM model_yield y WHERE y.model = m.name AND y.curve <> '') AS curves "
        "FROM model m WHERE list_contains(?, m.name) ORDER BY m.rowid",
        [chosen],
    )


def list_elements(
    connection: duckdb.DuckDBPyConnection, element: Names = None
) -> list[dict[str, Any]]:
    """Return elements with their preferred constants and the models that cover them."""
    wanted = KnownNames(connection).elements(element)
    return _records(
        connection,
        "SELECT e.*, (SELECT list(DISTINCT s.model ORDER BY s.model) FROM state s WHERE s.element = e.symbol) AS models "
        "FROM v_elements e WHERE ? OR list_contains(?, e.symbol) ORDER BY e.z",
        [not wanted, wanted],
    )


def element_facts(
    connection: duckdb.DuckDBPyConnection,
    element: Names,
    property: Names = None,  # noqa: A002
) -> list[dict[str, Any]]:
    """Return every constant and observation of elements, all sources, the preferred first."""
    known = KnownNames(connection)
    elements, wanted = known.elements(element), known.properties(property)
    return _records(
        connection,
        "SELECT f.element, f.property, coalesce(f.text, '') AS text, f.value, f.unit, f.uncertainty, f.temperature_k, "
        "f.phase, f.rank, f.source, f.locator, f.status, f.confidence, f.note FROM ("
        "SELECT element, property, text, value, unit, uncertainty, temperature_k, phase, rank, source, locator, status, confidence, note, 0 AS part FROM v_constants "
        "UNION ALL SELECT element, property, NULL, value, unit, uncertainty, temperature_k, phase, rank, source, locator, status, confidence, note, 1 FROM v_observations) f "
        "JOIN element e ON e.symbol = f.element "
        "WHERE (? OR list_contains(?, f.element)) AND (? OR list_contains(?, f.property)) "
        "ORDER BY e.z, f.part, f.property, f.rank",
        [not elements, elements, not wanted, wanted],
    )


def list_properties(
    connection: duckdb.DuckDBPyConnection, name: Names = None
) -> list[dict[str, Any]]:
    """Return properties with unit, definition, the models that yield and sources that observe them."""
    wanted = KnownNames(connection).properties(name)
    return _records(
        connection,
        "SELECT p.name AS property, p.symbol, p.unit, p.description, "
        "coalesce((SELECT list(DISTINCT y.model ORDER BY y.model) FROM model_yield y WHERE y.property = p.name), []) AS models, "
        "coalesce((SELECT list(DISTINCT y.term ORDER BY y.term) FROM model_yield y WHERE y.property = p.name), []) AS terms, "
        "coalesce((SELECT list(DISTINCT f.source ORDER BY f.source) FROM "
        "(SELECT property, source FROM observation UNION ALL SELECT property, source FROM constant) f WHERE f.property = p.name), []) AS observed_by, "
        "coalesce((SELECT list(DISTINCT q.source ORDER BY q.source) FROM published q WHERE q.property = p.name), []) AS published_by "
        "FROM property p WHERE ? OR list_contains(?, p.name) ORDER BY p.rowid",
        [not wanted, wanted],
    )


def list_sources(connection: duckdb.DuckDBPyConnection, key: Names = None) -> list[dict[str, Any]]:
    """Return citations with how many facts rest on each.

    Raises
    ------
    UnknownNameError
    """
    rows = _records(
        connection,
        "SELECT s.key, s.origin, s.kind, s.authors, s.year, s.title, s.journal, s.doi, s.note, "
        "((SELECT count(*) FROM constant c WHERE c.source = s.key) + (SELECT count(*) FROM observation o WHERE o.source = s.key) "
        "+ (SELECT count(*) FROM parameter a WHERE a.source = s.key) + (SELECT count(*) FROM published b WHERE b.source = s.key))::INTEGER AS facts "
        "FROM source s ORDER BY s.key",
    )
    wanted = split_names(key)
    by_key = {row["key"].casefold(): row for row in rows}
    for name in wanted:
        if name.casefold() not in by_key:
            raise UnknownNameError(
                "source", name, [row["key"] for row in rows], "(see `metaleos sources`)"
            )
    return [by_key[name.casefold()] for name in wanted] if wanted else rows
