"""Which ingredients may speak for a cell, and how many numbers were inferred from a column."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from metaleos.catalog.compare import causes as module
from metaleos.catalog.compare.causes import causes, inferred_numbers
from metaleos.solvers.protocol import Ingredient, Input

E_COH = Ingredient(
    name="ionisation_energy", text="the paper's I", inferred=("p IV:E_coh", "p V:B ha/kl")
)
GRID = Ingredient(name="grid", text="a grid", inferred=("q IV:E",), numbers=3)
R_C = Input(
    name="r_c", unit="bohr", kind="parameter", description="radius", inferred=("p I:q ha/vs",)
)
CELL = "p:IV:Na:ha/vs:E"


@pytest.fixture(autouse=True)
def ingredients(monkeypatch):
    model = SimpleNamespace(theory="ha", variant="vs", ingredients=(E_COH, GRID), inputs=(R_C,))
    monkeypatch.setattr(module, "models", lambda: {"ha/vs": model})


def found(rows, quantity="E", table="IV", standard=-6.0, head="ha/vs"):
    facts = {"cell": CELL, "source": "p", "table_no": table, "quantity": quantity, "model": head}
    return causes(SimpleNamespace(facts=facts, solver="ha/vs"), standard, {CELL: rows})


def test_an_ingredient_that_moves_the_cell_is_known_alone():
    (alone,) = found([("grid", -6.0, -6.5)]).alone
    assert (alone.ingredient, alone.text, alone.value) == ("grid", "a grid", -6.5)
    assert not alone.is_inferred  # it was inferred from the table of another paper


@pytest.mark.parametrize(
    "row",
    [
        ("grid", -6.0, -6.0),  # changes nothing
        ("grid", -6.1, -6.5),  # an effect on another number than today's
        ("other", -6.0, -6.5),  # none of the model's
    ],
)
def test_what_is_no_cause(row):
    assert found([row]).alone == ()
    assert found([("grid", -6.0, -6.5)], standard=None).alone == ()


def test_numbers_inferred_from_a_column_and_what_they_move_of_its_table():
    assert found([], quantity="E_coh").of_column == ("ionisation_energy",)
    still = found([])
    assert (still.of_column, still.of_table) == ((), ())
    moved = found([("ionisation_energy", -6.0, -6.5)])
    assert (moved.of_column, moved.of_table) == ((), ("ionisation_energy",))
    assert moved.alone[0].is_inferred
    # in another table it is a cause like any other; in that of another variant too
    for table in ("IX", "V"):
        other = found([("ionisation_energy", -6.0, -6.5)], table=table)
        assert (other.of_column, other.of_table) == ((), ())
        assert not other.alone[0].is_inferred


def test_an_input_of_both_conventions_fits_the_column_it_was_inferred_from():
    assert found([], table="I", quantity="q").of_both == ("r_c",)
    assert found([], table="I", quantity="other").of_both == ()
    assert found([]).of_both == ()


def test_inferred_numbers_of_columns_are_counted_once():
    def column(table, quantity, source="p", model="ha/vs"):
        return source, table, quantity, model, model

    counts = {("ha", "*", "ionisation_energy"): 5, ("ha", "vs", "r_c"): 4, ("ha", "al", "r_c"): 3}
    columns = [column("IV", "E_coh"), column("IV", "E"), column("IV", "E_coh", model="none")]
    assert sum(inferred_numbers(columns, counts).values()) == 5
    assert sum(inferred_numbers([*columns, column("IV", "E_coh")], counts).values()) == 5
    assert sum(inferred_numbers([*columns, column("I", "q")], counts).values()) == 9
    assert sum(inferred_numbers([column("IV", "E", source="q")], {}).values()) == 3
