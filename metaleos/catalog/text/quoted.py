"""Values of a paper or of experiment as people read them: digits, and what is to be known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaleos.catalog.text.digits import printed_digits, show_digits
from metaleos.units import behind

if TYPE_CHECKING:
    from metaleos.catalog.text.record import Quoted

_WRONG = {"scan": "a fault of the scan", "slip": "a slip of the paper"}


def quoted_number(item: Quoted) -> str:
    """Return a quoted value with the digits that were printed."""
    return show_digits(item["value"], max(printed_digits(item["printed"]), 1))


def reading_words(item: Quoted) -> str:
    """Return what a quoted value is read as, and why; empty where it is read as it stands."""
    if item.get("reading") is None:
        return ""
    read = f"{item['reading']:.{max(printed_digits(item['printed']), 3)}g}{behind(item['unit'])}"
    printed = item["printed"] if item["value"] is None else quoted_number(item)
    return (
        f"printed {printed}, read {read}: {_WRONG[item['reading_kind']]}; {item['reading_reason']}"
    )
