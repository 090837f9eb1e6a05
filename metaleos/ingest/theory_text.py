"""The text files that a theory of another package brings; read without validating anything."""

from __future__ import annotations

from importlib.resources import files

SOURCES = "sources.bib"
PARAMETERS = "parameters.csv"


def theory_text(package: str) -> bytes:
    """Return the bytes of a package's text files, to see whether they have changed."""
    folder = files(package)
    return b"".join(
        (folder / name).read_bytes() for name in (SOURCES, PARAMETERS) if (folder / name).is_file()
    )
