"""Read text facts: csv files line by line, BibTeX entry by entry; every message says where."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, NamedTuple

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
_FIELD = re.compile(r"^\s*(\w+)\s*=\s*\{(.*?)\}\s*,?\s*$", re.DOTALL | re.MULTILINE)


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
    try:
        with path.open("r", encoding="utf-8") as stream:
            reader = csv.reader(stream)
            header = next(reader, [])
            missing = [name for name in required if name not in header]
            if missing:
                raise FactError(f"{path.name}: column {missing[0]!r} is missing")
            for fields in reader:
                if not fields:
                    continue
                if len(fields) != len(header):
                    raise FactError(
                        f"{path.name}, line {reader.line_num}: {len(fields)} fields under "
                        f"{len(header)} columns"
                    )
                yield Line(reader.line_num, dict(zip(header, fields, strict=True)))
    except (UnicodeDecodeError, csv.Error) as error:
        raise FactError(f"{path.name}: {error}") from None


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
    return re.sub(r"\s+", " ", text.replace("{", "").replace("}", "").replace("\\&", "&")).strip()
