"""Shell completion of names; works without a catalog."""

from __future__ import annotations

import csv
from importlib.resources import files


def complete_element(incomplete: str) -> list[str]:
    """Return element symbols that begin as typed."""
    text = (files("metaleos.ingest") / "data" / "elements.csv").read_text(encoding="utf-8")
    symbols = [row["symbol"] for row in csv.DictReader(text.splitlines())]
    return [name for name in symbols if name.casefold().startswith(incomplete.casefold())]


def complete_model(incomplete: str) -> list[str]:
    """Return model names that begin as typed."""
    from metaleos.solvers.registry import models  # noqa: PLC0415  # only while completing

    names = [*models(), *dict.fromkeys(model.theory for model in models().values())]
    return [name for name in names if name.startswith(incomplete.casefold())]


def complete_property(incomplete: str) -> list[str]:
    """Return property names that begin as typed."""
    from metaleos.solvers.properties import properties  # noqa: PLC0415  # only while completing

    return [name for name in properties() if name.startswith(incomplete.casefold())]
