"""Read every public view of a catalog with whatever DuckDB is installed; nothing else is needed.

Run: python tests/compat/read_all_views.py catalog.duckdb
"""

from __future__ import annotations

import sys

import duckdb


def main(path: str) -> int:
    """Read all views and print what was read; 1 where there is none."""
    with duckdb.connect(path, read_only=True) as connection:
        views = [
            name
            for (name,) in connection.execute(
                "SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY view_name"
            ).fetchall()
        ]
        for name in views:
            rows = connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]
            connection.execute(f"SELECT * FROM {name} LIMIT 100").fetchall()
            print(f"{name}: {rows} rows")
    print(f"DuckDB {duckdb.__version__} read {len(views)} views of {path}")
    return 0 if views else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
