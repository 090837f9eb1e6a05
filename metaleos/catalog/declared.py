"""What the models are today: revisions and settings, as ingested and as the registry has them.

The model table counts, as long as the registry is the one it was written from; once a declaration
has changed, the registry does, until the table is written again.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from metaleos.catalog.causes import Declared, parsed_settings
from metaleos.properties import properties
from metaleos.solvers.registry import models

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from metaleos.ingest.rows import Row

STAMP = "declared"
"""Key of the entry of ``meta`` that tells which declarations the model table was written from."""


def registry_stamp() -> str:
    """Return a hash of every declared model's revision and settings."""
    parts = [[m.name, m.revision, dict(m.settings)] for m in models().values()]
    text = json.dumps(parts, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def table_is_current(connection: duckdb.DuckDBPyConnection) -> bool:
    """Return whether the model table was written from the declarations of this registry."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", [STAMP]).fetchall()
    return bool(row) and row[0][0] == registry_stamp()


def todays_declarations(connection: duckdb.DuckDBPyConnection) -> dict[str, Declared]:
    """Return what every declared model is today, by name."""
    declared = {
        m.name: Declared(m.theory, m.variant, m.revision, m.settings) for m in models().values()
    }
    if table_is_current(connection):
        for name, theory, variant, revision, settings in connection.execute(
            "SELECT name, theory, variant, revision, settings FROM model"
        ).fetchall():
            if name in declared:
                declared[name] = Declared(theory, variant, revision, parsed_settings(settings))
    return declared


def declare_again(connection: duckdb.DuckDBPyConnection) -> None:
    """Write the revisions and settings of the registry into the model table."""
    for m in models().values():
        connection.execute(
            "UPDATE model SET revision = ?, settings = ? "
            "WHERE name = ? AND (revision, settings) IS DISTINCT FROM (?, ?)",
            [*(now := (m.revision, json.dumps(dict(m.settings), sort_keys=True))), m.name, *now],
        )
    connection.execute(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [STAMP, registry_stamp()],
    )


def declaration_rows() -> Iterator[Row]:
    """Yield the rows of properties, models and what they yield, as the code declares them."""
    from metaleos.ingest.rows import (  # noqa: PLC0415  # rows take 0.4 s to import
        MetaRow,
        ModelRow,
        ModelYieldRow,
        PropertyRow,
    )

    for item in properties().values():
        yield PropertyRow(
            name=item.name, symbol=item.symbol, unit=item.unit, description=item.description
        )
    yield MetaRow(key=STAMP, value=registry_stamp())
    for model in models().values():
        yield ModelRow(
            name=model.name,
            theory=model.theory,
            variant=model.variant,
            title=model.title,
            revision=model.revision,
            source=model.source,
            is_default=model.is_default,
            has_solver=True,
            settings=json.dumps(dict(model.settings), sort_keys=True),
        )
        position = 0
        for item in model.yields:
            for term in item.terms:
                yield ModelYieldRow(
                    model=model.name,
                    property=item.property,
                    term=term,
                    curve=item.curve,
                    position=position,
                )
                position += 1
