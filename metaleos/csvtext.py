"""A csv file as text: rows with the lines they stand on, a heading held against known columns.

Whoever reads a csv does it with these, so that every message says in the same words where and what.
"""

from __future__ import annotations

import csv
import re
from contextlib import contextmanager
from io import TextIOWrapper
from typing import TYPE_CHECKING, NamedTuple

from metaleos.errors import FactError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from importlib.resources.abc import Traversable
    from typing import TextIO

_HEADING = re.compile(r"^(?P<name>.*?)\s*(?:[\[(](?P<unit>[^\])]*)[\])])?$")


class Row(NamedTuple):
    """The fields of one row, and the lines on which it begins and ends (1 is the first)."""

    first: int
    last: int
    fields: list[str]


class Heading(NamedTuple):
    """One column of a heading: its name, its unit (empty without one), and the text as it stands.

    ``"Volume ratio"`` has the name ``volume_ratio``; ``"temperature [eV]"`` has a unit.
    """

    name: str
    unit: str
    text: str


@contextmanager
def opened(path: Traversable) -> Iterator[TextIO]:
    """Open a file for reading, for a ``with`` block; a byte order mark is skipped.

    Raises
    ------
    FactError
        If what is read inside is not text in UTF-8, or no csv.
    """
    try:
        with (
            path.open("rb") as raw,
            TextIOWrapper(raw, encoding="utf-8-sig", newline="") as stream,
        ):
            yield stream
    except UnicodeDecodeError:
        raise FactError(f"{path.name} is not text in UTF-8", "save it as csv in UTF-8") from None
    except csv.Error as error:
        raise FactError(f"{path.name} cannot be read as csv: {error}", "is it text?") from None


def rows(stream: Iterable[str], *, delimiter: str = ",", strict: bool = False) -> Iterator[Row]:
    """Yield the rows of an open file, the heading too; blank lines are none.

    Raises
    ------
    csv.Error
        Where `strict`, if quotes are out of place; `opened` tells it.
    """
    reader = csv.reader(stream, delimiter=delimiter, strict=strict)
    before = 0
    for fields in reader:
        if fields:
            yield Row(before + 1, reader.line_num, fields)
        before = reader.line_num


def check_length(name: str, row: Row, columns: Sequence[object], hint: str = "") -> None:
    """Refuse a row with too many or too few fields.

    Raises
    ------
    FactError
    """
    if len(row.fields) != len(columns):
        raise FactError(
            f"{name}, line {row.last}: {len(row.fields)} fields under {len(columns)} columns", hint
        )


def headings(name: str, fields: Iterable[str], valid: Sequence[str]) -> list[Heading]:
    """Return the columns that the first line of the file `name` names, in any case.

    Raises
    ------
    FactError
        If a column is not among `valid`, with the nearest that are, or stands there twice.
    """
    found: list[Heading] = []
    for field in fields:
        text = field.strip()
        match = _HEADING.match(text)
        word = (match["name"] if match else text).strip().casefold()
        word = word.replace("-", "_").replace(" ", "_")
        if word not in valid:
            close = nearest(word, valid) if word else []
            meant = f"did you mean {' or '.join(close)}? " if close else ""
            raise FactError(
                f"{name}, line 1: unknown column {text!r}", f"{meant}valid: {', '.join(valid)}"
            )
        if any(word == other.name for other in found):
            raise FactError(f"{name}, line 1: column {word!r} stands there twice", "keep one")
        found.append(Heading(word, (match["unit"] or "") if match else "", text))
    return found
