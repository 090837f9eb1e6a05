"""All that speak of staleness say the same, whatever has changed."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.solvers.registry import models

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

NAME = "ha/vs"


@contextmanager
def declared(**changes: Any) -> Iterator[None]:
    """Change the declaration of ha/vs in the code."""
    model = models()[NAME]
    before = {name: getattr(model, name) for name in changes}
    for name, value in changes.items():
        object.__setattr__(model, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            object.__setattr__(model, name, value)


@contextmanager
def removed() -> Iterator[None]:
    """Take ha/vs out of the code."""
    whole = dict(models())
    del models()[NAME]
    try:
        yield
    finally:
        models().clear()
        models().update(whole)


@contextmanager
def nothing() -> Iterator[None]:
    yield


def edit(path: Path, statement: str) -> None:
    with duckdb.connect(path) as connection:
        connection.execute(statement)


REVISION = models()[NAME].revision
RADIUS = "UPDATE parameter SET value = 2.1 WHERE theory = 'ha' AND variant = 'vs' "

CASES: dict[str, tuple[Callable[[], AbstractContextManager[None]], str, str]] = {
    "nothing": (nothing, "", ""),
    "revision in the code": (
        lambda: declared(revision=REVISION + 1), "", f"revision {REVISION} -> {REVISION + 1}",
    ),
    "revision in the table alone": (
        nothing, f"UPDATE model SET revision = {REVISION + 1} WHERE name = 'ha/vs'", "",
    ),
    "setting in the code": (
        lambda: declared(settings={**models()[NAME].settings, "lattice_cutoff": 30.0}), "",
        "setting lattice_cutoff 24 -> 30",
    ),
    "setting in the table alone": (
        nothing, "UPDATE model SET settings = '{}' WHERE name = 'ha/vs'", "",
    ),
    "input changed": (
        nothing, RADIUS + "AND element = 'Na' AND name = 'R_M'", "R_M 2.085 -> 2.1 bohr",
    ),
    "input without a value": (
        nothing,
        "DELETE FROM constant WHERE element = 'Na' AND property = 'first_ionisation_energy'",
        "first_ionisation_energy missing, was 5.139",
    ),
    "model removed": (removed, "", "ha/vs is no longer declared"),
}  # fmt: skip


@pytest.fixture
def catalog(session_small: Path, tmp_path: Path) -> Catalog:
    path = tmp_path / "agreement.duckdb"
    shutil.copy(session_small, path)
    return Catalog(path)


@pytest.mark.parametrize("case", CASES)
def test_everything_that_speaks_of_staleness_agrees(
    catalog: Catalog, case: str, tmp_path: Path
) -> None:
    change, statement, why = CASES[case]
    before = tmp_path / "before.duckdb"
    shutil.copy(catalog.path, before)
    if statement:
        edit(catalog.path, statement)
    with change():
        status = catalog.status("Na", NAME, why=True)
        assert bool(status["stale_states"]) is bool(why)
        assert all(why in row["why"] for row in status["stale"])

        answer = catalog.query("Na", NAME)
        told = [text for text in answer.notices if "stale" in text]
        assert bool(told) is bool(why)
        if why:
            assert why in told[0]
            assert told[0].startswith(f"{len(answer)} of {len(answer)} rows are stale")

        explained = catalog.explain("Na", NAME)[0]["stale"]
        assert bool(explained) is bool(why)
        assert all(why in text for text in explained)

        plan = catalog.recompute("Na", NAME, dry_run=True)
        assert plan.states == status["stale_states"]
        assert all(why in row["why"] for row in plan.plan)

        if case == "model removed":
            with pytest.raises(Exception, match="no longer declared"):
                catalog.compute("Na", NAME, volume_ratio=1)
            assert catalog.compute("Al", "nud").solved == 0  # the others are fresh
            done = catalog.recompute("Na", NAME)
            assert (done.solved, done.blocked) == (0, ("ha/vs is no longer declared",))
            return

        done = catalog.compute("Na", NAME)
        assert (done.solved, done.fresh) == (plan.states, 2 - plan.states)
        # Renewed by one, it is fresh for all the others.
        assert catalog.status("Na", NAME)["stale_states"] == 0
        assert not [text for text in catalog.query("Na", NAME).notices if "stale" in text]
        assert catalog.recompute("Na", NAME).solved == 0
        causes = {row["cause"] for row in catalog.diff(before, "Na", NAME, tolerance=1e-12)}
        if case == "input changed":
            assert all(c == "fact changed" or why in c for c in causes)
            assert any(why in c for c in causes)


def test_a_state_said_in_another_way_is_the_same_state(catalog: Catalog) -> None:
    """The density that `query` prints is that of the reference: nothing is stored twice."""
    density = catalog.query("Al", "tfdw", "pressure")[0]["state"]["density"]["value"]
    rows = len(catalog.query("Al", "tfdw", "pressure"))
    for said in ({"density": f"{density:.6g} g/cm3"}, {"volume_ratio": 1}, {"compression": 1.0}):
        done = catalog.compute("Al", "tfdw", convention="standard", **said)
        assert (done.solved, done.fresh) == (0, 1)
    assert len(catalog.query("Al", "tfdw", "pressure")) == rows


def test_a_moved_reference_leaves_its_old_place(catalog: Catalog) -> None:
    catalog.compute("Al", "tfdw", convention="standard", density="2.5 g/cm3", temperature="0 K")
    old = catalog.query("Al", "tfdw", "pressure")[0]["state"]["volume"]["value"]
    edit(
        catalog.path,
        "UPDATE parameter SET value = value * 1.01 "
        "WHERE name = 'reference_density' AND element = 'Al'",
    )
    catalog.recompute("Al", "tfdw")
    rows = catalog.query("Al", "tfdw", "pressure")
    for row in rows:
        assert row["state"]["volume"]["value"] == pytest.approx(old / 1.01, rel=1e-12)
    assert len([row for row in rows if row["term"] == "total"]) == 1
    everything = catalog.query("Al", "tfdw", "pressure", all_states=True, convention="standard")
    volumes = [r["state"]["volume"]["value"] for r in everything if r["term"] == "total"]
    # What the paper's tables say by this very density stays where it was said to be.
    assert any(abs(volume / old - 1) < 1e-6 for volume in volumes)
    assert catalog.compute("Al", "tfdw").solved == 0
    density = [r["state"]["density"]["value"] for r in everything]
    assert any(abs(value / 2.5 - 1) < 1e-9 for value in density)  # what was said absolutely stays
    assert catalog.status("Al", "tfdw")["stale_states"] == 0


def test_a_bare_theory_means_the_same_models_everywhere(catalog: Catalog) -> None:
    with catalog.file.reading() as connection:
        stored = connection.execute(
            "SELECT count(*) FROM state WHERE run IS NOT NULL AND model = 'nud/exact'"
        ).fetchall()[0][0]
    assert {row["model"] for row in catalog.query("Al", "nud")} == {"nud/exact"}
    assert {row["model"] for row in catalog.solve("Al", "nud")} == {"nud/exact"}
    assert {row["model"] for row in catalog.status(model="nud")} == {"nud/exact"}
    assert {row["model"] for row in catalog.models("nud")} == {"nud/exact"}
    assert {row["model"] for row in catalog.verify("Al", "nud", show="every")} == {"nud/exact"}
    assert {row["model"] for row in catalog.explain("Al", "nud")} == {"nud/exact"}
    assert catalog.compute("Al", "nud").solved == 0
    assert catalog.recompute(model="nud", all_states=True, dry_run=True).states == stored
