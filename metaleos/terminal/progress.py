"""Progress and notices on stderr; silent where nobody watches."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from metaleos.catalog.catalog import Catalog

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDTH = 24


def notice(text: str) -> None:
    """Print one line on stderr."""
    print(text, file=sys.stderr)


class Bar:
    """A progress bar of one line, drawn only on a terminal."""

    def __init__(self) -> None:
        self._shown = False
        self._live = sys.stderr.isatty()

    def __call__(self, step: str, fraction: float) -> None:
        """Draw the bar at `fraction` of the whole, naming the step under way."""
        if not self._live:
            return
        filled = int(_WIDTH * min(max(fraction, 0.0), 1.0))
        bar = "#" * filled + "." * (_WIDTH - filled)
        sys.stderr.write(f"\r[{bar}] {100 * fraction:3.0f} %  {step[:40]:<40}")
        sys.stderr.flush()
        self._shown = True

    def clear(self) -> None:
        """Wipe the line."""
        if self._shown:
            sys.stderr.write("\r" + " " * 78 + "\r")
            sys.stderr.flush()
            self._shown = False


@contextmanager
def catalog_at(db: str | None, *, ensure: bool = True, create: bool = False) -> Iterator[Catalog]:
    """Open the catalog of a command, with a progress bar on stderr.

    A missing default catalog is built first, unless the command does not `ensure` one; a missing
    one that is named is an error, unless the command does `create` it.
    """
    bar = Bar()
    catalog = Catalog(db, create=create, progress=bar, notice=notice)
    try:
        if ensure:
            catalog.ensure()
            bar.clear()
        yield catalog
    finally:
        bar.clear()
