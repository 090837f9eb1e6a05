"""The shipped facts against one another: whether each lies where others say, and how far off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaleos.catalog.verify.check import Check
from metaleos.ingest.relations import compared

if TYPE_CHECKING:
    from collections.abc import Collection

FACTS = "facts"
"""What stands for the model in a check of facts."""


def fact_checks(elements: Collection[str] | None) -> list[Check]:
    """Return a check for every comparison of the shipped facts (of some elements).

    One that fails leaves its band, as some real metals do: the baseline has those that are known,
    by element and by how many widths of the band they are off.
    """
    return [
        Check(
            kind="fact", name=one.lint, model=FACTS, element=one.fact.element,
            convention="standard", state=f"off by {one.beyond}" if one.beyond else "",
            residual=max(one.low - one.found, one.found - one.high, 0.0),
            tolerance=one.high - one.low, grade="fail" if one.beyond else "pass",
            detail=f"{one.fact.place}: {one.text}",
        )
        for one in compared()
        if elements is None or one.fact.element in elements
    ]  # fmt: skip
