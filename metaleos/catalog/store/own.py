"""Your own data as a csv beside the catalog: what `metaleos ingest` takes back, cell by cell."""

from __future__ import annotations

import filecmp
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from metaleos.catalog.store.location import OWN, set_aside
from metaleos.catalog.store.names import USER_PREFIX
from metaleos.catalog.store.outputs import replacing
from metaleos.catalog.store.owner import Way, using
from metaleos.catalog.store.refusals import check_schema, refusal
from metaleos.catalog.store.user_checks import factor_between, fill
from metaleos.errors import CatalogError, DiskFullError, NewerError, OlderError, ReadOnlyError
from metaleos.ingest.user_csv import OPTIONAL, REQUIRED
from metaleos.units import conversion_factor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaleos.catalog.store.file import CatalogFile

_KEPT = "your own data is kept there as csv"
_REMARK = "(?s)^(?:(.*); |)uncertainty ([^ ]+)$"
_PLACES = "(?s)^(.*?)(/T=[^/]+)?(/V=[^/]+)?(/rho=[^/]+)?(/@.*)?$"
# An id is made of the cells (`user_checks`). Those that have no column of their own are read from
# it: volume, density, structure and term of an observation, phase and state of a published value.
_CELLS = f"""
WITH own AS (
    SELECT 1 AS part, rowid AS row, id, element, property, printed, printed_unit, source, locator,
           '' AS model, '' AS known_term, phase AS known_phase, state AS known_state,
           '' AS known_structure, note, uncertainty AS error, uncertainty_kind, material, evidence,
           typed
    FROM (SELECT rowid, * FROM observation UNION ALL BY NAME SELECT '' AS uncertainty_kind,
          '' AS material, '' AS evidence, MAP {{}}::MAP(VARCHAR, VARCHAR) AS typed WHERE false)
    UNION ALL
    SELECT 2, row, id, element, property, printed, printed_unit, source, locator, model,
           CASE term WHEN 'total' THEN '' ELSE term END, '', '', structure,
           CASE p.error WHEN '' THEN note ELSE p.note END, nullif(p.error, '')::DOUBLE,
           '', '', '', typed
    FROM (SELECT p.rowid AS row, p.*, regexp_extract(CASE WHEN ends_with(note, ' ' || q.unit)
          THEN left(note, length(note) - length(q.unit) - 1) ELSE '' END, '{_REMARK}',
          ['note', 'error']) AS p FROM (SELECT rowid, * FROM published UNION ALL BY NAME
          SELECT MAP {{}}::MAP(VARCHAR, VARCHAR) AS typed WHERE false) p
          JOIN property q ON q.name = p.property)
), named AS (
    SELECT *, substr(id, length(concat_ws('/', '{USER_PREFIX}' || source, element, property,
                                          nullif(model, ''))) + 1) AS behind,
           CASE locator WHEN '' THEN '' ELSE '/#' || locator END AS tail,
           regexp_extract(left(behind, length(behind) - length(tail)), '{_PLACES}',
                          ['head', 't', 'v', 'rho', 'at']) AS place,
           substr(place['t'], 4) AS temperature, substr(place['v'], 4) AS volume,
           substr(place['rho'], 6) AS density, substr(place['at'], 3) AS state
    FROM own WHERE starts_with(id, '{USER_PREFIX}')
), placed AS (
    SELECT *, CASE state WHEN '' THEN '' ELSE ', ' || state END AS before,
           CASE volume WHEN '' THEN '' ELSE ', V = ' || volume || ' bohr3/atom' END
           || CASE density WHEN '' THEN '' ELSE ', rho = ' || density || ' g/cm3' END AS after,
           CASE part WHEN 2 THEN known_structure ELSE
           substr(', ' || known_state, length(before) + 3,
                  greatest(0, length(known_state) - length(before) - length(after))) END
           AS structure
    FROM named
), whole AS (
    SELECT *, concat_ws('/', '', nullif(known_phase, ''), nullif(structure, '')) AS ending,
           CASE known_term WHEN '' THEN 0 ELSE length(known_term) + 1 END AS begun,
           length(place.head) - begun - length(ending) - 1 AS left_over,
           substr(place.head, begun + 2, greatest(0, left_over)) AS middle
    FROM placed
)
SELECT element, w.property, printed AS value, printed_unit AS unit, w.source,
       error / factor AS given,
       CASE WHEN NOT contains(printed, '(') THEN coalesce(typed['uncertainty'], list_filter(
           [format('{{:.15g}}', given)::DOUBLE, format('{{:.16g}}', given)::DOUBLE, given,
            given * (1 + 2 ** -52), given * (1 - 2 ** -53)],
           lambda x: x * factor = error)[1]::VARCHAR, given::VARCHAR) END AS uncertainty,
       nullif(uncertainty_kind, 'stated') AS uncertainty_kind, material,
       nullif(evidence, 'primary') AS evidence,
       coalesce(typed['temperature'], temperature) AS temperature,
       CASE part WHEN 1 THEN known_phase ELSE middle END AS phase, model,
       CASE part WHEN 1 THEN middle ELSE known_term END AS term,
       coalesce(typed['volume'], volume) AS volume, coalesce(typed['density'], density) AS density,
       structure, state,
       locator, w.note, CASE WHEN s.origin = 'user' AND s.title <> s.key THEN s.title END
       AS citation
FROM whole w JOIN source s ON s.key = w.source
LEFT JOIN own_unit u ON u.property = w.property AND u.unit = w.printed_unit
ORDER BY part, row
"""


def own_path(catalog: Path) -> Path:
    """Return where the own data of a catalog is kept: beside the file itself, not beside a link."""
    file = Path(os.path.realpath(catalog))
    return file.with_name(file.name + OWN)


def write_own(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    """Write the own data of a catalog of any known schema as csv, and return how many values.

    Where there is none, no file is written.

    Raises
    ------
    CatalogError
        If it cannot be written.
    """
    units = connection.execute(
        "SELECT DISTINCT property, printed_unit, unit FROM (SELECT id, property, printed_unit "
        "FROM observation UNION ALL SELECT id, property, printed_unit FROM published) o "
        f"JOIN property q ON q.name = o.property WHERE starts_with(id, '{USER_PREFIX}')"
    ).fetchall()
    if not units:
        return 0
    factors = [
        (name, unit, factor_between(unit, stored, conversion_factor))
        for name, unit, stored in units
    ]
    fill(connection, "own_unit", "property VARCHAR, unit VARCHAR, factor DOUBLE", factors)
    cells = ", ".join(f"nullif({name}::VARCHAR, '') AS {name}" for name in (*REQUIRED, *OPTIONAL))
    try:
        copied = connection.execute(
            f"COPY (SELECT {cells} FROM ({_CELLS})) TO $path (FORMAT csv, HEADER)",
            {"path": str(path)},
        ).fetchall()
    except duckdb.IOException as error:
        known = refusal(path.parent, error)
        if isinstance(known, (DiskFullError, ReadOnlyError)):
            raise known from None
        raise CatalogError(
            f"{path.parent} cannot be written: {str(error).splitlines()[0]}",
            f"{_KEPT}; nothing was stored",
        ) from None
    return int(copied[0][0])


@contextmanager
def changing_own(
    file: CatalogFile, given: Path | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the file for one transaction that changes your own data, and the csv of it likewise.

    The csv is whole before the commit and takes its place behind it: what is told as stored is in
    both. One that somebody edited is kept under another name, unless it is what is taken in.

    Raises
    ------
    LockedError, CatalogError
    """
    path = own_path(file.path)
    with replacing(path, "the catalog holds your data; free the file and repeat") as draft:
        with file.writing() as connection:
            was_taken_in = given is not None and path.exists() and path.samefile(given)
            is_edited = not was_taken_in and _differs(connection, path, draft)
            yield connection
            count = write_own(connection, draft)
        if is_edited:
            kept = set_aside(path)
            file.notice(f"{path} was not what the catalog held: kept as {kept}")
        elif not count:
            path.unlink(missing_ok=True)


def saved_own(file: CatalogFile) -> bool:
    """Write the own data of a catalog of any schema beside it, unless a csv is there already.

    Returns whether the csv holds what the catalog does.
    """
    path = own_path(file.path)
    with replacing(path, _KEPT) as draft, any_schema(file) as connection:
        if not path.exists():
            write_own(connection, draft)
            return True
        return not _differs(connection, path, draft)


def _differs(connection: duckdb.DuckDBPyConnection, path: Path, draft: Path) -> bool:
    """Whether a csv is there that is not the own data of a catalog; `draft` is a free name."""
    if not path.exists():
        return False
    differs = not write_own(connection, draft) or not filecmp.cmp(draft, path, shallow=False)
    draft.unlink(missing_ok=True)
    return differs


@contextmanager
def any_schema(file: CatalogFile) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a catalog of any schema read-only.

    Raises
    ------
    LockedError, CatalogError
    """
    with using(file.path, Way(), file.wait, file.notice) as connection:
        try:
            check_schema(file.path, connection)
        except (OlderError, NewerError) as error:
            try:
                yield connection
            except (duckdb.CatalogException, duckdb.BinderException):
                raise error from None
        else:
            yield connection
