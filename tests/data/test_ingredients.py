"""What each ingredient moves is made again byte for byte, and shows it when an input moved."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import duckdb
import pytest

from data import ingredients
from data.products import PACKAGE
from metaleos.catalog.compare.cells import cells_of
from metaleos.catalog.solve.fingerprint import fingerprint_of_model
from metaleos.catalog.store.facts import Facts
from metaleos.constants import HARTREE_PER_BOHR3_GPA, RYDBERG_EV
from metaleos.solvers.registry import get, models

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = PACKAGE / ingredients.PATH


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with SHIPPED.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.long
def test_a_rebuild_gives_the_same_bytes(tmp_path: Path) -> None:
    ingredients.build(tmp_path, tmp_path)
    same = (tmp_path / ingredients.PATH).read_bytes() == SHIPPED.read_bytes()
    assert same, "an input or a solver moved: python -m data ingredients"


def test_it_was_made_with_the_inputs_of_today(
    rows: list[dict[str, str]], session_facts: Path
) -> None:
    with duckdb.connect(session_facts, read_only=True) as connection:
        facts = Facts(connection)
        cells = {c.facts["cell"]: c for c in cells_of(connection, ["perrot1979", "soma1978",
                 "bretonnet1990", "latter1955"])}  # fmt: skip
    for row in rows:
        cell = cells[row["cell"]]
        model = models()[cell.solver]
        assert row["fingerprint"] == fingerprint_of_model(model, cell.element, facts), row
        assert row["ingredient"] in {item.name for item in model.ingredients}
        numbers = [float(row[name] or "nan") for name in ("standard", "switched")]
        assert ingredients.moves(*numbers, 0.999 * cell.step)


def test_a_moved_input_changes_the_fingerprint(session_facts: Path) -> None:
    with duckdb.connect(session_facts, read_only=True) as connection:
        facts = Facts(connection)
    model = get("tfd")
    was = fingerprint_of_model(model, "Al", facts)
    assert was != fingerprint_of_model(model, "Al", facts.changed({"bohr_radius": 0.5292}))
    assert was != fingerprint_of_model(model, "Cu", facts)
    assert was == fingerprint_of_model(model, "Al", facts.changed({"no_input": 1.0}))


def test_units_alone_are_a_factor(rows: list[dict[str, str]]) -> None:
    factors = {
        ("perrot1979", "pressure_unit"): 29300.0 / HARTREE_PER_BOHR3_GPA,
        ("soma1978", "rydberg"): 13.60 / RYDBERG_EV,
    }
    seen = set()
    for row in rows:
        key = row["cell"].partition(":")[0], row["ingredient"]
        if key not in factors or ":R_E" in row["cell"]:
            continue
        seen.add(key)
        was, now = float(row["standard"]), float(row["switched"])
        if key[1] == "pressure_unit":
            assert now / was == pytest.approx(factors[key], rel=1e-7)
        else:  # E_coh = -(Ry) E - I: I stays
            assert 0.0 < was - now < (1.0 - factors[key]) * 10.0
    assert seen == set(factors)
