"""The tables are the image of what the code declares."""

from __future__ import annotations

import json

import pytest

from metaleos.catalog.store.declarations import (
    STAMP,
    declaration_rows,
    image_is_current,
    registry_stamp,
)
from metaleos.catalog.store.file import CatalogFile
from metaleos.solvers.registry import models, properties


@pytest.fixture
def changed():
    """Change the declaration of ha/vs until the test is over."""
    model = models()["ha/vs"]
    before = {}

    def change(**values):
        for name, value in values.items():
            before.setdefault(name, getattr(model, name))
            object.__setattr__(model, name, value)

    yield change
    for name, value in before.items():
        object.__setattr__(model, name, value)


def test_the_stamp_is_ingested(session_facts):
    with CatalogFile(session_facts).reading() as connection:
        assert connection.execute("SELECT value FROM meta WHERE key = ?", [STAMP]).fetchall()
        assert image_is_current(connection)


@pytest.mark.parametrize(
    "values",
    [{"revision": 99}, {"title": "other"}, {"settings": {"a": 1}}, {"is_default": True},
     {"yields": ()}, {"source": "other"}],
    ids=str,
)  # fmt: skip
def test_every_change_of_a_declaration_changes_the_stamp(session_facts, changed, values):
    before = registry_stamp()
    changed(**values)
    assert registry_stamp() != before
    with CatalogFile(session_facts).reading() as connection:
        assert not image_is_current(connection)


def test_a_catalog_without_a_stamp_is_not_current(facts_catalog):
    with CatalogFile(facts_catalog).writing() as connection:
        connection.execute("DELETE FROM meta WHERE key = ?", [STAMP])
        assert not image_is_current(connection)


def test_every_model_property_and_term_is_a_row():
    rows = {}
    for row in declaration_rows():
        rows.setdefault(row.table, []).append(row)
    assert {row.name: row.unit for row in rows["property"]} == {
        name: item.unit for name, item in properties().items()
    }
    (model,) = [row for row in rows["model"] if row.name == "ha/vs"]
    assert (model.theory, model.variant, model.source) == ("ha", "vs", "soma1978")
    assert json.loads(model.settings) == dict(models()["ha/vs"].settings)
    mine = [row for row in rows["model_yield"] if row.model == "ha/vs"]
    assert [row.position for row in mine] == list(range(len(mine)))
    assert [(row.property, row.term) for row in mine] == [
        (item.property, term) for item in models()["ha/vs"].yields for term in item.terms
    ]
