"""Read text facts: csv files line by line, BibTeX entry by entry; every message says where."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from metaleos.csvtext import check_length, opened, rows
from metaleos.errors import FactError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

PARAMETER_COLUMNS = (
    "theory", "variant", "element", "convention", "name", "value", "unit", "source", "table",
    "note",
)  # fmt: skip
"""The columns of a file of parameters, the package's own or a theory's."""

_ENTRY = re.compile(r"@(\w+)\{([^,\s]+),(.*?)\n\}", re.DOTALL)
_BRACED = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"  # braces in braces in braces
_FIELD = re.compile(rf"^\s*(\w+)\s*=\s*({_BRACED})", re.MULTILINE)


class Line(NamedTuple):
    """One data line of a csv file."""

    number: int
    fields: dict[str, str]


class Entry(NamedTuple):
    """One entry of a bibliography: its fields by lower-case name, and the text as it stands."""

    kind: str
    key: str
    fields: dict[str, str]
    text: str


def read_lines(path: Traversable, required: tuple[str, ...]) -> Iterator[Line]:
    """Yield the data lines of a csv file with a heading.

    Raises
    ------
    FactError
        If it is not text in UTF-8, a required column is missing, or a line has too many or too
        few fields.
    """
    with opened(path) as stream:
        found = rows(stream)
        first = next(found, None)
        header = first.fields if first is not None else []
        missing = [name for name in required if name not in header]
        if missing:
            raise FactError(f"{path.name}: column {missing[0]!r} is missing")
        for row in found:
            check_length(path.name, row, header)
            yield Line(row.last, dict(zip(header, row.fields, strict=True)))


def optional_float(text: str) -> float | None:
    """Return the number that `text` says, or None where it is empty."""
    return float(text) if text.strip() else None


def bibtex_entries(text: str) -> Iterator[Entry]:
    """Yield the entries of a BibTeX file; each ends with a closing brace on a line of its own."""
    for match in _ENTRY.finditer(text):
        kind, key, body = match.groups()
        fields = {name.lower(): _plain(value) for name, value in _FIELD.findall(body)}
        yield Entry(kind.lower(), key, fields, match.group(0))


def _plain(text: str) -> str:
    plain = re.sub(r"\\([&_%$#])", r"\1", text.replace("{", "").replace("}", ""))
    return re.sub(r"\s+", " ", plain).strip()
