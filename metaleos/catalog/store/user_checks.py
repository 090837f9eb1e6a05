"""Checks of a staged user file: set-wise in SQL; only what is wrong is looked at in Python."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from metaleos.catalog.store.names import USER_PREFIX
from metaleos.errors import FactError, MetaleosError, UnitError
from metaleos.ingest.kinds import KINDS
from metaleos.ingest.user_csv import STATE_UNITS
from metaleos.ingest.user_numbers import (
    UNCERTAINTY_OF_PARTS,
    UNSIGNED,
    VALUE_OF_PARTS,
    parts,
    plain,
    why_not_a_number,
)
from metaleos.quantity import unit_factor
from metaleos.units import conversion_factor

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb

    from metaleos.catalog.store.names import KnownNames
    from metaleos.ingest.user_csv import UserFile

_MOST_SPELLINGS = 5000
# Rows of a table made in the transaction under way do not count from 0.
_ROW = "(rowid - (SELECT min(rowid) FROM staged))"
_IN_KEY = {
    "model": "", "term": "", "phase": "", "structure": "", "temperature": "T=", "volume": "V=",
    "density": "rho=", "state": "@", "locator": "#",
}  # fmt: skip
_OBSERVED = ("material", "uncertainty_kind", "evidence")
"""Columns that say something of an observation only."""
_QUANTITY = rf"^\s*([+-]?{UNSIGNED}(?:[eE][+-]?[0-9]+)?)\s*(\S.*?)\s*$"


def check(connection: duckdb.DuckDBPyConnection, file: UserFile, known: KnownNames) -> None:
    """Turn the table ``staged`` into ``checked``: names resolved, values in storage units.

    Parameters
    ----------
    connection : DuckDBPyConnection
        A catalog, with the file staged.
    file : UserFile
    known : KnownNames

    Raises
    ------
    FactError
        On the first line that cannot be accepted, or two lines with one key.
    """
    has = set(file.columns)
    _resolve(connection, known, has)
    joins = _state_units(connection, file)
    connection.execute(_statement(file, joins))
    _first_problem(connection, file, known)
    _repeated_key(connection, file)
    if "citation" in has:
        _one_citation(connection, file)


# Names and units ----------------------------------------------------------------------------


def _distinct(connection: duckdb.DuckDBPyConnection, columns: str) -> list[tuple[Any, ...]]:
    statement = f"SELECT DISTINCT {columns} FROM staged LIMIT {_MOST_SPELLINGS}"
    return connection.execute(statement).fetchall()


def fill(
    connection: duckdb.DuckDBPyConnection, table: str, columns: str, rows: list[tuple[Any, ...]]
) -> None:
    """Make a temporary table of `rows`."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} ({columns})")
    with connection.appender(table) as appender:
        for row in rows:
            appender.append_row(*row)


def _resolve(connection: duckdb.DuckDBPyConnection, known: KnownNames, has: set[str]) -> None:
    """Resolve every spelling once, into small tables that the check joins."""
    elements = _distinct(connection, "element")
    rows = [(text, found) for (text,) in elements if (found := _one(known.elements, text))]
    fill(connection, "known_element", "text VARCHAR, symbol VARCHAR", rows)
    names = [
        (text, unit, name, factor_between(unit, known.units[name], conversion_factor))
        for text, unit in _distinct(connection, "property, coalesce(unit, '')")
        if (name := _one(known.properties, text))
    ]
    columns = "text VARCHAR, unit VARCHAR, property VARCHAR, factor DOUBLE"
    fill(connection, "known_unit", columns, names)
    models = _distinct(connection, "model") if "model" in has else []
    rows = [
        (text, name) for (text,) in models if text and (name := _model(connection, known, text))
    ]
    fill(connection, "known_model", "text VARCHAR, name VARCHAR", rows)


def _one(resolve: Callable[[str], list[str]], text: str | None) -> str | None:
    # A comma list would mean several; a cell means one.
    if not text or "," in text:
        return None
    try:
        found = resolve(text.strip())
    except MetaleosError:
        return None
    return found[0] if len(found) == 1 else None


def _model(connection: duckdb.DuckDBPyConnection, known: KnownNames, text: str) -> str | None:
    name = text.strip()
    printed = connection.execute(
        "SELECT model FROM published WHERE lower(model) = lower(?) AND cell IS NOT NULL LIMIT 1",
        [name],
    ).fetchall()
    if printed:
        return str(printed[0][0])
    return _one(lambda word: [model.name for model in known.select_models(word)], name)


def factor_between(unit: str, target: str, convert: Callable[[str, str], float]) -> float | None:
    """Return what a value in `unit` is multiplied by to be in `target`; None where nothing is."""
    try:
        return convert(unit.strip(), target) if unit.strip() else None
    except UnitError:
        return None


def _state_units(connection: duckdb.DuckDBPyConnection, file: UserFile) -> list[str]:
    """Resolve units inside the cells of state columns; return the columns that have such cells."""
    found = []
    for column in STATE_UNITS:
        if column not in file.columns:
            continue
        behind = f"regexp_extract({column}, '{_QUANTITY}', 2)"
        units = connection.execute(
            f"SELECT DISTINCT {behind} FROM staged WHERE {column} IS NOT NULL "
            f"AND TRY_CAST({column} AS DOUBLE) IS NULL LIMIT {_MOST_SPELLINGS}"
        ).fetchall()
        if units:
            rows = [
                (unit, factor_between(unit, STATE_UNITS[column], unit_factor))
                for (unit,) in units
                if unit
            ]
            fill(connection, f"unit_of_{column}", "unit VARCHAR, factor DOUBLE", rows)
            found.append(column)
    return found


# The statement ------------------------------------------------------------------------------


def _statement(file: UserFile, in_cells: list[str]) -> str:
    """Return the statement that makes ``checked``; every name in it is ours.

    Aliases differ from the names of columns, which would stand before them.
    """
    has = set(file.columns)
    joins = ["LEFT JOIN known_model m ON m.text = c.model"] if "model" in has else []
    for column in in_cells:
        behind = f"regexp_extract(c.{column}, '{_QUANTITY}', 2)"
        joins.append(f"LEFT JOIN unit_of_{column} u_{column} ON u_{column}.unit = {behind}")
    states = ", ".join(
        f"{_state_value(column, file, in_cells) if column in has else 'NULL::DOUBLE'} "
        f"AS at_{column}"
        for column in STATE_UNITS
    )
    no_text = "''"
    texts = ", ".join(
        f"{_text(name) if name in has else no_text} AS the_{name}"
        for name in ("phase", "material", "structure", "state", "locator", "note", "citation")
    )
    term = "coalesce(nullif(lower(trim(c.term)), ''), 'total')" if "term" in has else "'total'"
    named = [_key_part(name, mark) for name, mark in _IN_KEY.items() if name in has]
    key = ", ".join(["source_key", "symbol", "u.property", *named])
    return f"""
CREATE OR REPLACE TEMP TABLE checked AS
WITH cells AS (
    SELECT *, {_ROW} AS row, {plain("value")} AS plain,
           CASE WHEN plain IS NULL THEN {parts("value")} END AS p
    FROM staged
)
SELECT c.row, e.symbol, u.property AS name, {"m.name" if "model" in has else "NULL::VARCHAR"} AS by,
       {term} AS the_term, coalesce(c.plain, {VALUE_OF_PARTS.replace("p.", "c.p.")}) AS number,
       number * u.factor AS stored, {UNCERTAINTY_OF_PARTS.replace("p.", "c.p.")} AS behind,
       {plain("c.uncertainty") if "uncertainty" in has else "NULL::DOUBLE"} AS apart,
       coalesce(apart, behind) * u.factor AS error,
       CASE WHEN error IS NULL THEN '' ELSE {_word("uncertainty_kind", "stated", has)} END
       AS the_uncertainty_kind, {_word("evidence", "primary", has)} AS the_evidence,
       trim(c.value) AS printed, trim(c.unit) AS printed_unit, {states}, {texts},
       {_typed(file)} AS typed, trim(c.source) AS source_key,
       '{USER_PREFIX}' || concat_ws('/', {key}) AS id,
       {_problem(file)} AS problem
FROM cells c
LEFT JOIN known_element e ON e.text = c.element
LEFT JOIN known_unit u ON u.text = c.property AND u.unit = coalesce(c.unit, '')
{" ".join(joins)}
"""


def _text(name: str) -> str:
    return f"coalesce(trim(c.{name}), '')"


def _word(name: str, default: str, has: set[str]) -> str:
    return f"coalesce({_given(name)}, '{default}')" if name in has else f"'{default}'"


def _given(name: str) -> str:
    return f"nullif(lower({_text(name)}), '')"


def _state_value(column: str, file: UserFile, in_cells: list[str]) -> str:
    unit = file.units.get(column, STATE_UNITS[column])
    factor = factor_between(unit, STATE_UNITS[column], unit_factor)
    if factor is None:
        raise FactError(
            f"{file.name}, line 1: {unit!r} is not a unit of {column}",
            f"for example {column} [{STATE_UNITS[column]}]; nothing was stored",
        )
    bare = f"{plain(f'c.{column}')} * {factor!r}"
    if column not in in_cells:
        return bare
    number = f"TRY_CAST(regexp_extract(c.{column}, '{_QUANTITY}', 1) AS DOUBLE)"
    return f"coalesce({bare}, {number} * u_{column}.factor)"


def _typed(file: UserFile) -> str:
    """Return the expression of the cells as typed whose numbers alone are kept, by column."""
    cells = []
    for name in (*STATE_UNITS, "uncertainty"):
        if name in file.columns:
            unit = f" {file.units[name]}" if name in file.units else ""
            bare = f"CASE WHEN {plain(f'c.{name}')} IS NULL THEN '' ELSE '{unit}' END"
            behind = f" || {bare}" if unit else ""
            cells.append(f"{{'k': '{name}', 'v': nullif(trim(c.{name}), ''){behind}}}")
    if not cells:
        return "MAP {}::MAP(VARCHAR, VARCHAR)"
    return f"map_from_entries(list_filter([{', '.join(cells)}], lambda x: x.v IS NOT NULL))"


def _key_part(name: str, mark: str) -> str:
    if name in STATE_UNITS:
        return f"'{mark}' || at_{name}"
    special = {"model": "m.name", "term": "nullif(the_term, 'total')"}
    return special.get(name) or f"'{mark}' || nullif(trim(c.{name}), '')"


def _problem(file: UserFile) -> str:
    """Return the expression of the first column that is wrong in a line, NULL where none is."""
    cases = [
        ("e.symbol IS NULL", "element"),
        ("u.property IS NULL", "property"),
        ("number IS NULL OR NOT isfinite(number)", "value"),
        ("u.factor IS NULL", "unit"),
        ("NOT isfinite(stored)", "value"),
        ("coalesce(source_key, '') = ''", "source"),
    ]
    if "uncertainty" in file.columns:
        cases += [
            ("apart IS NULL AND nullif(trim(c.uncertainty), '') IS NOT NULL", "uncertainty"),
            ("apart < 0 OR NOT isfinite(apart)", "uncertainty"),
            ("apart IS NOT NULL AND behind IS NOT NULL", "uncertainty"),
        ]
    for column, bad in {"temperature": "< 0", "volume": "<= 0", "density": "<= 0"}.items():
        if column in file.columns:
            at = f"at_{column}"
            cases.append((f"{at} IS NULL AND nullif(trim(c.{column}), '') IS NOT NULL", column))
            cases.append((f"{at} {bad} OR NOT isfinite({at})", column))
    if "model" in file.columns:
        cases.append(("m.name IS NULL AND nullif(trim(c.model), '') IS NOT NULL", "model"))
    for column in _OBSERVED:
        if column in file.columns and "model" in file.columns:
            cases.append((f"m.name IS NOT NULL AND {_given(column)} IS NOT NULL", column))
        if column in file.columns and column in KINDS:
            cases.append((f"{_given(column)} NOT IN {KINDS[column]}", column))
    if "uncertainty_kind" in file.columns:
        cases.append((f"error IS NULL AND {_given('uncertainty_kind')} <> ''", "uncertainty_kind"))
    whens = " ".join(f"WHEN {test} THEN '{name}'" for test, name in cases)
    return f"CASE {whens} END"


# What is wrong, in words --------------------------------------------------------------------


def _first_problem(
    connection: duckdb.DuckDBPyConnection, file: UserFile, known: KnownNames
) -> None:
    row, column, count = connection.execute(
        "SELECT min(row), arg_min(problem, row), count(*) FROM checked WHERE problem IS NOT NULL"
    ).fetchall()[0]
    if row is None:
        return
    cells = _cells(connection, file, row)
    what, hint = _explain(column, cells, known)
    if _is_shifted(file, cells, known):
        hint = "the cells stand beside their headings: is the header shifted by one?"
    others = f"{count - 1} more line{'s' if count > 2 else ''} cannot be accepted"
    more = f" (and {others})" if count > 1 else ""
    raise _refused(file, row, column, f"{what}{more}", hint)


def _refused(file: UserFile, row: int, column: str, what: str, hint: str) -> FactError:
    where = f"{file.name}, line {file.line_of(row)}, column {column}"
    return FactError(f"{where}: {what}", f"{hint}; nothing was stored")


def _cells(connection: duckdb.DuckDBPyConnection, file: UserFile, row: int) -> dict[str, str]:
    values = connection.execute(f"SELECT * FROM staged WHERE {_ROW} = ?", [row]).fetchall()[0]
    return {name: (value or "").strip() for name, value in zip(file.columns, values, strict=True)}


def _explain(column: str, cells: dict[str, str], known: KnownNames) -> tuple[str, str]:
    text = cells[column]
    if not text and column != "unit":
        return f"{column} is missing", f"every line needs {_article(column)}"
    if column in {"element", "property", "model"}:
        return _unknown(column, text, known)
    if column == "unit":
        name = known.properties(cells["property"])[0]
        unit = known.units[name]
        if not text:
            example = "write 1 for a pure number" if unit == "1" else f"for example {unit}"
            return f"the unit of {name} is missing", example
        try:
            conversion_factor(text, unit)
        except UnitError as error:
            return error.message, error.hint or f"for example {unit}"
    if column == "uncertainty":
        return _uncertainty(cells)
    if column in _OBSERVED:
        return _of_an_observation(column, cells)
    if column in STATE_UNITS:
        lowest = "zero or more" if column == "temperature" else "positive"
        hint = f"a finite number in {STATE_UNITS[column]}, {lowest}, or one with its unit"
        return f"{text!r} is not a {column}", hint
    if text.casefold().lstrip("+-") not in {"nan", "inf", "infinity"} and _reads(text):
        return f"{text!r} is too large to be kept", "look at its exponent and unit"
    why, hint = why_not_a_number(text)
    return f"{text!r} {why}", hint


def _article(column: str) -> str:
    return {"element": "an element", "value": "a value"}.get(column, f"a {column}")


def _reads(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return "_" not in text


def _unknown(column: str, text: str, known: KnownNames) -> tuple[str, str]:
    resolve: dict[str, Callable[[str], object]] = {
        "element": known.elements,
        "property": known.properties,
        "model": known.select_models,
    }
    try:
        resolve[column](text)
    except MetaleosError as error:
        return error.message, error.hint
    return f"{text!r} means several {column}s", f"give one {column} in each line"


def _uncertainty(cells: dict[str, str]) -> tuple[str, str]:
    text, value = cells["uncertainty"], cells["value"]
    if not _reads(text):
        why, hint = why_not_a_number(text)
        return f"{text!r} {why}", hint
    if re.search(r"\(\d+\)", value):
        both = f"{text!r} and the digits in {value!r} both say the uncertainty"
        return both, "give one of them"
    return f"{text!r} is no uncertainty", "it must be finite and zero or more"


def _of_an_observation(column: str, cells: dict[str, str]) -> tuple[str, str]:
    text = cells[column]
    if cells.get("model"):
        return f"{text!r} belongs to an observation", "leave it empty where a model is named"
    if text.casefold() in KINDS[column]:
        return f"{text!r} has no uncertainty that it could be of", "give the uncertainty"
    return f"{text!r} is no kind of {column}", f"valid: {', '.join(KINDS[column])}"


def _is_shifted(file: UserFile, cells: dict[str, str], known: KnownNames) -> bool:
    """Whether names of elements and properties stand one column beside their headings."""
    values = list(cells.values())
    for step in (-1, 1):
        rolled = values[step:] + values[:step]
        names = dict(zip(file.columns, rolled, strict=True))
        if _one(known.elements, names["element"]) and _one(known.properties, names["property"]):
            return True
    return False


def _repeated_key(connection: duckdb.DuckDBPyConnection, file: UserFile) -> None:
    # Hashes are quick to count; only where they repeat are the keys themselves compared.
    total, different = connection.execute(
        "SELECT count(*), count(DISTINCT hash(id)) FROM checked"
    ).fetchall()[0]
    if total == different:
        return
    twice = connection.execute(
        "SELECT row, before FROM (SELECT row, lag(row) OVER (PARTITION BY id ORDER BY row) "
        "AS before FROM checked) WHERE before IS NOT NULL ORDER BY row LIMIT 1"
    ).fetchall()
    if not twice:
        return
    row, before = twice[0]
    cells = _cells(connection, file, row)
    what = " ".join(cells[name] for name in ("element", "property", "source"))
    twin = f"{what} has the same key as line {file.line_of(before)}"
    hint = "tell them apart by temperature, phase, state or locator, or keep one"
    raise _refused(file, row, "element", twin, hint)


def _one_citation(connection: duckdb.DuckDBPyConnection, file: UserFile) -> None:
    rows = connection.execute(
        "SELECT c.row, c.source_key FROM checked c JOIN (SELECT source_key, "
        "arg_min(the_citation, row) AS first FROM checked WHERE the_citation <> '' "
        "GROUP BY source_key) f ON f.source_key = c.source_key "
        "WHERE c.the_citation <> '' AND c.the_citation <> f.first ORDER BY c.row LIMIT 1"
    ).fetchall()
    if rows:
        row, key = rows[0]
        what = f"source {key!r} has another citation above"
        raise _refused(file, row, "citation", what, "give every source one citation")
