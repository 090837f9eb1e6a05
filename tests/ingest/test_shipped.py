"""Everything that is shipped, parents first."""

from __future__ import annotations

from itertools import groupby

import pytest

from metaleos.ingest.rows import (
    AbsenceRow,
    CellRow,
    ConstantRow,
    ElementRow,
    ErratumRow,
    ObservationRow,
    ParameterRow,
    PublishedRow,
    ReferenceRow,
    SourceRow,
)
from metaleos.ingest.shipped import shipped_rows


@pytest.fixture(scope="module")
def rows():
    return list(shipped_rows())


@pytest.mark.long
def test_every_kind_of_fact_is_there(rows):
    assert {type(row) for row in rows} == {
        ElementRow, SourceRow, ConstantRow, ObservationRow, ParameterRow, CellRow, PublishedRow,
        ErratumRow, ReferenceRow, AbsenceRow,
    }  # fmt: skip


def test_parents_come_first(rows):
    order = [kind for kind, _ in groupby(type(row) for row in rows)]
    assert order[:4] == [ElementRow, SourceRow, ConstantRow, ObservationRow]
    assert order[-1] is ErratumRow
    known: set[str] = set()
    for row in rows:
        if isinstance(row, CellRow):
            known.add(row.id)
        elif isinstance(row, ParameterRow | PublishedRow | ErratumRow) and row.cell:
            assert row.cell in known


def test_every_source_that_is_named_is_shipped(rows):
    keys = {row.key for row in rows if isinstance(row, SourceRow)}
    named = (ConstantRow, ObservationRow, ReferenceRow, ParameterRow, CellRow, PublishedRow)
    assert {row.source for row in rows if isinstance(row, named)} <= keys


def test_an_erratum_is_called_by_its_line(rows):
    found = [row for row in rows if isinstance(row, ErratumRow)]
    assert found[0].id == "errata.csv:2"
    assert len({row.id for row in found}) == len(found)
