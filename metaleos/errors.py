"""Every error a user can meet: one line that says what, where, and what would be valid."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable


class MetaleosError(Exception):
    """Base of all errors that are the user's or the file's, not a bug of ours.

    Parameters
    ----------
    message : str
        One line: what is wrong, and where.
    hint : str
        What would be valid, or the command that helps.
    """

    code: ClassVar[str] = "failed"
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """Return the message with its hint."""
        return f"{self.message}; {self.hint}" if self.hint else self.message


class UsageError(MetaleosError):
    """The request itself is not valid (exit code 2)."""

    code = "usage"
    exit_code = 2


class UnknownNameError(UsageError):
    """A name that is not in the catalog."""

    code = "unknown_name"

    def __init__(self, kind: str, name: str, valid: Iterable[str], more: str = "") -> None:
        self.kind = kind
        self.name = name
        self.nearest = nearest(name, valid)
        hint = more
        if self.nearest:
            meant = f"did you mean {' or '.join(self.nearest)}?"
            hint = f"{meant} ({more})" if more else meant
        super().__init__(f"unknown {kind} {name!r}", hint)


class UnitError(UsageError):
    """A unit that is unknown, missing, or of the wrong dimension."""

    code = "unit"


class QuantityError(UsageError):
    """A quantity, list or range that cannot be read."""

    code = "quantity"


class FactError(MetaleosError):
    """A line of a fact file that cannot be accepted."""

    code = "fact"


class CatalogError(MetaleosError):
    """The catalog file cannot be used; the classes below say of which kind of file that is true."""

    code = "catalog"


class ReadOnlyError(CatalogError):
    """The file, or the folder that it lies in, may not be written."""

    code = "read_only"


class DiskFullError(CatalogError):
    """There is no room left to write to."""

    code = "disk_full"


class DamagedError(CatalogError):
    """A catalog, parts of which cannot be read any more."""

    code = "damaged"


class ForeignError(CatalogError):
    """A file, or a folder, that is no catalog."""

    code = "foreign"


class OlderError(CatalogError):
    """A catalog written by an older version; intact."""

    code = "older"


class NewerError(CatalogError):
    """A catalog written by a newer version; intact."""

    code = "newer"


class LockedError(MetaleosError):
    """Another process holds the catalog (exit code 5)."""

    code = "locked"
    exit_code = 5


class SolveError(MetaleosError):
    """Nothing could be solved."""

    code = "solve"


class InternalError(RuntimeError):
    """A fault of ours: what must not happen has happened (exit code 70)."""


def nearest(name: str, valid: Iterable[str], count: int = 3) -> list[str]:
    """Return the valid names nearest to `name`, best first, at most `count`.

    Letter case is ignored; a name that contains or begins the given one counts as near.
    """
    folded = {candidate.casefold(): candidate for candidate in valid}
    wanted = name.casefold()
    close = get_close_matches(wanted, folded, n=count, cutoff=0.6)
    if len(wanted) > 1:
        close += [
            candidate for candidate in folded if wanted in candidate and candidate not in close
        ]
    if not close:
        close = get_close_matches(wanted, folded, n=count, cutoff=0.4)
    return [folded[candidate] for candidate in close[:count]]
