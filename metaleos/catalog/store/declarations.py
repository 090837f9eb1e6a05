"""Declarations as rows: properties, models and what they yield, as the code has them.

The code owns them. The tables are their image, for SQL and for references between tables; nothing
that decides anything reads them back.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from metaleos.ingest.theory_text import theory_text
from metaleos.solvers.protocol import Domain
from metaleos.solvers.registry import models, packages, properties

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from metaleos.ingest.rows import Row

STAMP = "declared"
"""Key of the entry of ``meta`` that tells which declarations the tables are the image of."""


def registry_stamp() -> str:
    """Return a hash of what is declared."""
    parts = [
        [m.name, m.title, m.revision, m.source, m.is_default, dict(m.settings),
         [[y.property, y.terms, y.curve] for y in m.yields], repr(m.domain), m.origin, m.phase]
        for m in models().values()
    ]  # fmt: skip
    text = json.dumps([parts, [repr(item) for item in properties().values()]], sort_keys=True)
    digest = hashlib.blake2b(text.encode(), digest_size=16)
    for package in outside_packages():
        digest.update(theory_text(package))
    return digest.hexdigest()


def outside_packages() -> list[str]:
    """Return the packages other than this one that bring theories."""
    return sorted({name for name in packages().values() if name.partition(".")[0] != "metaleos"})


def image_is_current(connection: duckdb.DuckDBPyConnection) -> bool:
    """Return whether the tables are the image of what the code declares today."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", [STAMP]).fetchall()
    return bool(row) and row[0][0] == registry_stamp()


def declaration_rows() -> Iterator[Row]:
    """Yield the rows of properties, models and what they yield, as the code declares them."""
    from metaleos.ingest import rows  # rows take 0.4 s to import
    from metaleos.ingest.theory import theory_rows

    yield rows.MetaRow(key=STAMP, value=registry_stamp())
    for item in properties().values():
        yield rows.PropertyRow.model_validate(
            item, from_attributes=True, update=asdict(item.comparable)
        )
    for model in models().values():
        more: dict[str, Any] = {"has_solver": True}
        more["settings"] = json.dumps(dict(model.settings), sort_keys=True)
        domain = model.domain or Domain(statement="")
        more["domain"] = domain.statement
        more |= {name: getattr(domain, name) for name in ("least_compression", "least_temperature")}
        yield rows.ModelRow.model_validate(model, from_attributes=True, update=more)
        terms = [(each, term) for each in model.yields for term in each.terms]
        for position, (each, term) in enumerate(terms):
            more = {"model": model.name, "term": term, "position": position}
            yield rows.ModelYieldRow.model_validate(each, from_attributes=True, update=more)
        for element in domain.elements:
            yield rows.ModelDomainRow(model=model.name, element=element)
    for package in outside_packages():
        yield from theory_rows(package)
