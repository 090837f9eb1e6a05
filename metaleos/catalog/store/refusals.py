"""What DuckDB says of a file as an error of ours: busy, full, damaged ..., each with its advice."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from shlex import quote
from typing import TYPE_CHECKING

import duckdb

from metaleos.errors import (
    CatalogError,
    DamagedError,
    DiskFullError,
    ForeignError,
    LockedError,
    NewerError,
    OlderError,
    ReadOnlyError,
)

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA_VERSION = "6"

_HOLDER = re.compile(r"PID (\d+)")
LATER = "try again when it is done"
_ELSEWHERE = "choose another --db"
# The first row that fits decides. Only of a damaged file may it be said to be moved away.
_KINDS: tuple[tuple[str, type[CatalogError], str, str], ...] = (
    (
        "No space left|File too large|quota exceeded", DiskFullError, "finds no room to be written",
        "free some and repeat; this change was not stored, what was stored before is intact",
    ),
    (
        "Permission denied|Read-only file system|not permitted", ReadOnlyError, "may not be opened",
        "ask the owner of the file and of its folder for the permission, or use a copy with --db",
    ),
    ("does not exist|No such file", CatalogError, "cannot be opened", _ELSEWHERE),
    ("not a valid DuckDB|Is a directory", ForeignError, "is no catalog", _ELSEWHERE),
    (
        "older development|with DuckDB version v0", OlderError, "was written by an old DuckDB",
        f"it is left as it is; {_ELSEWHERE}",
    ),
    (
        "can only read", NewerError, "was written by a newer DuckDB",
        f"upgrade duckdb, or {_ELSEWHERE}; it is left as it is",
    ),
    (
        "Corrupt|checksum|enough bytes|erializ|replaying WAL", DamagedError, "is damaged",
        "put a copy of it back, or move it away and build a new one",
    ),
)  # fmt: skip


def refusal(path: Path, error: duckdb.Error | OSError) -> CatalogError | LockedError | None:
    """Return what `error` says of the file at `path`; None where it says nothing of a file."""
    text = _plain(str(error))
    first = text.partition("\n")[0]
    reason = first.partition(" Error: ")[2] or first
    if isinstance(error, duckdb.IOException) and "lock on file" in text:
        holder = _HOLDER.search(text)
        who = f"process {holder.group(1)}" if holder else "another process"
        return LockedError(f"{path} is in use by {who}", LATER)
    unnamed = re.sub(r'"[^"]*"', "", text)  # a file may have any name
    for pattern, kind, what, advice in _KINDS:
        if re.search(pattern, unnamed):
            return kind(f"{path} {what}: {reason}", advice)
    if isinstance(error, duckdb.ConstraintException):
        return CatalogError(f"{path} refused the change: {reason}", "nothing was stored")
    if isinstance(error, (duckdb.TransactionException, duckdb.IOException, OSError)):
        return CatalogError(f"{path} cannot be used: {reason}", "this change was not stored")
    return None


def _plain(text: str) -> str:
    """Return what DuckDB says without the JSON in which its asynchronous writers wrap it."""
    begin = text.find('{"exception_type"')
    if begin >= 0:
        with suppress(ValueError, KeyError):
            said = json.JSONDecoder().raw_decode(text[begin:])[0]["exception_message"]
            return f"IO Error: {said}"
    return text


def check_kind(path: Path) -> None:
    """Refuse what is no DuckDB file before DuckDB guesses what it is (and asks the network).

    Raises
    ------
    ForeignError
    """
    try:
        with path.open("rb") as stream:
            is_ours = stream.read(12)[8:] == b"DUCK"
    except OSError:  # a folder, a missing file: DuckDB says so
        return
    if not is_ours:
        what = "is no DuckDB file" if path.stat().st_size else "is empty"
        raise ForeignError(f"{path} {what}", f"it is left as it is; {_ELSEWHERE}")


def check_schema(path: Path, connection: duckdb.DuckDBPyConnection) -> None:
    """Refuse a file that is no catalog of this schema version.

    Raises
    ------
    ForeignError, OlderError, NewerError
    """
    try:
        row = connection.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchall()
    except (duckdb.CatalogException, duckdb.BinderException):
        row = []
    if not row:
        raise ForeignError(f"{path} is a DuckDB file but no metaleos catalog", _ELSEWHERE)
    found = row[0][0]
    if found == SCHEMA_VERSION:
        return
    said = f"{path} has schema version {found}, this metaleos needs {SCHEMA_VERSION}"
    if not found.isdecimal():
        raise ForeignError(
            f"{path} has schema version {found!r}, which no metaleos wrote", _ELSEWHERE
        )
    if int(found) > int(SCHEMA_VERSION):
        raise NewerError(said, f"upgrade metaleos, or {_ELSEWHERE}; it is left as it is")
    carry = f"`metaleos ingest --from-catalog {quote(str(path))} --db NEW` takes your own data over"
    raise OlderError(said, f"it is left as it is; {carry}")
