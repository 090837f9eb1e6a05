"""The fingerprint of what led to a result: input values read, settings and revision."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from metaleos.catalog.store.facts import Facts
    from metaleos.solvers.protocol import Model


def fingerprint(
    name: str,
    revision: int,
    convention: str,
    settings: Mapping[str, Any],
    values: Mapping[str, float | None],
) -> str:
    """Return a hash of a model's revision, settings and the input values that were read.

    Neither sources nor units nor the package's version enter: equal values, equal fingerprint.
    Numbers enter by their exact bits (and -0 as 0); NaN and None both mean absent.
    """
    lines = [f"{name} {revision} {convention}"]
    lines += [f"{key}={settings[key]!r}" for key in sorted(settings)]
    for key in sorted(values):
        value = values[key]
        absent = value is None or value != value  # noqa: PLR0124  # NaN
        lines.append(f"{key}:" if absent else f"{key}:{(value + 0.0).hex()}")  # type: ignore[operator]  # None is absent
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=16).hexdigest()


def fingerprint_of_model(model: Model, element: str, facts: Facts) -> str:
    """Return a hash of all that a model may read about an element, in either convention.

    For data made before a catalog is: coarser than `fingerprint`, which knows what was read.
    """
    values = {
        f"{convention} {name}": item.value
        for convention in model.conventions
        for name, item in facts.inputs(model, element, convention).items()
    }
    made = ",".join(item.name for item in model.ingredients)
    return fingerprint(model.name, model.revision, made, model.settings, values)
