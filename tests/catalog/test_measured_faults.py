"""Faults that were measured in version 0.1.0 and must stay mended."""

from __future__ import annotations

import copy
import pickle
import shutil
from typing import TYPE_CHECKING

import numpy as np
import pytest

import metaleos
from metaleos.catalog.catalog import Catalog
from metaleos.errors import MetaleosError
from metaleos.solvers.registry import models

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def catalog(session_small: Path) -> Catalog:
    return Catalog(session_small)


def test_a_copied_and_a_pickled_answer_keep_their_runs(catalog: Catalog) -> None:
    answer = catalog.query("Na", "ha/vs")
    runs = answer.run_ids()
    assert len(runs) == len(answer) > 0
    assert copy.deepcopy(answer).run_ids() == runs
    assert copy.copy(answer).run_ids() == runs
    assert pickle.loads(pickle.dumps(answer)).run_ids() == runs
    assert catalog.query("Na", "ha/vs", units="energy=Ry", sort="-value").run_ids() == runs


def test_printing_an_answer_prints_its_table_shortened(
    catalog: Catalog, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = catalog.query("Na", "ha/vs")
    print(answer)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Na, ha/vs, standard, bcc")
    assert f"... {len(answer) - 40} more rows" in lines
    assert len("\n".join(lines)) < 5000
    assert repr(answer) == str(answer)
    assert "<table>" in answer._repr_html_()


def test_only_models_that_can_answer_are_proposed(catalog: Catalog) -> None:
    """`query -e Al -p shock_pressure` proposed nud/exact, which cannot yield it."""
    notices = catalog.query("Al", property="shock_pressure").notices
    proposed = [text for text in notices if "metaleos solve" in text]
    assert proposed
    name = proposed[0].split("--model ")[1].split()[0]
    assert models()[name].yields_property("shock_pressure")


def test_observed_only_properties_are_found(catalog: Catalog) -> None:
    row = catalog.query("Na", property="density")[0]
    assert (row["element"], row["model"], row["value"]) == ("Na", "", None)
    assert row["observed"][0]["value"] == pytest.approx(0.97, abs=0.01)
    assert row["observed"][0]["unit"] == "g/cm3"
    # With a model it is not the model's.
    assert len(catalog.query("Na", "ha/vs", "density")) == 0


def test_a_catalog_called_like_our_own_names_can_be_compared(
    catalog: Catalog, session_small: Path, tmp_path: Path
) -> None:
    """`diff x --db older.duckdb` ended in a traceback: `older` was the name of an attachment."""
    for name in ("older", "the_other", "main", "temp", "system"):
        path = tmp_path / f"{name}.duckdb"
        shutil.copy(session_small, path)
        assert len(Catalog(path).diff(session_small)) == 0
        assert len(catalog.diff(path)) == 0


def test_a_typo_in_a_solver_is_raised_and_never_stored(
    session_small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "typo.duckdb"
    shutil.copy(session_small, path)
    catalog = Catalog(path)

    def solver(batch: object) -> object:
        raise KeyError("R_m")

    model = models()["ha/vs"]
    monkeypatch.setattr(type(model), "load_solver", lambda self: solver)
    with pytest.raises(KeyError, match="R_m"):
        catalog.compute("Na", "ha/vs", volume_ratio=0.83)
    with pytest.raises(KeyError, match="R_m"):
        catalog.solve("Na", "ha/vs", volume_ratio=0.83)
    monkeypatch.undo()
    with catalog.file.reading() as connection:
        failed = connection.execute(
            "SELECT count(*) FROM result WHERE outcome = 'failed'"
        ).fetchall()
    assert failed == [(0,)]


WRONG = {
    "element": (1.5, b"Na", {"Na": 1}, ["Na", ["K"]], object()),
    "model": (1.5, {"a": 1}, [["ha"]]),
    "property": (2.5, [None]),
    "convention": (1.5, ["standard", 3.5]),
    "limit": ("x", 1.5, -1, True),
    "sort": (3, ["value"]),
    "where": (5, [5]),
    "units": (3, "pressure"),
    "columns": (3.0, [1]),
    "temperature": ([[1, 2], [3, 4]], np.ones((2, 2)), "1 parsec", object(), {}),
    "volume": (-1.0, [], np.array([])),
    "structure": (5, [5]),
    "no_such_state": (1,),
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in WRONG.items() for value in values]
)
def test_wrong_types_end_in_an_error_of_ours(catalog: Catalog, name: str, value: object) -> None:
    if name == "volume" and isinstance(value, list):
        catalog.query("Na", "ha/vs", volume=value)  # an empty list says nothing
        return
    with pytest.raises(MetaleosError) as caught:
        catalog.query(**{"element": "Na", "model": "ha/vs", name: value})
    assert "\n" not in str(caught.value)


def test_the_order_of_version_one_is_explained(catalog: Catalog) -> None:
    with pytest.raises(MetaleosError, match="the element stands before the model"):
        catalog.solve("ha/vs", "Na")


def test_the_package_offers_its_few_words(
    session_small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert metaleos.Catalog is Catalog
    monkeypatch.setenv("METALEOS_DB", str(session_small))
    rows = metaleos.query("Na", "VS", "pressure").rows()
    assert rows == Catalog(session_small).query("Na", "VS", "pressure").rows()
    assert metaleos.query(element="Na", model="VS", db=session_small, property="pressure")
    solved = metaleos.solve("Na", "ha/vs", "pressure", volume_ratio=1)
    assert solved[0]["value"] == pytest.approx(rows[0]["value"], rel=1e-12)
    with pytest.raises(AttributeError, match="no attribute 'Querry'"):
        _ = metaleos.Querry
