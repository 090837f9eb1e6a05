"""One check for every table, model and property: it fails where a cell disagrees."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from metaleos.catalog.verify import paper as module

KEYS = {
    "source": "soma1978", "table_no": "V", "model": "ha/vs", "property": "bulk_modulus",
    "unit": "GPa",
}  # fmt: skip


@pytest.mark.parametrize(
    ("agrees", "explained", "disagrees", "grade"),
    [(3, 1, 0, "pass"), (3, 1, 2, "fail"), (0, 0, 0, None)],
)
def test_a_cell_that_disagrees_fails(monkeypatch, agrees, explained, disagrees, grade):
    row = KEYS | {"agrees": agrees, "explained": explained, "disagrees": disagrees}
    monkeypatch.setattr(module, "summary", lambda _: [row])
    found = list(module.paper_checks([SimpleNamespace(**KEYS, term="total")]))
    assert [check.grade for check in found] == ([grade] if grade else [])
    for check in found:
        assert (check.residual, check.tolerance) == (float(disagrees), 0.0)
        assert (check.model, check.name) == ("ha/vs", "soma1978 table V: bulk_modulus [GPa]")
        assert f"{agrees} agree, {explained} are explained, {disagrees} disagree" in check.detail
