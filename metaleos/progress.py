"""How long work tells of its progress, without knowing who listens."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, float], None]
"""Called with the name of the step and the fraction of the whole that is done."""


def silent(step: str, fraction: float) -> None:
    """Ignore progress."""
    del step, fraction
