"""A user's csv file: header, text, lines. Its cells go into a staging table as text, in bulk."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from metaleos.errors import FactError, nearest

if TYPE_CHECKING:
    import os
    from typing import TextIO

REQUIRED = ("element", "property", "value", "unit", "source")
OPTIONAL = (
    "uncertainty", "temperature", "phase", "model", "term", "volume", "density", "structure",
    "state", "locator", "note", "citation",
)  # fmt: skip
STATE_UNITS = {"temperature": "K", "volume": "bohr3/atom", "density": "g/cm3"}
"""Columns that hold quantities beside the value, with the unit of a bare number."""

_HEADING = re.compile(r"^(?P<name>.*?)\s*(?:[\[(](?P<unit>[^\])]*)[\])])?$")
_EXAMPLE = "the first line must be a header such as element,property,value,unit,source"
_HEAD_BYTES = 1 << 16
_LINE = re.compile(r"CSV Error on Line: (\d+)")
_FIELDS = re.compile(r"Expected Number of Columns: (\d+) Found: (\d+)")


@dataclass(frozen=True)
class UserFile:
    """A csv file with a header that can be read.

    Parameters
    ----------
    path : Path
    columns : tuple of str
        Names of the columns, in order.
    units : dict of str to str
        Unit of the bare numbers of a state column, as its heading says.
    delimiter, newline : str
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
        with self.path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, delimiter=self.delimiter)
            found, before = -1, 0
            for fields in reader:
                found += bool(fields)  # blank lines are no rows; row -1 is the header
                if found == row + 1:
                    return before + 1
                before = reader.line_num
        return before


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
    fields = next(csv.reader([first], delimiter=delimiter))
    columns, units = _header(file.name, fields)
    newline = "\\r\\n" if first.endswith("\r\n") else "\\n"
    return UserFile(file, columns, units, delimiter, newline)


def _first_line(file: Path) -> str:
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            first = _nonblank(stream, file.name)
    except UnicodeDecodeError:
        raise FactError(f"{file.name} is not text in UTF-8", "save it as csv in UTF-8") from None
    if first.endswith("\r"):
        raise FactError(
            f"{file.name}, line 1: lines end in a bare carriage return",
            "save it with line feeds",
        )
    return first


def _nonblank(stream: TextIO, name: str) -> str:
    first = stream.readline()
    if not first.strip():
        raise FactError(f"{name}, line 1: the header is blank", _EXAMPLE)
    return first


def _header(name: str, fields: list[str]) -> tuple[tuple[str, ...], dict[str, str]]:
    columns: list[str] = []
    units: dict[str, str] = {}
    if not {field.strip().casefold() for field in fields} & {*REQUIRED, *OPTIONAL}:
        raise FactError(f"{name}, line 1 is no header", _EXAMPLE)
    for field in fields:
        match = _HEADING.match(field.strip())
        word = (match["name"] if match else field).strip().casefold().replace(" ", "_")
        if word not in (*REQUIRED, *OPTIONAL):
            close = nearest(word, (*REQUIRED, *OPTIONAL)) if word else []
            valid = f"valid: {', '.join((*REQUIRED, *OPTIONAL))}"
            raise FactError(
                f"{name}, line 1: unknown column {field.strip()!r}",
                f"did you mean {' or '.join(close)}? {valid}" if close else valid,
            )
        if word in columns:
            raise FactError(f"{name}, line 1: column {word!r} stands there twice", "keep one")
        columns.append(word)
        if match and match["unit"]:
            if word not in STATE_UNITS:
                raise FactError(
                    f"{name}, line 1: column {field.strip()!r} cannot hold a unit",
                    "units of values stand in the column unit",
                )
            units[word] = match["unit"]
    missing = [word for word in REQUIRED if word not in columns]
    if missing:
        raise FactError(f"{name}, line 1: column {missing[0]!r} is missing", _EXAMPLE)
    return tuple(columns), units


def stage(connection: duckdb.DuckDBPyConnection, file: UserFile) -> int:
    """Read all cells as text into the temporary table ``staged``, in the order of the file.

    Returns
    -------
    int
        Number of data rows.

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
