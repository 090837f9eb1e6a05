"""A user's csv file: header, text, lines. Its cells go into a staging table as text, in bulk."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from metaleos.csvtext import headings, opened, rows
from metaleos.errors import FactError

if TYPE_CHECKING:
    import os

REQUIRED = ("element", "property", "value", "unit", "source")
OPTIONAL = (
    "uncertainty", "uncertainty_kind", "temperature", "phase", "material", "model", "term",
    "volume", "density", "structure", "state", "locator", "evidence", "note", "citation",
)  # fmt: skip
STATE_UNITS = {"temperature": "K", "volume": "bohr3/atom", "density": "g/cm3"}
"""Columns that hold quantities beside the value, with the unit of a bare number."""

_EXAMPLE = "the first line must be a header such as element,property,value,unit,source"
_HEAD_BYTES = 1 << 16
_LINE = re.compile(r"CSV Error on Line: (\d+)")
_FIELDS = re.compile(r"Expected Number of Columns: (\d+) Found: (\d+)")


@dataclass(frozen=True)
class UserFile:
    """A csv file with a header that can be read.

    Parameters
    ----------
    columns : tuple of str
        Names of the columns, in order.
    units : dict of str to str
        Unit of the bare numbers of a state column, as its heading says.
    """

    path: Path
    columns: tuple[str, ...]
    units: dict[str, str]
    delimiter: str
    newline: str

    @property
    def name(self) -> str:
        """Name for messages."""
        return self.path.name

    def line_of(self, row: int) -> int:
        """Return the line on which data row `row` (0 is the first) begins."""
        line = 0
        with opened(self.path) as stream:
            for number, found in enumerate(rows(stream, delimiter=self.delimiter)):
                if number == row + 1:  # the header is the first
                    return found.first
                line = found.last
        return line


def open_csv(path: str | os.PathLike[str]) -> UserFile:
    """Look at the head of a file: is it text, which columns does it have.

    Raises
    ------
    FactError
        If it is missing, empty, not text, or its header cannot be accepted.
    """
    file = Path(path).expanduser()
    if not file.is_file():
        what = "is a folder" if file.is_dir() else "does not exist"
        raise FactError(f"{file} {what}", "name a csv file")
    with file.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise FactError(f"{file.name} is empty", _EXAMPLE)
    if b"\0" in head or head.startswith((b"PK\x03\x04", b"%PDF", b"\x1f\x8b", b"\x89PNG")):
        raise FactError(f"{file.name} is not text", "save the table as csv in UTF-8")
    first = _first_line(file)
    delimiter = max(",;\t", key=first.count)
    fields = next(rows([first], delimiter=delimiter)).fields
    columns, units = _header(file.name, fields)
    newline = "\\r\\n" if first.endswith("\r\n") else "\\n"
    return UserFile(file, columns, units, delimiter, newline)


def _first_line(file: Path) -> str:
    with opened(file) as stream:
        first = stream.readline()
    if not first.strip():
        raise FactError(f"{file.name}, line 1: the header is blank", _EXAMPLE)
    if first.endswith("\r"):
        raise FactError(
            f"{file.name}, line 1: lines end in a bare carriage return",
            "save it with line feeds",
        )
    return first


def _header(name: str, fields: list[str]) -> tuple[tuple[str, ...], dict[str, str]]:
    known = (*REQUIRED, *OPTIONAL)
    if not {field.strip().casefold() for field in fields} & set(known):
        raise FactError(f"{name}, line 1 is no header", _EXAMPLE)
    units: dict[str, str] = {}
    found = headings(name, fields, known)
    for word, unit, text in found:
        if unit and word not in STATE_UNITS:
            raise FactError(
                f"{name}, line 1: column {text!r} cannot hold a unit",
                "units of values stand in the column unit",
            )
        if unit:
            units[word] = unit
    columns = tuple(word for word, _, _ in found)
    missing = [word for word in REQUIRED if word not in columns]
    if missing:
        raise FactError(f"{name}, line 1: column {missing[0]!r} is missing", _EXAMPLE)
    return columns, units


def stage(connection: duckdb.DuckDBPyConnection, file: UserFile) -> int:
    """Read all cells as text into the table ``staged``, in their order; return how many rows.

    Raises
    ------
    FactError
        If a line has too many or too few fields, or is not text.
    """
    # All names are ours: the header was held against them.
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in file.columns)
    delimiter = {",": ",", ";": ";", "\t": "\\t"}[file.delimiter]
    try:
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE staged AS SELECT * FROM read_csv(?, header = false, "
            f"skip = 1, auto_detect = false, delim = '{delimiter}', quote = '\"', escape = '\"', "
            f"new_line = '{file.newline}', columns = {{{columns}}})",
            [str(file.path)],
        )
    except duckdb.Error as error:
        raise _unreadable(file, str(error)) from None
    rows = connection.execute("SELECT count(*) FROM staged").fetchall()[0][0]
    if not rows:
        raise FactError(f"{file.name} has a header and no data", "add a line for every value")
    return int(rows)


def _unreadable(file: UserFile, text: str) -> FactError:
    found = _LINE.search(text)
    where = f"{file.name}, line {found.group(1)}" if found else file.name
    counts = _FIELDS.search(text)
    if counts:
        wanted, got = int(counts.group(1)), int(counts.group(2))
        hint = (
            "a decimal comma? write 6.3; text that holds commas needs quotes"
            if got > wanted
            else "a field is missing; leave it empty but keep its comma"
        )
        if found and int(found.group(1)) == 2 and abs(got - wanted) == 1:
            hint = f"is the header shifted by one? {hint}"
        return FactError(f"{where}: {got} fields under {wanted} columns", hint)
    if "unicode" in text.lower() or "utf-8" in text.lower():
        return FactError(f"{where} is not text in UTF-8", "save it as csv in UTF-8")
    if "quote" in text.lower():
        return FactError(f"{where}: a quote is not closed", 'double a quote inside quotes: ""')
    return FactError(f"{where} cannot be read as csv", text.splitlines()[0])
