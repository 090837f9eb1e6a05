"""One check for every table, model and property: it fails where a cell differs without a cause."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from metaleos.catalog.compare.rules import RESULTS
from metaleos.catalog.verify import paper as module

KEYS = {
    "source": "soma1978", "table_no": "V", "model": "ha/vs", "property": "bulk_modulus",
    "unit": "GPa",
}  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "grade"),
    [((3, 1, 1, 0, 0), "pass"), ((3, 0, 1, 0, 2), "fail"), ((3, 0, 1, 5, 0), "fail"),
     ((0, 0, 0, 0, 0), None)],
)  # fmt: skip
def test_a_cell_that_differs_without_a_cause_fails(monkeypatch, counts, grade):
    row = KEYS | dict(zip(RESULTS, counts, strict=True))
    monkeypatch.setattr(module, "summary", lambda *_: [row])
    found = list(module.paper_checks([SimpleNamespace(**KEYS, term="total")]))
    assert [check.grade for check in found] == ([grade] if grade else [])
    for check in found:
        bad = float(row["disagrees"] + row["described"])
        assert (check.residual, check.tolerance) == (bad, 0.0)
        assert (check.model, check.name) == ("ha/vs", "soma1978 table V: bulk_modulus [GPa]")
        assert f"{counts[4]} disagrees, {counts[3]} described" in check.detail
        assert check.detail.endswith(f"{counts[1]} fitted, {counts[0]} reproduced")
