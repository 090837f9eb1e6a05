"""The one registry of models: every ``solvers/*/declaration.py`` is found, none is listed twice.

A theory joins by existing: a package under ``metaleos/solvers`` whose ``declaration.py`` holds a
tuple ``MODELS``. Declarations import neither numpy nor scipy, so asking the registry is cheap.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metaleos.solvers.protocol import Model

_HERE = Path(__file__).parent


@cache
def models() -> dict[str, Model]:
    """Return every declared model by its full name, ordered by theory as declared.

    Raises
    ------
    ValueError
        If two declarations give the same name.
    """
    found: dict[str, Model] = {}
    for path in sorted(_HERE.glob("*/declaration.py")):
        for model in import_module(f"metaleos.solvers.{path.parent.name}.declaration").MODELS:
            if model.name in found:
                raise ValueError(f"model {model.name!r} is declared twice")
            found[model.name] = model
    return found


def theories() -> dict[str, tuple[Model, ...]]:
    """Return the models of each theory, by the theory's name."""
    grouped: dict[str, list[Model]] = {}
    for model in models().values():
        grouped.setdefault(model.theory, []).append(model)
    return {theory: tuple(members) for theory, members in grouped.items()}
