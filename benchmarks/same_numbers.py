"""Write every number of a catalog to Parquet, and compare two such folders to the last bit.

Run with the package that made the catalog, after ``metaleos verify --db CATALOG`` has stored all
checks: ``python -m benchmarks.same_numbers write CATALOG FOLDER``. Then, with any version:
``python -m benchmarks.same_numbers compare FOLDER_OLD FOLDER_NEW``; exit code 1 is a difference.

Only the views ``v_results`` and ``v_checks`` and the package's own function for verdicts are
read, so that catalogs of different schema versions can be compared.
"""

from __future__ import annotations

import argparse
import pkgutil
import sys
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

import duckdb

FILES = ("results", "verdicts", "checks")
RESULT_COLUMNS = (
    "element", "model", "convention", "property", "term", "value", "unit", "error_estimate",
    "outcome", "reason", "is_reference", "temperature_k", "volume_bohr3", "density_g_cm3",
    "compression", "structure", "axial_ratio", "theta",
)  # fmt: skip
CHECK_COLUMNS = (
    "kind", "name", "model", "element", "convention", "state", "residual", "tolerance", "grade",
)  # fmt: skip
VERDICT_COLUMNS = {
    "cell": "VARCHAR", "verdict": "VARCHAR", "kind": "VARCHAR", "standard": "DOUBLE",
    "as_printed": "DOUBLE", "deviation": "DOUBLE", "tolerance": "DOUBLE",
}  # fmt: skip
STATE_NUMBERS = ("temperature_k", "volume_bohr3", "axial_ratio", "theta")
SHOWN = 5
"""How many examples of a difference are printed."""


# Writing ----------------------------------------------------------------------------------


def write(catalog: Path, folder: Path) -> dict[str, int]:
    """Write the results, verdicts and checks of a catalog, and return how many of each.

    Parameters
    ----------
    catalog : Path
        Made by the installed version of the package.
    folder : Path
        Takes ``results.parquet``, ``verdicts.parquet`` and ``checks.parquet``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(catalog, read_only=True) as connection:
        tables = {
            "results": f"SELECT {', '.join(RESULT_COLUMNS)} FROM v_results ORDER BY ALL",
            "checks": f"SELECT {', '.join(CHECK_COLUMNS)} FROM v_checks ORDER BY ALL",
        }
        for name, statement in tables.items():
            save(connection, statement, folder, name)
        rows = [
            [getattr(verdict, name) for name in VERDICT_COLUMNS]
            for verdict in verdict_function()(connection)
        ]
    with duckdb.connect() as memory:
        columns = ", ".join(f"{name} {kind}" for name, kind in VERDICT_COLUMNS.items())
        memory.execute(f"CREATE TABLE verdicts ({columns})")
        memory.executemany(f"INSERT INTO verdicts VALUES ({', '.join('?' * len(rows[0]))})", rows)
        save(memory, "FROM verdicts ORDER BY cell", folder, "verdicts")
        return {
            name: memory.read_parquet(str(folder / f"{name}.parquet")).shape[0] for name in FILES
        }


def save(connection: duckdb.DuckDBPyConnection, statement: str, folder: Path, name: str) -> None:
    """Write what a statement gives to a Parquet file of the folder."""
    connection.sql(statement).write_parquet(str(folder / f"{name}.parquet"), compression="zstd")


def verdict_function():
    """Return the installed package's ``verdicts(connection)``, wherever its module is."""
    package = import_module("metaleos")
    for found in pkgutil.walk_packages(package.__path__, "metaleos."):
        if found.name.endswith(".verdicts"):
            return import_module(found.name).verdicts
    raise ImportError("this version of metaleos has no module named verdicts")


# Comparing --------------------------------------------------------------------------------


@dataclass
class Comparison:
    """What `compare` found.

    Parameters
    ----------
    lines : list of str
        The summary, to be printed.
    differences : dict
        How many by what differs; only what is not zero.
    """

    lines: list[str] = field(default_factory=list)
    differences: dict[str, int] = field(default_factory=dict)

    def add(self, what: str, examples: list[str], *, judged: bool = True) -> None:
        """Take in one kind of difference with a line for every case."""
        note = "" if judged else "  (told, not a difference)"
        self.lines.append(f"  {what:44} {len(examples):8}{note}")
        self.lines += [f"      {example}" for example in examples[:SHOWN]]
        if judged and examples:
            self.differences[what] = len(examples)


def compare(old: Path, new: Path) -> Comparison:
    """Compare two folders that `write` made.

    Values, error estimates and residuals agree where all bits do; two NaN agree, and so do two
    missing ones. A state that one of the folders holds twice is compared apart: every result of
    the new one must be among those of the old one.

    Parameters
    ----------
    old, new : Path

    Raises
    ------
    FileNotFoundError
        If a file is missing.
    """
    found = Comparison()
    with duckdb.connect() as connection:
        # BIT would tell NaN from NaN, and = would not tell 0 from -0
        connection.execute(
            "CREATE MACRO differ(a, b) AS (a IS DISTINCT FROM b) OR (coalesce(NOT isnan(a), false) "
            "AND signbit(a) IS DISTINCT FROM signbit(b))"
        )
        for side, folder in (("old", old), ("new", new)):
            for name in FILES:
                path = folder / f"{name}.parquet"
                if not path.is_file():
                    raise FileNotFoundError(path)
                connection.read_parquet(str(path)).create(f"{side}_{name}")
        _results(connection, found)
        _verdicts(connection, found)
        _checks(connection, found)
    return found


def _list(connection: duckdb.DuckDBPyConnection, statement: str) -> list[str]:
    """Return the rows of a statement as lines: the first column names, the others show."""
    return [
        "  ".join(str(cell) for cell in row) for row in connection.execute(statement).fetchall()
    ]


def _counts(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    old, new = (
        connection.execute(f"SELECT count(*) FROM {side}_{name}").fetchall()[0][0]
        for side in ("old", "new")
    )
    return f"{name}: {old} old, {new} new"


def _results(connection: duckdb.DuckDBPyConnection, found: Comparison) -> None:
    # ten digits: the same state may be reached by two roundings of its volume
    numbers = ", ".join(
        f"CASE WHEN {name} IS NOT NULL THEN '{name}=' || printf('%.9e', {name} + 0.0) END"
        for name in STATE_NUMBERS
    )
    for side in ("old", "new"):
        connection.execute(
            f"CREATE TABLE {side} AS SELECT *, concat_ws(' ', element, model, convention, "
            f"property || '/' || term, nullif(structure, ''), {numbers}) AS key, "
            f"count(*) OVER (PARTITION BY key) AS copies FROM {side}_results"
        )
    connection.execute(
        "CREATE TABLE pair AS SELECT o.key, o AS o, n AS n FROM old o JOIN new n ON n.key = o.key "
        "WHERE o.copies = 1 AND n.copies = 1"
    )
    paired = connection.execute("SELECT count(*) FROM pair").fetchall()[0][0]
    models, elements = connection.execute(
        "SELECT count(DISTINCT o.model), count(DISTINCT o.element) FROM pair"
    ).fetchall()[0]
    found.lines.append(
        f"{_counts(connection, 'results')}; {paired} compared one to one, of {models} models and "
        f"{elements} elements"
    )
    for side, other in (("old", "new"), ("new", "old")):
        found.add(
            f"result only in {side}",
            _list(connection, f"SELECT key FROM {side} ANTI JOIN {other} USING (key) ORDER BY key"),
        )
    for name in ("value", "error_estimate"):
        found.add(
            f"{name} differs",
            _list(
                connection,
                f"SELECT key, o.{name}, n.{name} FROM pair WHERE differ(o.{name}, n.{name}) "
                "ORDER BY key",
            ),
        )
    for name in ("outcome", "unit"):
        found.add(f"{name} differs", _list(connection, _distinct(name)))
    doubled = (
        "SELECT DISTINCT key FROM (SELECT key FROM old WHERE copies > 1 "
        "UNION ALL SELECT key FROM new WHERE copies > 1) SEMI JOIN old USING (key) "
        "SEMI JOIN new USING (key)"
    )
    found.add("result of a doubled state", _list(connection, doubled), judged=False)
    found.add(
        "new result of a doubled state not among old",
        _list(
            connection,
            f"SELECT n.key, n.value, n.outcome FROM new n JOIN ({doubled}) USING (key) "
            "WHERE NOT EXISTS (FROM old o WHERE o.key = n.key AND NOT differ(o.value, n.value) "
            "AND NOT differ(o.error_estimate, n.error_estimate) AND o.outcome = n.outcome) "
            "ORDER BY ALL",
        ),
    )
    for name in ("reason", "is_reference"):
        found.add(f"{name} differs", _list(connection, _distinct(name)), judged=False)
    moved = " OR ".join(
        f"differ(o.{name}, n.{name})" for name in (*STATE_NUMBERS, "density_g_cm3", "compression")
    )
    found.add(
        "state number differs beyond ten digits",
        _list(connection, f"SELECT key FROM pair WHERE {moved} ORDER BY key"),
        judged=False,
    )


def _distinct(name: str) -> str:
    return (
        f"SELECT key, o.{name}, n.{name} FROM pair WHERE o.{name} IS DISTINCT FROM n.{name} "
        "ORDER BY key"
    )


def _verdicts(connection: duckdb.DuckDBPyConnection, found: Comparison) -> None:
    found.lines.append(_counts(connection, "verdicts"))
    counted = connection.execute(
        "SELECT verdict, coalesce(o.n, 0), coalesce(n.n, 0) "
        "FROM (SELECT verdict, count(*) AS n FROM old_verdicts GROUP BY verdict) o "
        "FULL JOIN (SELECT verdict, count(*) AS n FROM new_verdicts GROUP BY verdict) n "
        "USING (verdict) ORDER BY verdict"
    ).fetchall()
    told = ", ".join(f"{verdict} {old} -> {new}" for verdict, old, new in counted)
    found.lines.append(f"  {told}")
    found.add(
        "count of a verdict differs",
        [f"{verdict}  {old}  {new}" for verdict, old, new in counted if old != new],
    )
    for side, other in (("old", "new"), ("new", "old")):
        found.add(
            f"cell only in {side}",
            _list(
                connection,
                f"SELECT cell FROM {side}_verdicts ANTI JOIN {other}_verdicts USING (cell) "
                "ORDER BY cell",
            ),
        )
    both = "FROM old_verdicts o JOIN new_verdicts n USING (cell)"
    found.add(
        "verdict or its kind differs",
        _list(
            connection,
            f"SELECT cell, o.verdict, o.kind, n.verdict, n.kind {both} "
            "WHERE o.verdict <> n.verdict OR o.kind <> n.kind ORDER BY cell",
        ),
    )
    for name in ("standard", "as_printed", "deviation", "tolerance"):
        found.add(
            f"{name} of a cell differs",
            _list(
                connection,
                f"SELECT cell, o.{name}, n.{name} {both} WHERE differ(o.{name}, n.{name}) "
                "ORDER BY cell",
            ),
        )


def _checks(connection: duckdb.DuckDBPyConnection, found: Comparison) -> None:
    found.lines.append(_counts(connection, "checks"))
    group = "kind, name, model, grade"
    found.add(
        "count by kind, name, model, grade differs",
        _list(
            connection,
            f"SELECT concat_ws(' ', {group}), coalesce(o.n, 0), coalesce(n.n, 0) "
            f"FROM (SELECT {group}, count(*) AS n FROM old_checks GROUP BY ALL) o "
            f"FULL JOIN (SELECT {group}, count(*) AS n FROM new_checks GROUP BY ALL) n "
            f"USING ({group}) WHERE o.n IS DISTINCT FROM n.n ORDER BY ALL",
        ),
    )
    # The text that names a state is no key: residuals of one check are compared by rank.
    place = "kind, name, model, element, convention"
    ranked = (
        f"(SELECT *, row_number() OVER (PARTITION BY {place} ORDER BY residual, tolerance) AS rank "
        "FROM {}_checks)"
    )
    for number in ("residual", "tolerance"):
        found.add(
            f"{number} of a check differs",
            _list(
                connection,
                f"SELECT concat_ws(' ', {place}), o.{number}, n.{number} "
                f"FROM {ranked.format('old')} o JOIN {ranked.format('new')} n "
                f"USING ({place}, rank) WHERE differ(o.{number}, n.{number}) ORDER BY ALL",
            ),
        )


def main(arguments: list[str] | None = None) -> int:
    """Run one of the two commands and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("write", help="write the numbers of a catalog to a folder")
    one.add_argument("catalog", type=Path)
    one.add_argument("folder", type=Path)
    two = commands.add_parser("compare", help="compare two folders; exit code 1 on a difference")
    two.add_argument("old", type=Path)
    two.add_argument("new", type=Path)
    chosen = parser.parse_args(arguments)
    if chosen.command == "write":
        counts = write(chosen.catalog, chosen.folder)
        print(f"{chosen.folder}: " + ", ".join(f"{n} {name}" for name, n in counts.items()))
        return 0
    found = compare(chosen.old, chosen.new)
    print("\n".join(found.lines))
    total = sum(found.differences.values())
    print(f"differences: {total}" if total else "equal to the last bit")
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
