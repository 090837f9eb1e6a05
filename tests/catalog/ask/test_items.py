"""One element, model, property or source leaves the catalog typed."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from metaleos.catalog.ask.items import Element, Model, Property, Source, only
from metaleos.catalog.catalog import Catalog
from metaleos.errors import MetaleosError, UnknownNameError, UsageError


@pytest.fixture(scope="module")
def catalog(session_facts):
    return Catalog(session_facts)


@pytest.mark.parametrize(
    ("plural", "kind"),
    [("elements", Element), ("models", Model), ("properties", Property), ("sources", Source)],
)
def test_every_row_of_a_list_is_of_its_type(catalog, plural, kind):
    rows = getattr(catalog, plural)().rows()
    assert rows
    for row in rows:
        assert kind.model_validate(row).model_dump() == row


def test_one_has_the_fields_of_its_kind(catalog):
    assert catalog.element("sodium").z == 11
    assert catalog.model("ha/VS").model == "ha/vs"
    assert catalog.property("pressure").unit == "GPa"
    assert catalog.source("soma1978").year == "1978"


def test_a_name_that_does_not_mean_one_is_refused(catalog):
    with pytest.raises(UsageError, match="not Na, K"):
        catalog.element("Na,K")
    with pytest.raises(UsageError, match="ha/vs, wh/vs"):
        catalog.model("VS")
    with pytest.raises(UnknownNameError):
        catalog.element("Naa")
    with pytest.raises(MetaleosError):
        catalog.element(1.5)


def test_a_row_with_a_wrong_type_is_refused(catalog):
    found = catalog.elements("Na")
    row = {**found.rows()[0], "atomic_mass_u": -1.0}
    with pytest.raises(ValidationError):
        Element.model_validate(row)
    assert only(found, Element).symbol == "Na"
