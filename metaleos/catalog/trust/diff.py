"""What differs from another catalog, or from an earlier run: every value, with its cause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb

from metaleos.catalog.ask.answer import Answer
from metaleos.catalog.solve.causes import Made, differences, parsed_settings
from metaleos.catalog.solve.staleness import inputs_read
from metaleos.catalog.states.request import SAID_ALSO
from metaleos.catalog.states.variables import variables
from metaleos.catalog.store.location import as_path
from metaleos.catalog.store.refusals import SCHEMA_VERSION
from metaleos.errors import CatalogError, UsageError
from metaleos.quantity import finite_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metaleos.catalog.states.selection import Selection

KEYS = ("element", "model", "convention", "state", "property", "term", "unit")
_HEADINGS = {
    **{name: name for name in KEYS[:6]}, "old": "old", "new": "new", "unit": "unit",
    "percent": "%", "cause": "cause",
}  # fmt: skip


def _state_text() -> str:
    """Return the expression of a state in words, over the table ``state`` s."""
    parts = []
    for item in variables().values():
        if item.says_volume and item.name != "volume":
            continue
        if item.is_word:
            parts.append(f"nullif({item.column}, '')")
            continue
        unit = "" if item.unit == "1" else f" {item.unit}"
        text = f"'{item.symbol} = ' || printf('%.10g', {item.column}) || '{unit}'"
        if item.structures:
            words = ", ".join(f"'{word}'" for word in item.structures)
            text = f"CASE WHEN s.structure IN ({words}) THEN {text} END"
        parts.append(text)
    return f"concat_ws(', ', {', '.join(parts)})"


# How a state was said first: the same question, wherever its answer lies by now.
_ANCHOR = f"string_split(s.anchor, '{SAID_ALSO}')[1]"
_SIDE = """
SELECT s.element, s.model, s.convention, {anchor} AS anchor, {state} AS state, r.property,
       r.term, r.value, r.outcome, r.run
FROM {results}
"""
_CURRENT = "{db}.state s JOIN {db}.result r ON r.run = s.run AND r.state = s.id"
_FILTER = """
  AND NOT coalesce(abs(n.value - o.value) <= ? * greatest(abs(n.value), abs(o.value)), false)
  AND (? OR list_contains(?, coalesce(n.element, o.element)))
  AND (? OR list_contains(?, coalesce(n.model, o.model)))
  AND (? OR list_contains(?, coalesce(n.property, o.property)))
"""
"""What `_filters` has the values of."""
_DIFFERENCES = """
SELECT coalesce(n.element, o.element), coalesce(n.model, o.model),
       coalesce(n.convention, o.convention), coalesce(n.state, o.state),
       coalesce(n.property, o.property), coalesce(n.term, o.term), p.unit,
       o.value, n.value, o.outcome, n.outcome, o.run, n.run
FROM ({old}) o FULL JOIN ({new}) n
  ON n.element = o.element AND n.model = o.model AND n.convention = o.convention
 AND n.anchor = o.anchor AND n.property = o.property AND n.term = o.term
LEFT JOIN property p ON p.name = coalesce(n.property, o.property)
LEFT JOIN element e ON e.symbol = coalesce(n.element, o.element)
LEFT JOIN model m ON m.name = coalesce(n.model, o.model)
LEFT JOIN model_yield y ON y.model = m.name AND y.property = p.name
 AND y.term = coalesce(n.term, o.term)
WHERE (n.value IS DISTINCT FROM o.value OR n.outcome IS DISTINCT FROM o.outcome) {filter}
ORDER BY e.z, m.rowid, 3 DESC, 4, y.position, 5, 6
"""
_FACT_DIFFERENCES = """
SELECT coalesce(n.element, o.element), coalesce(n.model, o.model),
       coalesce(n.convention, o.convention), coalesce(n.id, o.id),
       coalesce(n.property, o.property), '{table}', coalesce(n.unit, o.unit), o.value, n.value,
       CASE WHEN o.id IS NULL THEN 'new fact' WHEN n.id IS NULL THEN 'fact removed'
            ELSE 'fact changed' END
FROM ({side} {other}.{table} t) o FULL JOIN ({side} {table} t) n ON n.id = o.id
WHERE (n.value IS DISTINCT FROM o.value OR (n.id IS NULL) <> (o.id IS NULL)) {filter}
ORDER BY 1, 2, 3, 4, 5, 7, 8, 9, o.id IS NULL, n.id IS NULL, o.printed, n.printed
"""


def _filters(selection: Selection, tolerance: float) -> list[Any]:
    found: list[Any] = [tolerance]
    for names in (selection.elements, selection.models, selection.properties):
        found += [not names, list(names)]
    return found


def diff(
    connection: duckdb.DuckDBPyConnection, old: str, selection: Selection, tolerance: float = 0.0
) -> Answer:
    """Return every value that differs between an older state of affairs and this catalog.

    Parameters
    ----------
    connection : DuckDBPyConnection
        The catalog of today, read-only.
    old : str
        Path of another catalog file, or the number of a run of this one, whose results are held
        against those that are current at the same states.
    selection : Selection
        Its elements, models and properties.
    tolerance : float
        Relative difference up to which two values are the same.

    Returns
    -------
    Answer
        Keys ``element``, ``model``, ``convention``, ``state``, ``property``, ``term``, ``unit``,
        ``old``, ``new``, ``percent``, ``cause``, ``old_outcome``, ``new_outcome``. Of another
        file also the facts that differ: ``term`` is then the table of facts, ``state`` the id.

    Raises
    ------
    UsageError
        If `old` is neither a file nor a run, or the tolerance is none.
    CatalogError
        If the file is no catalog.
    """
    if finite_number(tolerance, "tolerance") < 0:
        raise UsageError(f"tolerance {tolerance:g} is no relative difference", "0 or more")
    filters = _filters(selection, tolerance)
    here = str(connection.execute("SELECT current_database()").fetchall()[0][0])
    new = _side(_quoted(here))
    if old.isdigit():
        run = _known_run(connection, int(old))
        before = _side("", "result r JOIN state s ON s.id = r.state")
        before += f" WHERE r.run = {run}"
        # Only what was said in the words of that run's states is compared.
        new += (
            f" WHERE (s.element, s.model, s.convention, {_ANCHOR}) IN (SELECT (t.element, t.model, "
            f"t.convention, {_ANCHOR.replace('s.', 't.')}) FROM result q "
            f"JOIN state t ON t.id = q.state WHERE q.run = {run})"
        )
        rows = _found(connection, before, new, _quoted(here), filters)
    else:
        other = _attach(connection, old, here)
        try:
            rows = _found(connection, _side(other), new, other, filters)
            rows += _facts(connection, other, filters)
        finally:
            connection.execute(f"DETACH {other}")
    return Answer("metaleos.diff/1", rows, headings=_HEADINGS, extra={"differences": len(rows)})


def _side(db: str, results: str = _CURRENT) -> str:
    """Return the statement of the results of a database, each at its state."""
    return _SIDE.format(anchor=_ANCHOR, state=_state_text(), results=results.format(db=db))


def _row(
    labels: Sequence[Any], old: float | None, new: float | None, cause: str, *outcomes: str
) -> dict[str, Any]:
    was, now = outcomes or (None, None)
    return {
        **dict(zip(KEYS, labels, strict=True)), "old": old, "new": new,
        "percent": 100 * (new - old) / abs(old) if old and new is not None else None,
        "cause": cause, "old_outcome": was, "new_outcome": now,
    }  # fmt: skip


def _found(
    connection: duckdb.DuckDBPyConnection, old: str, new: str, where: str, filters: list[Any]
) -> list[dict[str, Any]]:
    statement = _DIFFERENCES.format(old=old, new=new, filter=_FILTER)
    rows = connection.execute(statement, filters).fetchall()
    before = _runs(connection, f"{where}.", {row[11] for row in rows if row[11] is not None})
    after = _runs(connection, "", {row[12] for row in rows if row[12] is not None})
    causes = {key: _cause(before.get(key[0]), after.get(key[1])) for key in {r[11:] for r in rows}}
    return [_row(row[:7], row[7], row[8], causes[row[11:]], *row[9:11]) for row in rows]


_UNIT_OF = "(SELECT unit FROM property p WHERE p.name = t.property)"
_FACTS = {
    "parameter": (
        "element", "concat_ws('/', theory, nullif(variant, ''))", "convention", "name", "unit",
    ),
    "constant": ("element", "''", "''", "property", _UNIT_OF),
    "observation": ("element", "''", "''", "property", _UNIT_OF),
    "reference": ("element", "''", "''", "property", _UNIT_OF),
    "published": ("element", "model", "''", "property", _UNIT_OF),
}  # fmt: skip
"""Tables of facts with what their rows call element, model, convention, property and unit."""


def _facts(
    connection: duckdb.DuckDBPyConnection, other: str, filters: list[Any]
) -> list[dict[str, Any]]:
    """Return the facts that differ between the older catalog and this one."""
    found = []
    for table, columns in _FACTS.items():
        names = ("element", "model", "convention", "property", "unit")
        shown = ", ".join(f"{text} AS {name}" for text, name in zip(columns, names, strict=True))
        side = f"SELECT id, {shown}, value, printed FROM "
        statement = _FACT_DIFFERENCES.format(table=table, side=side, other=other, filter=_FILTER)
        rows = connection.execute(statement, filters).fetchall()
        found += [_row(row[:7], *row[7:10]) for row in rows]
    return found


def _runs(
    connection: duckdb.DuckDBPyConnection, where: str, runs: set[int]
) -> dict[int, tuple[Made, str]]:
    """Return what runs were made with, and by which version."""
    read = inputs_read(connection, sorted(runs), where)
    return {
        run: (Made(revision, parsed_settings(settings), read.get(run, {})), version)
        for run, revision, settings, version in connection.execute(
            f"SELECT r.id, r.revision, r.settings, r.version FROM {where}run r "
            "JOIN (SELECT unnest(?::BIGINT[]) AS id) w ON w.id = r.id",
            [list(runs)],
        ).fetchall()
    }


def _cause(old: tuple[Made, str] | None, new: tuple[Made, str] | None) -> str:
    if old is None:
        return "not in the older"
    if new is None:
        return "not stored any more"
    texts = [str(cause) for cause in differences(old[0], new[0])]
    if texts:
        return "; ".join(texts)
    if old[1] != new[1]:
        return f"same inputs and revision, metaleos {old[1]} -> {new[1]}"
    return "same inputs, settings and revision: rounding, or a solver changed without a revision"


def _known_run(connection: duckdb.DuckDBPyConnection, run: int) -> int:
    rows = connection.execute("SELECT count(*), min(id), max(id) FROM run").fetchall()
    count, first, last = rows[0]
    if not connection.execute("SELECT 1 FROM run WHERE id = ?", [run]).fetchall():
        valid = f"runs are {first} to {last}" if count else "no run is stored"
        raise UsageError(f"there is no run {run}", valid)
    return run


def _attach(connection: duckdb.DuckDBPyConnection, path: str, here: str) -> str:
    """Attach another catalog and return the name that it has in statements."""
    file = as_path(path, "catalog")
    if not file.is_file():
        raise UsageError(f"{path} is neither a catalog file nor the number of a run")
    open_ = connection.execute("SELECT path FROM duckdb_databases() WHERE NOT internal").fetchall()
    if any(path_ and file.samefile(path_) for (path_,) in open_):
        raise UsageError(f"{path} is the catalog itself", "name another file, or a run")
    # A catalog is called after its file: the other must not be called the same.
    name = _quoted("the_other" if here != "the_other" else "another")
    text = str(file).replace("'", "''")
    meta = f"SELECT value FROM {name}.meta WHERE key = 'schema_version'"
    try:
        connection.execute(f"ATTACH '{text}' AS {name} (READ_ONLY)")
        stamp = connection.execute(meta).fetchall()
        version = stamp[0][0] if stamp else "unknown"
        reason = f"it has schema version {version}, this one {SCHEMA_VERSION}"
    except duckdb.Error as error:
        version, reason = "", str(error).splitlines()[0]
    if version != SCHEMA_VERSION:
        connection.execute(f"DETACH DATABASE IF EXISTS {name}")
        raise CatalogError(f"{path} cannot be compared: {reason}", "name a catalog file")
    return name


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
