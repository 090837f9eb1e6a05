"""The toy theory as if it were installed: on the path, with its entry point, without pip."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from metaleos.solvers import registry
from tests.running import Ran

if TYPE_CHECKING:
    from collections.abc import Iterator

TOY = Path(__file__).parent / "toy"
ROOT = Path(__file__).parents[2]


def install(folder: Path, name: str, module: str) -> None:
    """Write what pip would: the metadata of a package whose models `module` declares."""
    info = folder / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[{registry.GROUP}]\n{name} = {module}:MODELS\n")


@pytest.fixture(scope="session")
def toy_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the entry point of the toy."""
    folder = tmp_path_factory.mktemp("toy")
    install(folder, "metaleos-toy", "metaleos_toy.declaration")
    return folder


@pytest.fixture
def visible(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A function that puts folders on the path; afterwards nothing of them is left."""
    before = set(sys.modules)

    def show(*folders: Path) -> None:
        for folder in folders:
            monkeypatch.syspath_prepend(str(folder))
        registry.forget()

    registry.forget()
    yield show
    monkeypatch.undo()
    registry.forget()
    for name in set(sys.modules) - before:
        file = getattr(sys.modules[name], "__file__", None) or ""
        if not Path(file).is_relative_to(ROOT / "metaleos") and name.startswith("metaleos_"):
            del sys.modules[name]


@pytest.fixture
def toy(visible: Any, toy_folder: Path) -> None:
    """The toy is installed."""
    visible(toy_folder, TOY)


class CommandLine:
    """``metaleos`` in a process of its own that sees packages of models in `folders`."""

    def __init__(self, db: Path, *folders: Path) -> None:
        path = os.pathsep.join([*map(str, folders), str(ROOT)])
        self._environment = {**os.environ, "PYTHONPATH": path, "METALEOS_DB": str(db)}

    def __call__(self, *arguments: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "metaleos", *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)
