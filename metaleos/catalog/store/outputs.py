"""Files that leave: never onto a catalog, and whole or not at all."""

from __future__ import annotations

import os
import re
import secrets
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from metaleos.catalog.store.location import OWN, as_path
from metaleos.errors import CatalogError, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


def output_path(value: object, suffixes: Collection[str] = ()) -> Path:
    """Return `value` as the path of an output, which ends in one of `suffixes` if there are any.

    Raises
    ------
    UsageError
        If it is no path, its name tells no format, or it is a catalog or what lies beside one.
    """
    path = as_path(value, "output")
    file = Path(os.path.realpath(path))
    for near in (file, file.with_name(file.name.removesuffix(".wal").removesuffix(OWN))):
        if _is_database(near):
            raise UsageError(
                f"--output {path} would overwrite {'' if near == file else 'a part of '}"
                f"the catalog {near}",
                "name another file",
            )
    if suffixes and path.suffix.lower() not in suffixes:
        raise UsageError(f"--output {path}: the name tells no format", f"end it in {_or(suffixes)}")
    return path


def _or(words: Collection[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}"


def _is_database(file: Path) -> bool:
    """Whether a file is one of DuckDB: bytes 8 to 12 say so."""
    with suppress(OSError):
        if file.is_file():  # a pipe would be waited for
            with file.open("rb") as stream:
                return stream.read(12)[8:] == b"DUCK"
    return False


def drafts(target: Path) -> list[Path]:
    """Return the drafts of a file, and what DuckDB keeps beside them; none of another file's."""
    name = re.compile(rf"\.{re.escape(target.name)}\.[0-9a-f]{{8}}\.draft(\..*)?")
    return [path for path in target.parent.iterdir() if name.fullmatch(path.name)]


@contextmanager
def replacing(path: Path, advice: str = "choose another file") -> Iterator[Path]:
    """Yield the name of a draft beside `path`, which takes its place at the end of the block.

    Where the block wrote no draft, what is there stays.

    Raises
    ------
    CatalogError
        If it cannot be written; what was there is then as it was.
    """
    target = Path(os.path.realpath(path.expanduser()))  # through a link, as every program writes
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.draft")
    try:
        yield draft
        if draft.exists():
            draft.replace(target)
    except (OSError, duckdb.IOException) as error:
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise CatalogError(f"{path} cannot be written: {reason}", advice) from None
    finally:
        with suppress(OSError):
            draft.unlink()
