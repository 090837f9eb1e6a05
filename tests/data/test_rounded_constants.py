"""The search finds constants that were planted in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import numpy as np

from data.rounded_constants import CONSTANTS, Constant, Table, search
from metaleos.catalog.compare.cells import cells_of
from metaleos.catalog.store.facts import Facts

if TYPE_CHECKING:
    from pathlib import Path


def test_planted_constants_are_found(session_facts: Path) -> None:
    with duckdb.connect(session_facts, read_only=True) as connection:
        cells = [c for c in cells_of(connection, ["perrot1979"]) if c.solver == "tf/exact"]
        facts = Facts(connection)
    constants = [c for c in CONSTANTS["perrot1979"] if c.name in {"N_A [1e23]", "Ha/a0^3 [Mbar]"}]
    table = Table("tf/exact", [c for c in cells if c.facts["quantity"] == "P"], facts)
    planted = (6.022, 292.9)
    table.number = np.round(table.values(constants, planted) / table.step) * table.step
    *found, (now, _) = search([table], constants)
    assert found[0] == (45, planted)
    assert now < 40
    assert all(count < 45 for count, _ in found[1:])


def test_candidates_are_rounded_and_cut() -> None:
    found = Constant("Ry [eV]", 13.605693, 13.6, also=(13.7,)).candidates()
    assert {13.0, 14.0, 13.6, 13.61, 13.606, 13.605, 13.6057, 13.7} <= set(found)
    assert found == sorted(set(found))
