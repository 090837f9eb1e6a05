"""Read csv facts line by line, with the line number of every row for messages."""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from metaleos.errors import FactError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable


class Line(NamedTuple):
    """One data line of a csv file."""

    number: int
    fields: dict[str, str]


def shipped(*parts: str) -> Traversable:
    """Return a shipped fact file or folder, by its path under ``ingest/data``."""
    path: Traversable = files("metaleos.ingest") / "data"
    for part in parts:
        path = path / part
    return path


def read_lines(path: Traversable, required: tuple[str, ...]) -> Iterator[Line]:
    """Yield the data lines of a shipped csv file.

    Raises
    ------
    FactError
        If a required column is missing or a line has too many or too few fields.
    """
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


def optional_float(text: str) -> float | None:
    """Return the number that `text` says, or None where it is empty."""
    return float(text) if text.strip() else None
