"""Values of a paper or of experiment as people read them: digits, and what is to be known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaleos.catalog.text.digits import last_digit, printed_digits, show_digits, show_percent
from metaleos.units import behind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from metaleos.catalog.text.record import Quoted, Record

MARKS = {
    "recalled": ("*", "from memory, read nowhere"),
    "uncited": ("?", "read where no source is named"),
    "predicted": ("~", "not measured"),
}
"""Kinds of evidence that are marked, with the mark and what it means."""

_LOW = "low temperature"

_NAMED = 10
_WRONG = {"scan": "a fault of the scan", "slip": "a slip of the paper"}


def quoted_number(item: Quoted) -> str:
    """Return a quoted value with the digits that were printed."""
    return show_digits(item["value"], max(printed_digits(item["printed"]), 1))


def reading_words(item: Quoted) -> str:
    """Return what a quoted value is read as, and why; empty where it is read as it stands.

    The string stands as it was printed, with its unit. What rests on our solver is but perhaps so.
    """
    if item.get("reading") is None:
        return ""
    unit = item.get("printed_unit") or item["unit"]
    printed = f"{item['printed']}{behind(unit)}"
    if item["value"] is not None and quoted_number(item) != item["printed"]:
        printed += f" ({quoted_number(item)}{behind(item['unit'])})"
    read = f"{item['reading']:.{max(printed_digits(item['printed']), 3)}g}{behind(item['unit'])}"
    word = "perhaps" if item.get("reading_basis") == "solver" else "read as"
    wrong, reason = _WRONG[item["reading_kind"]], item["reading_reason"]
    return f"printed {printed}, {word} {read}: {wrong}; {reason}"


def choice_words(item: Quoted) -> str:
    """Return what was decided about a measured value that sources dispute, and why; or nothing."""
    return f"{item['choice']}: {item['choice_reason']}" if item.get("choice") else ""


def mark_of(item: Quoted) -> str:
    """Return the mark of a measured value whose evidence is weak; else nothing."""
    return MARKS.get(item.get("evidence") or "", ("", ""))[0]


def legend(marks: Iterable[str]) -> tuple[str, ...]:
    """Return what the marks that occur mean, each once."""
    seen = set(marks)
    return tuple(f"{mark} {kind}: {text}" for kind, (mark, text) in MARKS.items() if mark in seen)


def input_words(weak: Iterable[Quoted]) -> tuple[str, ...]:
    """Return which inputs of what is shown rest on weak evidence: ``input W_d* of Fe, Ni``."""
    elements: dict[tuple[str, str], dict[str, None]] = {}
    for item in weak:
        elements.setdefault((item["input"], item["evidence"]), {})[item["element"]] = None
    return tuple(
        f"input {name}{MARKS[kind][0]} of "
        + (", ".join(of) if len(of) <= _NAMED else f"{len(of)} elements")
        for (name, kind), of in elements.items()
    )


def place_words(item: Quoted, element: str = "", structure: str = "") -> str:
    """Return where a measured value holds: temperature, and the material or phase.

    The `element` itself says nothing new, nor do the `structure` of the result and a bare ``solid``
    beside a temperature.
    """
    temperature, phase = item.get("temperature"), item.get("phase") or ""
    low = (item.get("state") or "").startswith(_LOW)
    words = ["low T"] if low else [] if temperature is None else [f"{temperature:g} K"]
    if (material := item.get("material") or "") not in {"", element}:
        words.append(material)
    elif not words or phase not in {structure, "solid"}:
        words.append(phase)
    return " ".join(filter(None, words))


def beside_digits(record: Record) -> int | None:
    """Return how many digits a value has beside a measured one: one more, three at least."""
    if not record.observed:
        return None
    return max(printed_digits(record.observed[0]["printed"]) + 1, 3)


def deviation_words(
    percent: float, value: float | None, error: float | None, observed: Quoted
) -> str:
    """Return a deviation [%] with the digits that both values justify: ``-5.5``."""
    if not observed["value"]:
        return show_percent(percent, 0.0)
    half = 0.5 * last_digit(observed["value"], observed["printed"])
    known = max(observed.get("uncertainty") or 0.0, half, error or 0.0)
    # What is uncertain of the ratio: of the observed value as often as ours is larger.
    ratio = max(abs((value or 0.0) / observed["value"]), 1.0)
    return show_percent(percent, 100.0 * ratio * known / abs(observed["value"]))
