"""What a theory of another package brings as text: its sources and its parameters."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from metaleos.ingest.bibliography import shipped_sources, sources_in
from metaleos.ingest.parameters import parameters_in
from metaleos.ingest.theory_text import PARAMETERS, SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaleos.ingest.rows import Row


def theory_rows(package: str) -> Iterator[Row]:
    """Yield the rows of the text files that lie in a theory's package; both may be absent.

    A source whose key metaleos ships stays as metaleos has it: no package changes another's facts.

    Parameters
    ----------
    package : str
        Import path of the package that holds the theory's declaration.

    Raises
    ------
    FactError
        If a line cannot be accepted: the file and line are named.
    """
    folder = files(package)
    if (bibliography := folder / SOURCES).is_file():
        taken = {row.key for row in shipped_sources()}
        for row in sources_in(bibliography.read_text(encoding="utf-8")):
            if row.key not in taken:
                yield row
    if (parameters := folder / PARAMETERS).is_file():
        yield from parameters_in(parameters)
