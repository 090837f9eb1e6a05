"""What cells of a table refer to: remarks by letters, sources by numbers, marks of evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaleos.catalog.text.citation import source_line
from metaleos.catalog.text.digits import show_digits, show_number, shown_digits
from metaleos.catalog.text.quoted import (
    MARKS,
    choice_words,
    input_words,
    legend,
    place_words,
    quoted_number,
    reading_words,
)
from metaleos.catalog.text.record import BESIDE
from metaleos.units import behind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from metaleos.catalog.text.record import Quoted, Record


class Remarks:
    """What cells refer to by letters, in the order in which they do."""

    def __init__(self) -> None:
        self._remarks: list[str] = []
        self._marks: set[str] = set()
        self._inputs: tuple[str, ...] = ()

    def mark(self, remark: str) -> str:
        """Return the letter of a remark, as it stands behind a cell; nothing without one."""
        if not remark:
            return ""
        if remark not in self._remarks:
            self._remarks.append(remark)
        return f" ({_letter(self._remarks.index(remark))})"

    def quoted(self, item: Quoted, at: Mapping[str, Any], source: str = "") -> str:
        """Return a published or observed value with its marks, source and where it holds.

        `at` has the ``element`` and the ``state`` of the result that it stands beside.
        """
        state = at.get("state")
        # A row of SQL has a number there.
        structure = state.get("structure", {}).get("value", "") if isinstance(state, dict) else ""
        place = place_words(item, at.get("element", ""), structure)
        number = quoted_number(item) + self.evidence(item.get("evidence"))
        number += self.mark(reading_words(item)) + self.mark(choice_words(item))
        return " ".join(filter(None, (number, source, place if source else place and f"({place})")))

    def evidence(self, kind: str | None) -> str:
        """Return the mark of a kind of evidence; nothing where it is good."""
        mark = MARKS.get(kind or "", ("",))[0]
        self._marks.add(mark)
        return mark

    def inputs(self, weak: Iterable[Quoted]) -> None:
        """Say which inputs of the results rest on weak evidence."""
        self._inputs = input_words(weak)
        self._marks.update(MARKS[item["evidence"]][0] for item in weak)

    def lines(self) -> tuple[str, ...]:
        """Return the remarks, each behind its letter, and what the marks mean."""
        lettered = (f"({_letter(i)}) {remark}" for i, remark in enumerate(self._remarks))
        return (*lettered, *self._inputs, *legend(self._marks))


class Notes(Remarks):
    """The remarks and sources that cells refer to, in the order in which they do."""

    def __init__(
        self,
        sources: Sequence[dict[str, Any]],
        records: Sequence[Record],
        numbers: dict[str, int] | None = None,
    ) -> None:
        """Begin; `numbers` of sources that tables share go on from one to the next."""
        super().__init__()
        self._sources = {item["key"]: item for item in sources}
        beside = {item["source"] for r in records for kind in BESIDE for item in r.beside(kind)}
        papers = {record.source for record in records}
        self._of_models = [key for key in self._sources if key in papers or key not in beside]
        self._numbers = {} if numbers is None else numbers

    def value(self, record: Record, digits: int | None = None) -> str:
        """Return the cell of a value; where there is none, the letter of its reason.

        It has at most so many `digits` where these are given.
        """
        if record.outcome == "ok":
            if digits is not None and record.value:
                own = shown_digits(record.value, record.error_estimate)
                return show_digits(record.value, min(own, digits))
            return show_number(record.value, record.error_estimate)
        return f"-{self.mark(f'{record.outcome}: {record.reason}')}"

    def beside(self, record: Record, kind: str) -> str:
        """Return the cell of the first published or observed value, with its source."""
        if not record.beside(kind):
            return ""
        first = record.beside(kind)[0]
        at = {"element": record.element, "state": record.state}
        return self.quoted(first, at, f"[{self.number(first['source'])}]")

    def references(self, records: Sequence[Record]) -> tuple[str, ...]:
        """Return what other theories computed, a line for each element and structure."""
        found: dict[str, dict[str, None]] = {}
        for record in records:
            for item in record.reference:
                place = f"{record.element} {item['structure']}, {item['method']}"
                line = f"reference [{self.number(item['source'])}], {place}: "
                value = f"{record.property} {quoted_number(item)}{behind(item['unit'])}"
                found.setdefault(line, {})[value] = None
        return tuple(line + ", ".join(values) for line, values in found.items())

    def number(self, key: str) -> int:
        """Return the number of a source."""
        return self._numbers.setdefault(key, len(self._numbers) + 1)

    def sources(self) -> tuple[str, ...]:
        """Return the numbered citations of what is shown, then those of the models."""
        for key in self._of_models:
            self.number(key)
        return tuple(
            f"[{number}] {source_line(self._sources[key])}"
            for key, number in self._numbers.items()
            if key in self._sources
        )


def _letter(index: int) -> str:
    return chr(ord("a") + index) if index < 26 else str(index + 1)
