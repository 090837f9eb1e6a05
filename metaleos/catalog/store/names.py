"""Names people type, resolved against the catalog: elements, models, properties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from metaleos.errors import UnknownNameError, UsageError
from metaleos.groups import GROUPS, members
from metaleos.properties import property_named
from metaleos.solvers.protocol import CONVENTIONS
from metaleos.solvers.registry import models, properties

if TYPE_CHECKING:
    import duckdb

Names = str | int | Iterable[str | int] | None
USER_PREFIX = "user:"
"""Ids of facts that a user added begin so; re-ingesting the shipped facts leaves them alone."""


def split_names(names: Names, kind: str = "name") -> list[str]:
    """Return a flat list from one name, a comma list, or an iterable of either.

    Raises
    ------
    UsageError
        If it is anything else.
    """
    if names is None:
        return []
    if isinstance(names, (str, int)):
        return [part.strip() for part in str(names).split(",") if part.strip()]
    if isinstance(names, Iterable) and not isinstance(names, (bytes, dict)):
        items: list[Any] = list(names)
        # One level: a list of names, as an option that is repeated gives it.
        if all(isinstance(item, (str, int)) for item in items):
            return [name for item in items for name in split_names(item, kind)]
    raise UsageError(
        f"{names!r} is no {kind}", f"give a text, a comma list or a list of texts as {kind}"
    )


_OTHER_SPELLINGS = {
    "aluminium": "Al",
    "aluminum": "Al",
    "caesium": "Cs",
    "cesium": "Cs",
    "sulfur": "S",
    "sulphur": "S",
}


def _given(names: Names, kind: str) -> list[str]:
    """Return the names that were given; an empty text is no way to ask for everything."""
    found = split_names(names, kind)
    if not found and names is not None and (names or not isinstance(names, (list, tuple))):
        raise UsageError(f"the {kind} is empty", f"name one, or leave --{kind} out")
    return found


@dataclass(frozen=True)
class ModelName:
    """A model as the code declares it; or one that it declared once, of which rows are stored."""

    name: str
    theory: str
    variant: str
    is_default: bool
    is_declared: bool = True


class KnownNames:
    """The names that a catalog and the code know, for resolving what a user typed.

    Models and properties are those that the code declares, and those of which the catalog still
    holds rows.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._elements = connection.execute(
            "SELECT z, symbol, name FROM element ORDER BY z"
        ).fetchall()
        self.models = [
            ModelName(m.name, m.theory, m.variant, m.is_default) for m in models().values()
        ]
        self.models += [
            ModelName(name, theory, variant, is_default, is_declared=False)
            for name, theory, variant, is_default in connection.execute(
                "SELECT name, theory, variant, is_default FROM model ORDER BY rowid"
            ).fetchall()
            if name not in models()
        ]
        self.units: dict[str, str] = {name: item.unit for name, item in properties().items()}
        self.units |= dict(connection.execute("SELECT name, unit FROM property").fetchall())

    def elements(self, names: Names) -> list[str]:
        """Return symbols for symbols, names, atomic numbers, groups or ranges, in any case.

        A group (`metaleos.groups`) means those of its elements that the catalog has, a range
        (``Sc-Cu``) all from one atomic number to another.

        Raises
        ------
        UnknownNameError, UsageError
        """
        index: dict[str, str] = {}
        for z, symbol, name in self._elements:
            index |= {str(z): symbol, name.casefold(): symbol, symbol.casefold(): symbol}
        index |= _OTHER_SPELLINGS
        found: dict[str, None] = {}
        for name in _given(names, "element"):
            symbol = index.get(name.casefold())
            several = (symbol,) if symbol else self._several(name, index)
            found |= dict.fromkeys(several)
        return list(found)

    def _several(self, text: str, index: Mapping[str, str]) -> Iterable[str]:
        """Return the elements of a group or a range."""
        symbols = [symbol for _, symbol, _ in self._elements]
        if group := members(text):
            return [symbol for symbol in symbols if symbol in group]
        ends = [part.strip() for part in re.split("[-\u2013]", text)]
        if len(ends) != 2 or not all(ends):
            raise self._no_element(text)
        for end in ends:
            if end.casefold() not in index:
                raise self._no_element(end)
        first, last = (symbols.index(index[end.casefold()]) for end in ends)
        if first > last:
            hint = f"write {symbols[last]}-{symbols[first]}"
            raise UsageError(f"the range {text!r} of elements runs backwards", hint)
        return symbols[first : last + 1]

    def _no_element(self, name: str) -> UnknownNameError:
        valid = [row[1] for row in self._elements] + [row[2] for row in self._elements]
        more = "symbol, name, Z = 1 to 92, a group as alkali or 3d, a range as Sc-Cu"
        folded = name.casefold()
        if any(folded in {m.name, m.theory, m.variant} for m in self.models):
            more += f"; {name} is a model: the element stands before the model"
        return UnknownNameError("element", name, [*valid, *GROUPS], more)

    def select_models(self, names: Names, *, every: bool = False) -> list[ModelName]:
        """Return the models that names mean; without names, every default.

        A theory's name means its default variants, or all of them where it declares none or
        `every` is set.

        Raises
        ------
        UnknownNameError, UsageError
        """
        wanted = _given(names, "model")
        if not wanted:
            wanted = list(dict.fromkeys(m.theory for m in self.models if m.is_declared))
        chosen: list[ModelName] = []
        for name in wanted:
            for model in self._one(name.casefold(), name, every=every):
                if model not in chosen:
                    chosen.append(model)
        return chosen

    def _one(self, folded: str, name: str, *, every: bool) -> list[ModelName]:
        whole = [model for model in self.models if model.name == folded]
        if whole and (whole[0].variant or not every):
            return whole
        members = [model for model in self.models if model.theory == folded]
        if members:
            defaults = [model for model in members if model.is_default and model.is_declared]
            return members if every or not defaults else defaults
        variants = [model for model in self.models if model.variant == folded]
        if not variants:
            known = dict.fromkeys(
                part for m in self.models for part in (m.name, m.theory, m.variant) if part
            )
            raise UnknownNameError("model", name, known, "see `metaleos models`")
        return variants

    def properties(self, names: Names) -> list[str]:
        """Return the names of properties given by name or symbol.

        Raises
        ------
        UnknownNameError, UsageError
        """
        given = _given(names, "property")
        return list(dict.fromkeys(property_named(name, self.units) for name in given))


def conventions(names: Names) -> list[str]:
    """Return the conventions meant; ``standard`` where nothing is said.

    Raises
    ------
    UsageError
    """
    wanted = [name.casefold() for name in _given(names, "convention")] or ["standard"]
    for name in wanted:
        if name not in CONVENTIONS:
            raise UsageError(f"unknown convention {name!r}", f"valid: {', '.join(CONVENTIONS)}")
    return list(dict.fromkeys(wanted))
