"""Shell completion of names; works without a catalog and imports no solver.

Every callback takes what is typed so far and returns what it may become. In a list
(``Na,K``) the last item is completed.
"""

from __future__ import annotations

import csv
import re
from importlib.resources import files
from typing import TYPE_CHECKING

from metaleos.groups import GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterable

_TABLE = re.compile(r"^CREATE VIEW v_(\w+)", re.MULTILINE)


def _begin(incomplete: str, names: Iterable[str]) -> list[str]:
    """Return the list typed so far with its last item completed from `names`.

    What is typed stays as typed, in any case: names have none, but Typer compares letters.
    """
    before, comma, last = incomplete.rpartition(",")
    used = {item.strip().casefold() for item in before.split(",")}
    return [
        f"{before}{comma}{last}{name[len(last) :]}"
        for name in dict.fromkeys(names)
        if name.casefold().startswith(last.casefold()) and name.casefold() not in used
    ]


def complete_element(incomplete: str) -> list[str]:
    """Return element symbols, or names and groups once one is being typed."""
    text = (files("metaleos.ingest") / "data" / "elements.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    found = _begin(incomplete, [row["symbol"] for row in rows])
    last = incomplete.rpartition(",")[2]
    names = [*(row["name"] for row in rows), *GROUPS]
    return found + (_begin(incomplete, names) if len(last) > 1 else [])


def complete_model(incomplete: str) -> list[str]:
    """Return models, theories and variants."""
    from metaleos.solvers.registry import models  # only while completing

    known = list(models().values())
    names = [model.name for model in known]
    names += [model.theory for model in known]
    names += [model.variant for model in known if model.variant]
    return _begin(incomplete, names)


def complete_property(incomplete: str) -> list[str]:
    """Return property names."""
    from metaleos.solvers.registry import properties  # only while completing

    return _begin(incomplete, properties())


def complete_convention(incomplete: str) -> list[str]:
    """Return conventions."""
    return _begin(incomplete, ("standard", "printed"))


def complete_units(incomplete: str) -> list[str]:
    """Return ``name=`` of properties and dimensions, then units that measure it."""
    from metaleos.catalog.ask.shaping import DIMENSIONS  # only while completing
    from metaleos.solvers.registry import properties
    from metaleos.units import parse_unit, unit_names

    before, comma, last = incomplete.rpartition(",")
    name, equals, unit = last.partition("=")
    if not equals:
        return [f"{found}=" for found in _begin(incomplete, [*DIMENSIONS, *properties()])]
    word = name.strip().casefold().replace("-", "_")
    if word in DIMENSIONS:
        wanted = {DIMENSIONS[word]}
        stored = [item.unit for item in properties().values()]
    elif word in properties():
        stored = [properties()[word].unit]
        wanted = {parse_unit(stored[0]).dimension}
    else:
        return []
    powers = [f"{base}{power}" for base in ("bohr", "A", "cm", "m", "nm") for power in (2, 3)]
    inverse = [f"1/{base}" for base in ("bohr", "A", "K", "bohr3", "A3", "cm3")]
    more = ["g/cm3", "kg/m3", "kJ/mol", "J/mol/K", "cm3/mol", "dyn/cm2", "Ry/bohr3", "km/s", "m/s"]
    names = [*stored, *unit_names(), *powers, *inverse, *more]
    fitting = [text for text in dict.fromkeys(names) if parse_unit(text).dimension in wanted]
    return [f"{before}{comma}{name}={text}" for text in fitting if text.startswith(unit)]


def complete_columns(incomplete: str) -> list[str]:
    """Return columns of answers, with the sign that is typed."""
    from metaleos.catalog.text.columns import column_names  # only while completing

    before, comma, last = incomplete.rpartition(",")
    sign = last[:1] if last[:1] in {"+", "-"} else ""
    return [
        f"{before}{comma}{sign}{name}"
        for name in column_names()
        if name.startswith(last[len(sign) :])
    ]


def complete_table(incomplete: str) -> list[str]:
    """Return the public tables, without their ``v_``."""
    text = (files("metaleos") / "schema.sql").read_text(encoding="utf-8")
    return [name for name in ["all", *_TABLE.findall(text)] if name.startswith(incomplete)]


def complete_paper(incomplete: str) -> list[str]:
    """Return the citation keys of the papers whose tables are held, and ``all``."""
    from metaleos.ingest.papers import papers  # only while completing

    return [key for key in [*papers(), "all"] if key.startswith(incomplete.casefold())]


def complete_source(incomplete: str) -> list[str]:
    """Return the citation keys of the shipped sources."""
    text = (files("metaleos.ingest") / "data" / "sources.bib").read_text(encoding="utf-8")
    keys = re.findall(r"^@\w+\{([^,\s]+),", text, re.MULTILINE)
    return [key for key in keys if key.casefold().startswith(incomplete.casefold())]
