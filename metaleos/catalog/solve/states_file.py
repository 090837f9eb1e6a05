"""Many states from a csv: ``metaleos solve --input states.csv``.

Columns are state variables, or ways to say the volume, with units in the heading
(``temperature [eV]``) or in the cells (``10 eV``). An empty cell means the model's reference
value. A column ``element`` says the element of each row.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from metaleos.catalog.solve.selecting import chosen_models, coverage, covered
from metaleos.catalog.solve.solving import solve_table
from metaleos.catalog.states.request import MAX_STATES, StateRequest, is_valid, one_volume
from metaleos.catalog.states.table import StateTable, element_states, joined
from metaleos.catalog.states.variables import VOLUME_WORDS, Variable, variables
from metaleos.catalog.store.location import as_path
from metaleos.csvtext import check_length, headings, opened, rows
from metaleos.errors import FactError, MetaleosError, SolveError, UnitError, UsageError
from metaleos.quantity import parse_values, unit_factor

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping

    from metaleos.catalog.solve.solving import Options, Solved
    from metaleos.catalog.states.selection import Selection
    from metaleos.catalog.store.facts import Facts
    from metaleos.catalog.store.names import KnownNames
    from metaleos.csvtext import Row
    from metaleos.solvers.protocol import Convention, Model

Pattern = tuple[str, tuple[str, ...]]
"""The element of a row (empty where the file names none) and the variables that it gives."""


@dataclass
class FileStates:
    """States of a file, grouped by what their rows give.

    Parameters
    ----------
    name : str
        Name of the file.
    groups : dict of Pattern to dict of str to list
        Values by variable, in storage units.
    places : dict of Pattern to list of int
        The rows of each group.
    """

    name: str
    rows: int = 0
    groups: dict[Pattern, dict[str, list[Any]]] = field(default_factory=dict)
    places: dict[Pattern, list[int]] = field(default_factory=dict)

    @property
    def elements(self) -> list[str]:
        """Elements that the file names, in their order; empty where it names none."""
        return list(dict.fromkeys(element for element, _ in self.groups if element))

    def add(self, element: str, values: dict[str, Any]) -> None:
        """Add a row."""
        pattern = (element, tuple(values))
        group = self.groups.setdefault(pattern, {name: [] for name in values})
        for name, value in values.items():
            group[name].append(value)
        self.places.setdefault(pattern, []).append(self.rows)
        self.rows += 1

    def table(
        self,
        model: Model,
        elements: list[str],
        convention: Convention,
        facts: Facts,
        fixed: Mapping[str, tuple[Any, ...]],
    ) -> StateTable:
        """Return the states of `elements` for a model, in the order of the file.

        `fixed` are values of variables that hold for every row.
        """
        tables, order = [], []
        for number, element in enumerate(elements):
            for pattern, columns in self.groups.items():
                if pattern[0] not in {"", element}:
                    continue
                given = {name: tuple(column) for name, column in columns.items()}
                request = StateRequest({**fixed, **given})
                part = element_states(model, element, convention, facts, request, paired=True)
                if not given:  # rows that give nothing are the reference state, each once
                    part = part.take(np.zeros(len(self.places[pattern]), dtype=np.intp))
                tables.append(part)
                # Without a column `element`, the whole file is solved for one after another.
                start = 0 if pattern[0] else number * self.rows
                order += [start + place for place in self.places[pattern]]
        return joined(tables).take(np.argsort(np.array(order), kind="stable"))


def read_states(path: str | os.PathLike[str], known: KnownNames) -> FileStates:
    """Read a csv of states.

    Raises
    ------
    FactError
        With file, line, column and a hint, where something cannot be read.
    """
    file = as_path(path, "states_file")
    if not file.is_file():
        raise FactError(f"{file} does not exist or is no file", "name a csv file of states")
    with opened(file) as stream:
        return _read(rows(stream, strict=True), file.name, known)


def _read(found: Iterator[Row], name: str, known: KnownNames) -> FileStates:
    header = next(found, None)
    if header is None or header.first > 1 or not any(cell.strip() for cell in header.fields):
        raise FactError(f"{name} is empty", "the first line names the columns: temperature [eV]")
    columns = _header(header.fields, name)
    states = FileStates(name)
    symbols: dict[str, str] = {}
    for row in found:
        if len(row.fields) == 1 and not row.fields[0].strip():
            continue  # a blank line; one with commas is a row, the reference state
        check_length(name, row, columns, "a decimal comma? text that holds commas needs quotes")
        where = f"{name}, line {row.last}"
        element = ""
        values: dict[str, Any] = {}
        for (column, factor), cell in zip(columns, row.fields, strict=True):
            text = cell.strip()
            if column is None:
                with _refusing(f"{where}, column element: "):
                    element = symbols.get(text) or _element(text, known)
                symbols[text] = element
            elif text and column.is_word:
                values[column.name] = text.casefold()
            elif text:
                advice = f"write the unit into the heading: {column.heading}"
                with _refusing(f"{where}, column {column.name}: ", advice):
                    values[column.name] = _number(column, text, factor)
        with _refusing(""):
            one_volume(values, f"{where}: ")
        states.add(element, values)
        if states.rows > MAX_STATES:
            raise FactError(f"{name} has more than {MAX_STATES} states", "split the file")
    if not states.rows:
        raise FactError(f"{name} has a header and no states", "add a line for every state")
    return states


Column = tuple[Variable | None, float | None]
"""A state variable (None for the element), and the factor to its storage unit where it has one."""


def _header(header: list[str], name: str) -> list[Column]:
    return [
        (variables().get(word), _factor(word, unit, name) if unit else None)
        for word, unit, _ in headings(name, header, ("element", *variables()))
    ]


def _factor(column: str, unit: str, name: str) -> float:
    refused = f"{name}, line 1: {unit!r} is not a unit of {column}"
    variable = variables().get(column)
    if variable is None or variable.is_word:
        raise FactError(refused, "write it without a unit")
    try:
        return unit_factor(unit, variable.unit)
    except UnitError as error:
        raise FactError(refused, error.hint) from None


@contextmanager
def _refusing(where: str, advice: str = "") -> Iterator[None]:
    """Say of what is refused in a ``with`` block where it stands."""
    try:
        yield
    except MetaleosError as error:
        raise FactError(f"{where}{error.message}", error.hint or advice) from None


def _element(text: str, known: KnownNames) -> str:
    found = known.elements(text)
    if len(found) != 1:
        raise UsageError(f"{text!r} is not one element", "one a line")
    return found[0]


def _number(variable: Variable, text: str, factor: float | None) -> float:
    if factor is None:
        numbers = parse_values(text, variable.unit, variable.name)
    else:
        try:
            numbers = [float(text) * factor]
        except ValueError:
            hint = "decimal point, no decimal comma; the heading has the unit"
            raise UsageError(f"{text!r} is not a number", hint) from None
    if len(numbers) != 1:
        raise UsageError(f"{text!r} is not one number", "one each")
    if not isfinite(numbers[0]) or not is_valid(variable, numbers[0]):
        raise UsageError(repr(text), f"must be finite and {variable.lowest}")
    return numbers[0]


def solve_file(
    path: str | os.PathLike[str],
    facts: Facts,
    known: KnownNames,
    selection: Selection,
    options: Options,
) -> Iterator[Solved]:
    """Yield the solved states of a file, one batch a model and convention, rows in their order.

    Parameters
    ----------
    facts, known
        The catalog's facts and names.
    selection : Selection
        Models, conventions, elements where the file has no such column, and states with one value
        for every row.

    Raises
    ------
    FactError, UsageError, SolveError
    """
    chosen = chosen_models(selection, options, facts)
    states = read_states(path, known)
    if states.elements and selection.elements:
        raise UsageError(
            f"{states.name} has a column element, and --element is given", "give one of them"
        )
    elements = states.elements or list(selection.elements)
    if not elements:
        raise UsageError(
            "solve needs an element", f"--element Na, or a column element in {states.name}"
        )
    fixed = _fixed(states, selection)
    solved_any = False
    reasons: list[str] = []
    yielding = [model for model in chosen if options.of(model) is not None]
    for model, convention, found in covered(yielding, selection, elements, facts, reasons):
        if states.elements and len(found) < len(elements):
            raise SolveError(f"{states.name}: {reasons[0]}", coverage(model, facts))
        table = states.table(model, found, convention, facts, fixed)
        if len(table) > MAX_STATES:
            raise UsageError(f"{len(table)} states", f"at most {MAX_STATES} at once")
        solved_any = True
        yield solve_table(model, convention, table, facts, options.of(model) or options)
    if not solved_any:
        raise SolveError(reasons[0] if reasons else "nothing to solve", coverage(chosen[0], facts))


def _fixed(states: FileStates, selection: Selection) -> dict[str, tuple[Any, ...]]:
    """Return the state options, which must have one value and be no column of the file."""
    in_file = {name for _, names in states.groups for name in names}
    for name, values in selection.request.given.items():
        option = variables()[name].option
        if len(values) != 1:
            raise UsageError(
                f"{option} has {len(values)} values beside --input",
                f"give one, or a column in {states.name}",
            )
        both_volume = name in VOLUME_WORDS and in_file & set(VOLUME_WORDS)
        if name in in_file or both_volume:
            raise UsageError(f"{states.name} and {option} both say it", "give one of them")
    return dict(selection.request.given)
