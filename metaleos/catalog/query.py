"""Ask what the catalog holds. This path imports neither numpy nor the solvers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaleos.catalog.answer import Answer
from metaleos.catalog.beside import Beside, PlaceOf
from metaleos.catalog.names import KnownNames, Names, conventions
from metaleos.catalog.request import StateRequest

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

    from metaleos.catalog.where import Condition

_RELATIVE = 1e-6
_COLUMNS = {
    "temperature": "s.temperature",
    "volume": "s.volume",
    "density": "s.density",
    "compression": "s.compression",
    "volume_ratio": "1 / s.compression",
    "axial_ratio": "s.axial_ratio",
    "theta": "s.theta",
}
STATE_UNITS = {
    "structure": "1",
    "temperature": "K",
    "volume": "bohr3/atom",
    "volume_ratio": "1",
    "compression": "1",
    "density": "g/cm3",
    "axial_ratio": "1",
    "theta": "1",
}


def query(
    connection: duckdb.DuckDBPyConnection,
    *,
    element: Names = None,
    model: Names = None,
    property: Names = None,  # noqa: A002  # the project's word
    convention: Names = None,
    request: StateRequest | None = None,
    every: bool = False,
    condition: Condition | None = None,
) -> Answer:
    """Return the stored results that a selection means, beside published and observed values.

    Parameters
    ----------
    connection : DuckDBPyConnection
        An open catalog.
    element, model, property, convention
        Names, comma lists or iterables; see `KnownNames`.
    request : StateRequest
        Only results at these states; without one, those at each model's reference state.
    every : bool
        All states, variants and conventions.
    condition : Condition
        What a state must satisfy for its rows to be returned.

    Raises
    ------
    UnknownNameError, UsageError
    """
    known = KnownNames(connection)
    elements = known.elements(element)
    chosen = known.select_models(model, every=every)
    wanted = known.properties(property)
    which = conventions(convention) if convention or not every else ["standard", "printed"]
    request = request or StateRequest()
    clauses = ["list_contains(?, s.model)", "list_contains(?, s.convention)"]
    values: list[Any] = [[item.name for item in chosen], which]
    if elements:
        clauses.append("list_contains(?, s.element)")
        values.append(elements)
    if wanted:
        clauses.append("list_contains(?, r.property)")
        values.append(wanted)
    state_clauses, state_values = state_filter(request)
    reference_only = not (state_clauses or every or (condition and condition.names_state))
    if condition:
        clause, numbers = condition.sql()
        clauses.append(clause)
        values += numbers
    narrowed = ["s.is_reference"] if reference_only else state_clauses
    rows = connection.execute(
        _SELECT.format(where=" AND ".join([*clauses, *narrowed])), [*values, *state_values]
    ).fetchall()
    answer = answer_rows(connection, rows, "metaleos.query/1")
    if condition and reference_only:
        others = connection.execute(
            _ELSEWHERE.format(where=" AND ".join([*clauses, "NOT s.is_reference"])), values
        ).fetchall()[0][0]
        if others:
            answer.notices.append(
                f"{others} more stored state{'s satisfy' if others > 1 else ' satisfies'} "
                "the condition away from the reference state; --all shows them"
            )
    return answer


_ELSEWHERE = """
SELECT count(DISTINCT c.state)
FROM current_run c
JOIN result r ON r.run = c.run AND r.state = c.state
JOIN state s ON s.id = c.state
WHERE {where}
"""


_SELECT = """
SELECT s.element, s.model, s.convention, r.property, r.term, r.value, p.unit, r.error_estimate,
       r.outcome, r.reason, s.id, s.is_reference, s.variables, s.structure, s.temperature, s.volume,
       1 / s.compression, s.compression, s.density, s.axial_ratio, s.theta, c.run
FROM current_run c
JOIN result r ON r.run = c.run AND r.state = c.state
JOIN state s ON s.id = c.state
JOIN property p ON p.name = r.property
JOIN element e ON e.symbol = s.element
JOIN model m ON m.name = s.model
LEFT JOIN model_yield y ON y.model = s.model AND y.property = r.property AND y.term = r.term
WHERE {where}
ORDER BY e.z, m.rowid, s.convention DESC, s.is_reference DESC, s.id, y.position
"""


def state_filter(request: StateRequest) -> tuple[list[str], list[Any]]:
    """Return SQL conditions and their values for the states that a request names."""
    clauses: list[str] = []
    values: list[Any] = []
    for name, wanted in request.given.items():
        if name == "structure":
            clauses.append("list_contains(?, s.structure)")
            values.append(list(wanted))
            continue
        column = _COLUMNS[name]
        near = [f"abs({column} - ?) <= ?" for _ in wanted]
        clauses.append(f"({' OR '.join(near)})")
        for number in wanted:
            values += [number, _RELATIVE * max(abs(number), 1e-12)]
    return clauses, values


def answer_rows(
    connection: duckdb.DuckDBPyConnection, rows: Iterable[tuple[Any, ...]], schema: str
) -> Answer:
    """Turn result tuples into rows with published and observed values, and their sources."""
    rows = list(rows)
    beside = Beside(connection, list(dict.fromkeys(row[0] for row in rows)))
    records = []
    states: dict[int, dict[str, dict[str, Any]]] = {}
    runs: dict[int, int] = {}
    for row in rows:
        element, model, convention, name, term, value, unit, error, outcome, reason = row[:10]
        state = states.get(row[10])
        if state is None:
            state = states[row[10]] = state_cells(row[12], row[13:-1])
            runs[id(state)] = row[-1]
        place = PlaceOf(is_reference=row[11], temperature=row[14], volume=row[15], density=row[18])
        records.append(
            {
                "element": element,
                "model": model,
                "convention": convention,
                "property": name,
                "term": term,
                "value": value,
                "unit": unit,
                "state": state,
                "error_estimate": error,
                "outcome": outcome,
                "reason": reason,
                "published": beside.published(element, model, name, term, place),
                "observed": beside.observed(element, name, term) if place.is_reference else [],
            }
        )
    return Answer(schema, records, sources_of(connection, records), runs=runs)


def state_cells(variables: str, values: Iterable[Any]) -> dict[str, dict[str, Any]]:
    """Return the state of a row: its variables, and the other ways to say the volume."""
    shown = set(variables.split(","))
    if "volume" in shown:
        shown |= {"volume_ratio", "compression", "density"}
    cells = {
        name: {"value": value, "unit": unit}
        for (name, unit), value in zip(STATE_UNITS.items(), values, strict=True)
        if name in shown and value is not None
    }
    if cells.get("structure", {}).get("value") != "hcp":
        cells.pop("axial_ratio", None)
    return cells


def sources_of(
    connection: duckdb.DuckDBPyConnection, records: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return the citations behind rows: the models' papers, then published, then observed."""
    models = list(dict.fromkeys(record["model"] for record in records))
    keys = [
        key
        for (key,) in connection.execute(
            "SELECT DISTINCT source FROM model WHERE list_contains(?, name) ORDER BY source",
            [models],
        ).fetchall()
    ]
    for kind in ("published", "observed"):
        keys += [item["source"] for record in records for item in record[kind]]
    return citations(connection, dict.fromkeys(keys))


def citations(connection: duckdb.DuckDBPyConnection, keys: Iterable[str]) -> list[dict[str, Any]]:
    """Return the citations of `keys`, in their order."""
    wanted = list(keys)
    found = {
        row[0]: dict(zip(("key", "authors", "year", "title", "journal", "doi"), row, strict=True))
        for row in connection.execute(
            "SELECT key, authors, year, title, journal, doi FROM source "
            "WHERE list_contains(?, key)",
            [wanted],
        ).fetchall()
    }
    return [found[key] for key in wanted if key in found]
