"""What differs from another catalog, or from an earlier run: every value, with its cause."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from metaleos.catalog.causes import (
    Cause,
    Declared,
    ReadInput,
    declaration_causes,
    parsed_settings,
)
from metaleos.errors import CatalogError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

KEYS = ("element", "model", "convention", "state", "property", "term", "unit")
_STATE = (
    "concat_ws(', ', nullif(s.structure, ''), 'T = ' || printf('%.10g', s.temperature) || ' K', "
    "'V = ' || printf('%.10g', s.volume) || ' bohr3/atom', "
    "CASE WHEN s.structure = 'hcp' THEN 'c/a = ' || printf('%.10g', s.axial_ratio) END, "
    "'theta = ' || printf('%.10g', s.theta))"
)
_SIDE = """
SELECT s.element, s.model, s.convention, s.anchor, {state} AS state, r.property, r.term, r.value,
       r.outcome, r.run
FROM {db}.current_run c JOIN {db}.result r ON r.run = c.run AND r.state = c.state
JOIN {db}.state s ON s.id = c.state
"""
_RUN = """
SELECT s.element, s.model, s.convention, s.anchor, {state} AS state, r.property, r.term, r.value,
       r.outcome, r.run
FROM result r JOIN state s ON s.id = r.state
"""
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
WHERE (n.value IS DISTINCT FROM o.value OR n.outcome IS DISTINCT FROM o.outcome)
  AND NOT coalesce(abs(n.value - o.value) <= ? * greatest(abs(n.value), abs(o.value)), false)
  AND (? OR list_contains(?, coalesce(n.element, o.element)))
  AND (? OR list_contains(?, coalesce(n.model, o.model)))
  AND (? OR list_contains(?, coalesce(n.property, o.property)))
ORDER BY e.z, m.rowid, 3 DESC, 4, y.position, 5, 6
"""


def differences(
    connection: duckdb.DuckDBPyConnection,
    old: str,
    *,
    elements: list[str] | None = None,
    models: list[str] | None = None,
    properties: list[str] | None = None,
    tolerance: float = 0.0,
) -> list[dict[str, Any]]:
    """Return every value that differs between an older state of affairs and this catalog.

    Parameters
    ----------
    connection : DuckDBPyConnection
        The catalog of today, read-only.
    old : str
        Path of another catalog file, or the number of a run of this one, whose results are held
        against those that are current at the same states.
    elements, models, properties : list of str
        Only these; None or nothing means all.
    tolerance : float
        Relative difference up to which two values are the same.

    Returns
    -------
    list of dict
        Keys ``element``, ``model``, ``convention``, ``state``, ``property``, ``term``, ``unit``,
        ``old``, ``new``, ``percent``, ``cause``, ``old_outcome``, ``new_outcome``. Of another
        file also the facts that differ: ``term`` is then the table of facts, ``state`` the id.

    Raises
    ------
    UsageError
        If `old` is neither a file nor a run.
    CatalogError
        If the file is no catalog.
    """
    filters: list[Any] = [tolerance]
    for names in (elements, models, properties):
        filters += [not names, list(names or ())]
    here = str(connection.execute("SELECT current_database()").fetchall()[0][0])
    new = _SIDE.format(state=_STATE, db=_quoted(here))
    if old.isdigit():
        run = _known_run(connection, int(old))
        before = _RUN.format(state=_STATE) + f" WHERE r.run = {run}"
        # Only the states of that run are compared.
        new += f" WHERE c.state IN (SELECT state FROM result WHERE run = {run})"
        return _found(connection, before, new, filters, _quoted(here))
    _attach(connection, old)
    try:
        before = _SIDE.format(state=_STATE, db="older")
        found = _found(connection, before, new, filters, "older")
        return found + _facts(connection, filters)
    finally:
        connection.execute("DETACH older")


def _found(
    connection: duckdb.DuckDBPyConnection, old: str, new: str, filters: list[Any], where: str
) -> list[dict[str, Any]]:
    rows = connection.execute(_DIFFERENCES.format(old=old, new=new), filters).fetchall()
    before = _runs(connection, where, {row[11] for row in rows if row[11] is not None})
    after = _runs(connection, "main", {row[12] for row in rows if row[12] is not None})
    causes: dict[tuple[int | None, int | None], str] = {}
    found = []
    for row in rows:
        key = (row[11], row[12])
        if key not in causes:
            causes[key] = _cause(before.get(row[11]), after.get(row[12]))
        was, now = row[7], row[8]
        found.append(
            {
                **dict(zip(KEYS, row[:7], strict=True)),
                "old": was,
                "new": now,
                "percent": _percent(was, now),
                "cause": causes[key],
                "old_outcome": row[9],
                "new_outcome": row[10],
            }
        )
    return found


_UNIT_OF = "(SELECT unit FROM property p WHERE p.name = t.property)"
_FACTS = {
    "parameter": (
        "element", "concat_ws('/', theory, nullif(variant, ''))", "convention", "name", "unit",
    ),
    "constant": ("element", "''", "''", "property", _UNIT_OF),
    "observation": ("element", "''", "''", "property", _UNIT_OF),
    "published": ("element", "model", "''", "property", _UNIT_OF),
}  # fmt: skip
"""Tables of facts with what their rows call element, model, convention, property and unit."""


def _facts(connection: duckdb.DuckDBPyConnection, filters: list[Any]) -> list[dict[str, Any]]:
    """Return the facts that differ between the older catalog and this one."""
    found = []
    for table, columns in _FACTS.items():
        element, model, convention, name, unit = columns
        side = (
            f"SELECT id, {element} AS element, {model} AS model, {convention} AS convention, "
            f"{name} AS property, {unit} AS unit, value, printed FROM "
        )
        for row in connection.execute(
            f"SELECT coalesce(n.element, o.element), coalesce(n.model, o.model), "
            "coalesce(n.convention, o.convention), coalesce(n.id, o.id), "
            "coalesce(n.property, o.property), coalesce(n.unit, o.unit), o.value, n.value, "
            "o.id IS NULL, n.id IS NULL, o.printed, n.printed "
            f"FROM ({side} older.{table} t) o FULL JOIN ({side} main.{table} t) n ON n.id = o.id "
            "WHERE (n.value IS DISTINCT FROM o.value OR (n.id IS NULL) <> (o.id IS NULL)) "
            "AND NOT coalesce(abs(n.value - o.value) <= ? * greatest(abs(n.value), abs(o.value)), "
            "false) "
            "AND (? OR list_contains(?, coalesce(n.element, o.element))) "
            "AND (? OR list_contains(?, coalesce(n.model, o.model))) "
            "AND (? OR list_contains(?, coalesce(n.property, o.property))) ORDER BY ALL",
            filters,
        ).fetchall():
            was, now = row[6], row[7]
            cause = "new fact" if row[8] else "fact removed" if row[9] else "fact changed"
            found.append(
                {
                    **dict(zip(KEYS[:5], row[:5], strict=True)),
                    "term": table,
                    "unit": row[5],
                    "old": was,
                    "new": now,
                    "percent": _percent(was, now),
                    "cause": cause,
                    "old_outcome": None,
                    "new_outcome": None,
                }
            )
    return found


def _percent(old: float | None, new: float | None) -> float | None:
    return 100 * (new - old) / abs(old) if old and new is not None else None


class _Run:
    """What a run was made with."""

    def __init__(self, revision: int, settings: str, version: str, stamp: str) -> None:
        self.revision = revision
        self.settings = parsed_settings(settings)
        self.version = version
        self.stamp = stamp
        self.inputs: dict[str, ReadInput] = {}


def _runs(connection: duckdb.DuckDBPyConnection, where: str, runs: set[int]) -> dict[int, _Run]:
    wanted = "JOIN (SELECT unnest(?::BIGINT[]) AS id) w ON w.id ="
    found = {
        run: _Run(*rest)
        for run, *rest in connection.execute(
            f"SELECT r.id, r.revision, r.settings, r.version, r.fingerprint FROM {where}.run r "
            f"{wanted} r.id",
            [list(runs)],
        ).fetchall()
    }
    for run, *item in connection.execute(
        f"SELECT i.run, i.name, i.kind, i.value, i.unit FROM {where}.run_input i {wanted} i.run",
        [list(runs)],
    ).fetchall():
        found[run].inputs[item[0]] = ReadInput(*item)
    return found


def _cause(old: _Run | None, new: _Run | None) -> str:
    if old is None:
        return "not in the older"
    if new is None:
        return "not stored any more"
    texts = [str(cause) for cause in _causes(old, new)]
    if texts:
        return "; ".join(texts)
    if old.version != new.version:
        return f"same inputs and revision, metaleos {old.version} -> {new.version}"
    return "same inputs, settings and revision: rounding, or a solver changed without a revision"


def _causes(old: _Run, new: _Run) -> Iterator[Cause]:
    yield from declaration_causes(
        old.revision, old.settings, Declared("", "", new.revision, new.settings)
    )
    for name in sorted({*old.inputs, *new.inputs}):
        was, now = old.inputs.get(name), new.inputs.get(name)
        before, after = (item.value if item else None for item in (was, now))
        if before != after:
            kind = "new" if before is None else "missing" if after is None else "input"
            unit = (now or was or ReadInput("", "", None, "")).unit
            yield Cause(kind, name, before, after, unit)


def _known_run(connection: duckdb.DuckDBPyConnection, run: int) -> int:
    rows = connection.execute("SELECT count(*), min(id), max(id) FROM run").fetchall()
    count, first, last = rows[0]
    if not connection.execute("SELECT 1 FROM run WHERE id = ?", [run]).fetchall():
        valid = f"runs are {first} to {last}" if count else "no run is stored"
        raise UsageError(f"there is no run {run}", valid)
    return run


def _attach(connection: duckdb.DuckDBPyConnection, path: str) -> None:
    file = Path(path).expanduser()
    if not file.is_file():
        raise UsageError(f"{path} is neither a catalog file nor the number of a run")
    here = connection.execute("SELECT path FROM duckdb_databases() WHERE NOT internal").fetchall()
    if any(path_ and file.samefile(path_) for (path_,) in here):
        raise UsageError(f"{path} is the catalog itself", "name another file, or a run")
    text = str(file).replace("'", "''")
    try:
        connection.execute(f"ATTACH '{text}' AS older (READ_ONLY)")
        connection.execute("SELECT 1 FROM older.meta, older.run, older.result LIMIT 1").fetchall()
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        _detach(connection)
        raise CatalogError(f"{path} cannot be compared: {reason}", "name a catalog file") from None


def _detach(connection: duckdb.DuckDBPyConnection) -> None:
    attached: Iterable[tuple[str]] = connection.execute(
        "SELECT database_name FROM duckdb_databases()"
    ).fetchall()
    if ("older",) in attached:
        connection.execute("DETACH older")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
