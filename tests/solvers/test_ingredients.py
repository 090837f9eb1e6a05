"""`printed` is a set of ingredients: all of them make it, and each moves something alone."""

from __future__ import annotations

import ast
import csv
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import pytest

from metaleos.catalog.solve.bench import Bench, Point
from metaleos.catalog.store.facts import Facts
from metaleos.ingest.parameters import shipped_parameters
from metaleos.ingest.reader import shipped
from metaleos.solvers.protocol import Ingredient, names_column
from metaleos.solvers.registry import inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaleos.solvers.protocol import Convention, Model

PACKAGE = Path(__file__).parents[2] / "metaleos"
ELEMENTS = {"ha": ("Na", "Cs"), "tf": ("Al", "Ag"), "tfd": ("Al", "Cu"), "tfdw": ("Al",),
            "wh": ("Ti", "Pt"), "nud": ("Al",)}  # fmt: skip
MODELS = [model for model in inside().values() if "printed" in model.conventions]
MADE = [(model, item.name) for model in MODELS for item in model.ingredients]
ASKS = {
    "solvers/protocol.py": "takes: the one place",
    "catalog/compare/verdict_values.py": "which of two columns has a spread; no physics",
    "catalog/compare/sentences.py": "a word in a sentence",
}


@pytest.fixture(scope="module")
def facts(session_facts: Path) -> Facts:
    with duckdb.connect(session_facts, read_only=True) as connection:
        return Facts(connection)


def answer(
    facts: Facts, model: Model, convention: Convention, *switched: str
) -> dict[tuple[str, ...], list[float]]:
    """Return every scalar, and the reference states at which they are."""
    bench = Bench(model, convention, facts, frozenset(switched))
    points = [Point(e, bench.reference(e)) for e in ELEMENTS[model.theory] if e in bench.elements()]
    if "temperature" in bench.variables:  # hot: what only kT shows
        points += [p.moved(temperature=p.state["temperature"] + 2e4) for p in points]
    names = [y.property for y in model.yields if not y.curve and not y.on_request]
    values = bench.solve(points, names)
    out = {key: values.value(*key).tolist() for key in values.solution.values}
    for name in sorted(bench.variables - {"structure"}):
        out["state", name] = values.state(name).tolist()
    return out


def close(
    one: dict[tuple[str, ...], list[float]], other: dict[tuple[str, ...], list[float]]
) -> bool:
    """Return whether both are equal but for how a batch is cut by functions (1e-16)."""
    return one.keys() == other.keys() and all(
        np.allclose(one[key], other[key], rtol=1e-12, atol=0.0, equal_nan=True) for key in one
    )


def same(
    one: dict[tuple[str, ...], list[float]], other: dict[tuple[str, ...], list[float]]
) -> bool:
    return one.keys() == other.keys() and all(
        np.array_equal(one[key], other[key], equal_nan=True) for key in one
    )


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_all_ingredients_together_are_printed(model: Model, facts: Facts) -> None:
    every = [item.name for item in model.ingredients]
    assert close(answer(facts, model, "standard", *every), answer(facts, model, "printed"))
    assert close(answer(facts, model, "printed", *every), answer(facts, model, "standard"))


@pytest.mark.parametrize(("model", "name"), MADE, ids=lambda x: getattr(x, "name", x))
def test_each_moves_something_alone(model: Model, name: str, facts: Facts) -> None:
    assert not same(answer(facts, model, "standard", name), answer(facts, model, "standard"))


def compares(tree: ast.AST) -> Iterator[ast.Compare]:
    """Yield every comparison of something called a convention with one by name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            named = any(isinstance(s, ast.Constant) and s.value == "printed" for s in sides)
            if named and any("convention" in ast.unparse(s) for s in sides):
                yield node


def test_only_takes_asks_whether_a_convention_is_printed() -> None:
    planted = list(compares(ast.parse("x = 1 if batch.convention == 'printed' else 2")))
    assert len(planted) == 1
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if list(compares(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert found <= set(ASKS)


def test_what_numbers_were_inferred_from_are_printed_columns() -> None:
    columns = set()
    for path in shipped("papers").iterdir():
        if path.name.endswith(".csv"):
            with path.open(encoding="utf-8", newline="") as stream:  # type: ignore[call-arg]
                for row in csv.DictReader(stream):
                    head = f"{row['source']} {row['table']}:{row['quantity']}"
                    columns |= {head, f"{head} {row['model']}"}
    for model in MODELS:
        for item in (*model.ingredients, *model.inputs):
            assert set(item.inferred) <= columns, (model.name, item.name)


def test_a_number_is_booked_where_an_ingredient_is_inferred() -> None:
    for model in MODELS:
        inputs = {item.name for item in model.inputs if item.kind == "parameter"}
        for item in model.ingredients:
            assert bool(item.numbers) == (bool(item.inferred) and item.name not in inputs), item


def test_a_column_is_that_of_its_model_or_of_all() -> None:
    item = Ingredient(name="x", text="x", inferred=("soma1978 V:B ha/vs", "soma1978 IV:E"))
    for table, quantity, model, there in (
        ("V", "B", "ha/vs", True),
        ("V", "B", "ha/h", False),
        ("IV", "E", "ha/h", True),
        ("IV", "E_coh", "ha/h", False),
    ):
        assert names_column(item.inferred, "soma1978", table, quantity, model) is there


def test_every_inferred_parameter_names_its_columns() -> None:
    """A row that says it was inferred belongs to an input or an ingredient that says from what."""
    count = 0
    for row in shipped_parameters():
        if "inferred" not in f"{row.note} {row.locator}":
            continue
        count += 1
        for model in MODELS:
            if model.theory != row.theory or row.variant not in {"*", model.variant}:
                continue
            items = [*model.ingredients, *model.inputs]
            named = [item.inferred for item in items if item.name == row.name]
            assert not named or any(named), (model.name, row.id)
    assert count > 100
