"""The one registry of models: declarations are found, none is listed twice.

A theory joins by existing: a package under ``metaleos/solvers`` whose ``declaration.py`` holds a
tuple ``MODELS``; or any other installed package that names such a tuple in its entry points,
group ``metaleos.models``. Declarations import neither numpy nor scipy, so asking is cheap; the
entry points cost some 40 ms and are read only where a package names the group.

A declaration of another package that cannot be used is left out: `faults` says why, and every
other model works.
"""

from __future__ import annotations

import sys
import traceback
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from metaleos import properties as table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.metadata import EntryPoint

    from metaleos.properties import Property
    from metaleos.solvers.protocol import Model

GROUP = "metaleos.models"
"""The group of entry points by which another package brings its models."""

_HERE = Path(__file__).parent


@dataclass(slots=True)
class _Outside:
    models: dict[str, Model] = field(default_factory=dict)
    packages: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def _declared() -> Iterator[tuple[str, Model]]:
    """Yield the models of this package, each with the package of its theory."""
    for path in sorted(_HERE.glob("*/declaration.py")):
        package = f"metaleos.solvers.{path.parent.name}"
        for model in import_module(f"{package}.declaration").MODELS:
            yield package, model


@cache
def inside() -> dict[str, Model]:
    """Return the models of this package by full name, ordered by theory as declared.

    Raises
    ------
    ValueError
        If two declarations give the same name, or one property in two ways.
    """
    found: dict[str, Model] = {}
    for _, model in _declared():
        if model.name in found:
            raise ValueError(f"model {model.name!r} is declared twice")
        table.declare(model.properties)
        found[model.name] = model
    return found


@cache
def models() -> dict[str, Model]:
    """Return every model that can be used, by full name: those of this package first."""
    return {**inside(), **_outside().models}


def get(name: str) -> Model | None:
    """Return the model called `name`, None if there is none; other packages are asked last."""
    return inside().get(name) or models().get(name)


def theories() -> dict[str, tuple[Model, ...]]:
    """Return the models of each theory, by the theory's name."""
    grouped: dict[str, list[Model]] = {}
    for model in models().values():
        grouped.setdefault(model.theory, []).append(model)
    return {theory: tuple(members) for theory, members in grouped.items()}


def properties() -> Mapping[str, Property]:
    """Return every property by name: the common ones and those that the theories bring."""
    models()
    return table.properties()


def packages() -> dict[str, str]:
    """Return the package that declares each theory, by the theory's name.

    Beside its declaration a package may have ``sources.bib`` and ``parameters.csv``.
    """
    return {model.theory: package for package, model in _declared()} | _outside().packages


def faults() -> tuple[str, ...]:
    """Return why declarations of other packages were left out: one line for each package.

    A line names the package, the file and the field.
    """
    return tuple(_outside().faults)


def forget() -> None:
    """Read the entry points anew when they are asked for next (a package came or went)."""
    gone = [item.name for model in _outside().models.values() for item in model.properties]
    table.forget(gone)
    _outside.cache_clear()
    models.cache_clear()


def _is_announced() -> bool:
    """Return whether any installed package names the group, by a look into its metadata.

    A few milliseconds, where importing `importlib.metadata` costs 40: every query asks.
    """
    for folder in map(Path, dict.fromkeys(sys.path)):
        if folder.is_file():
            return True  # an archive: let the library look
        for kind in ("*.dist-info", "*.egg-info"):
            for text in folder.glob(f"{kind}/entry_points.txt"):
                if GROUP in text.read_text(encoding="utf-8", errors="replace"):
                    return True
    return False


@cache
def _outside() -> _Outside:
    out = _Outside()
    if not _is_announced():
        return out
    from importlib.metadata import entry_points  # 40 ms, seldom needed

    points = {(point.name, point.value): point for point in entry_points(group=GROUP)}
    for _, point in sorted(points.items()):
        _take(point, out)
    return out


def _take(point: EntryPoint, out: _Outside) -> None:
    """Add the models of one entry point, or the one line that says why not."""
    from metaleos.solvers.declarations import Known, faults  # only for others

    package = point.module.rpartition(".")[0] or point.module
    try:
        found: Any = point.load()
    except (Exception, SystemExit) as error:  # noqa: BLE001  # whatever another package does
        out.faults.append(f"{package}: {_not_imported(point, error)}")
        return
    path = Path(str(getattr(sys.modules[point.module], "__file__", None) or point.module))
    known = Known({**inside(), **out.models}, table.properties())
    wrong = list(faults(found, known, path.name, path.parent))
    if wrong:
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        out.faults.append(f"{package}: {wrong[0]}{more}")
        return
    for model in found:
        table.declare(model.properties)
        out.models[model.name] = model
        out.packages[model.theory] = package


def _not_imported(point: EntryPoint, error: BaseException) -> str:
    """Return file, field and reason of a declaration that cannot be imported."""
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_file() and "importlib" not in Path(frame.filename).parts
    ]
    text = " ".join(str(error).split())
    reason = f"{type(error).__name__}: {text}" if text else type(error).__name__
    name, line = f"{point.module.rpartition('.')[2]}.py", 0
    if isinstance(error, SyntaxError) and error.filename:
        name, line = Path(error.filename).name, error.lineno or 0
    elif frames and Path(frames[-1].filename).resolve() != Path(__file__).resolve():
        name, line = Path(frames[-1].filename).name, frames[-1].lineno or 0
    where = f" (line {line})" if line else ""
    attribute = point.attr or "MODELS"
    return f"{name}, {attribute}: cannot be imported, {reason}{where}"


inside()  # whoever imports the registry finds the table of properties whole
