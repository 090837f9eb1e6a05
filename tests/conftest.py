"""Fixtures: catalogs built once for all workers, copied for each, and for tests that write."""

from __future__ import annotations

import os
import shutil
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.fill.build import build
from tests.running import Ran, ran

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

if sys.dont_write_bytecode:  # else every process that a test starts compiles the package anew
    sys.dont_write_bytecode = False
    sys.pycache_prefix = str(Path(__file__).parents[1] / ".pytest_cache" / "bytecode")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Run named files and tests in this process: what they need starts sooner than workers do."""
    named = [name for name in config.args if ".py" in name]
    return 0 if named else None


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--no-skips``: where a job has all that its tests need, none may be skipped."""
    parser.addoption("--no-skips", action="store_true", help="a skipped test is a failure")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Make a skip a failure where none is wanted."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and item.config.getoption("--no-skips"):
        report.outcome = "failed"
        report.longrepr = f"skipped: {report.longrepr}"
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a catalog: without these, and without slow ones, it is the fast tier."""
    for item in items:
        if "once" in getattr(item, "fixturenames", ()):
            item.add_marker("built")


class Once:
    """Files that are made once in a run, whatever number of workers it has.

    Parameters
    ----------
    common : Path
        A folder that all workers see.
    own : Path
        A folder of this worker.
    """

    def __init__(self, common: Path, own: Path) -> None:
        self._common, self._own = common, own

    def __call__(self, name: str, make: Callable[[Path], Any]) -> Path:
        """Return this worker's copy of the file `name`, which ``make(path)`` writes if need be."""
        made, draft = self._common / name, self._common / f"draft-{name}"
        with FileLock(self._common / f"{name}.lock"):
            if not made.exists():
                make(draft)
                draft.replace(made)
        shutil.copy(made, self._own / name)
        return self._own / name


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Once:
    """What is made once in a run."""
    base = tmp_path_factory.getbasetemp()
    return Once(base if worker_id == "master" else base.parent, tmp_path_factory.mktemp("own"))


@pytest.fixture(scope="session")
def session_catalog(once: Once) -> Path:
    """A default catalog, built once; read it only."""
    return once("session.duckdb", build)


@pytest.fixture
def built_catalog(session_catalog: Path, tmp_path: Path) -> Path:
    """A copy of the default catalog that a test may change."""
    path = tmp_path / "copy.duckdb"
    shutil.copy(session_catalog, path)
    return path


@pytest.fixture(scope="session")
def session_facts(once: Once) -> Path:
    """A catalog with all facts and no results, built once; read it only."""
    return once("facts.duckdb", partial(build, solve=False))


@pytest.fixture
def facts_catalog(session_facts: Path, tmp_path: Path) -> Path:
    """A copy of the catalog with all facts and no results, that a test may change."""
    path = tmp_path / "facts.duckdb"
    shutil.copy(session_facts, path)
    return path


@pytest.fixture
def fresh_db(tmp_path: Path) -> Path:
    """A path where no catalog is yet."""
    return tmp_path / "fresh.duckdb"


@pytest.fixture(scope="session")
def session_small(once: Once, session_facts: Path) -> Path:
    """A catalog with all facts and a few results of every kind of input; read it only."""

    def make(path: Path) -> None:
        shutil.copy(session_facts, path)
        catalog = Catalog(path)
        for model in ("ha/vs", "ha/al", "wh/vs", "nud/exact", "tfdw", "tf/exact"):
            catalog.compute(["Na", "Al", "Fe"], model)

    return once("small.duckdb", make)


@pytest.fixture
def small_catalog(session_small: Path, tmp_path: Path) -> Path:
    """A copy of the small catalog that a test may change."""
    path = tmp_path / "small.duckdb"
    shutil.copy(session_small, path)
    return path


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, session_catalog: Path
) -> Callable[..., Ran]:
    """Run ``metaleos`` on the default catalog; a fault of ours is raised, not told."""
    monkeypatch.setenv("METALEOS_DB", str(session_catalog))
    return partial(ran, capsys, "--debug")
