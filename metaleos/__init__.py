"""metaleos: the catalog of what electron theory says about metals.

>>> import metaleos
>>> cat = metaleos.open()                                    # doctest: +SKIP
>>> cat.query(element="Na", model="VS").rows()               # doctest: +SKIP
>>> metaleos.solve("Na", "ha/vs", volume_ratio=0.9).rows()   # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaleos.errors import MetaleosError
from metaleos.version import __version__

if TYPE_CHECKING:
    import os

    from metaleos.catalog.ask.answer import Answer
    from metaleos.catalog.catalog import Catalog
    from metaleos.catalog.store.names import Names

__all__ = ["Catalog", "MetaleosError", "__version__", "open", "query", "solve"]


def __getattr__(name: str) -> Any:
    if name == "Catalog":
        from metaleos.catalog.catalog import Catalog  # keeps the import light

        return Catalog
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def open(db: str | os.PathLike[str] | None = None, **options: Any) -> Catalog:  # noqa: A001  # reads as metaleos.open()
    """Return the catalog at `db` (else ``METALEOS_DB``, else the data folder), built if missing."""
    from metaleos.catalog.catalog import open_catalog  # keeps the import light

    return open_catalog(db, **options)


def query(
    element: Names = None,
    model: Names = None,
    property: Names = None,
    *,
    db: str | os.PathLike[str] | None = None,
    **selection: Any,
) -> Answer:
    """Ask the default catalog; see `metaleos.catalog.catalog.Catalog.query`."""
    return open(db).query(element, model, property, **selection)


def solve(
    element: Names = None,
    model: Names = None,
    property: Names = None,
    *,
    db: str | os.PathLike[str] | None = None,
    **options: Any,
) -> Answer:
    """Solve any state; see `metaleos.catalog.catalog.Catalog.solve`."""
    return open(db).solve(element, model, property, **options)
