"""Write golden values as two csv files: the states with their inputs, and the values."""

from __future__ import annotations

import csv
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from benchmarks.plain.golden.reference import Reference

ROUTES = ("crystal", "atom", "gradient", "liquid", "nud")
STATES = ("state", "model", "convention", "element", "variables", "inputs", "origin")
VALUES = ("state", "property", "term", "value", "accuracy")


def tasks() -> list[Callable[[], Reference]]:
    """Return what makes each reference, of every route."""
    found = (import_module(f"benchmarks.plain.golden.{name}") for name in ROUTES)
    return [task for module in found for task in module.tasks()]


def write(found: Iterable[Reference], folder: Path) -> None:
    """Write ``states.csv`` and ``values.csv`` in `folder`.

    A value has the digits of its accuracy, two more than it is good to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (
        (folder / "states.csv").open("w", encoding="utf-8", newline="") as first,
        (folder / "values.csv").open("w", encoding="utf-8", newline="") as second,
    ):
        states = csv.writer(first, lineterminator="\n")
        values = csv.writer(second, lineterminator="\n")
        states.writerow(STATES)
        values.writerow(VALUES)
        for number, item in enumerate(found, start=1):
            states.writerow(
                [number, item.model, item.convention, item.element, _pairs(item.state),
                 _pairs(item.inputs), item.origin]
            )  # fmt: skip
            for (name, term), (value, accuracy) in sorted(item.values.items()):
                values.writerow([number, name, term, _rounded(value, accuracy), f"{accuracy:.2g}"])


def _pairs(given: dict) -> str:
    return ";".join(
        f"{name}={value if isinstance(value, str) else format(value, '.15g')}"
        for name, value in given.items()
    )


def _rounded(value: float, accuracy: float) -> str:
    """Digits down to a hundredth of the accuracy, seventeen at most."""
    for digits in range(4, 18):
        text = f"{value:.{digits}g}"
        if abs(float(text) - value) <= 0.01 * accuracy:
            return text
    return repr(value)
