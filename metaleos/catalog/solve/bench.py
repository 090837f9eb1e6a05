"""A model on the bench: any states and any inputs, solved in one batch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from metaleos.catalog.states.table import element_states
from metaleos.solvers.protocol import Batch, takes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from metaleos.catalog.states.request import StateRequest
    from metaleos.catalog.store.facts import Facts
    from metaleos.solvers.arrays import FloatArray, ObjectArray
    from metaleos.solvers.protocol import Convention, Model, Solution


@dataclass(frozen=True, slots=True)
class Point:
    """One state of one element, with inputs that replace the catalog's."""

    element: str
    state: Mapping[str, Any]
    inputs: Mapping[str, float] = field(default_factory=dict)

    def moved(self, **changes: Any) -> Point:
        """Return this point with other state variables."""
        return Point(self.element, {**self.state, **changes}, self.inputs)


class Values:
    """What a solver returned for n points of a bench: columns of shape (n,)."""

    def __init__(self, bench: Bench, points: Sequence[Point], solution: Solution) -> None:
        self.bench, self.points, self.solution = bench, points, solution
        self.ok = np.asarray(solution.outcome == "ok", dtype=bool)
        self.outcome: ObjectArray = solution.outcome
        self._nothing = np.full(len(points), np.nan)

    def value(self, name: str, term: str = "total") -> FloatArray:
        """Return the values of a property and term; NaN where there is none."""
        found = self.solution.values.get((name, term), self._nothing)
        return np.where(self.ok, found, np.nan)

    def error(self, name: str, term: str = "total") -> FloatArray:
        """Return the estimated errors of a property and term."""
        return np.abs(self.solution.errors.get((name, term), self._nothing))

    def state(self, name: str) -> FloatArray:
        """Return a numeric state variable."""
        return np.array([float(point.state[name]) for point in self.points])

    def input(self, name: str) -> FloatArray:
        """Return an input that the catalog has for the points' elements; NaN where it has none."""
        return np.array([self.bench.inputs(p.element).get(name, np.nan) for p in self.points])

    def why(self, row: int, name: str = "") -> str:
        """Return why row `row` has no value (of property `name`); empty where it has one."""
        if not self.ok[row]:
            return str(self.solution.reason[row]) or str(self.outcome[row])
        if not np.isnan(self.value(name)[row]):
            return ""
        return self.solution.absence(name, row)[1]


class Bench:
    """One model in one convention, with the catalog's inputs.

    Parameters
    ----------
    switched : set of str
        Ingredients of ``printed`` that are made alone in ``standard``, or left out of ``printed``.
    """

    def __init__(
        self,
        model: Model,
        convention: Convention,
        facts: Facts,
        switched: frozenset[str] = frozenset(),
    ) -> None:
        self.model = model
        self.convention = convention
        self.switched = switched
        self._facts = facts
        self._inputs: dict[str, dict[str, float]] = {}
        self.scalars = {y.property: y for y in model.yields if not y.curve}
        self.variables = {variable.name for variable in model.state_variables}

    def inputs(self, element: str) -> dict[str, float]:
        """Return the catalog's inputs of an element."""
        if element not in self._inputs:
            found = self._facts.inputs(self.model, element, self._reading)
            self._inputs[element] = {name: item.value for name, item in found.items()}
        return self._inputs[element]

    @property
    def _reading(self) -> Convention:
        """The convention whose inputs are read: an ingredient may be an input of ``printed``."""
        return "printed" if self.switched else self.convention

    def elements(self) -> list[str]:
        """Return the elements that the model covers."""
        return self._facts.covered(self.model, self.convention)

    def reference(self, element: str, changes: Mapping[str, float] | None = None) -> dict[str, Any]:
        """Return the reference state of an element, with some inputs changed."""
        given = {**self.inputs(element), **self._not_taken(element), **(changes or {})}
        return self.model.load_reference()(given, self._reading)

    def at(self, element: str, request: StateRequest) -> Point:
        """Return the one state of an element that a request means.

        Raises
        ------
        SolveError
            If the volume cannot be fixed.
        """
        facts = self._facts.changed({**self._facts.changes, **self._not_taken(element)})
        table = element_states(self.model, element, self._reading, facts, request)
        return Point(element, {name: column[0] for name, column in table.variables.items()})

    def _not_taken(self, element: str) -> dict[str, float]:
        """Return the inputs that are ingredients left out, as ``standard`` has them."""
        if not self.switched:
            return {}
        there = self._facts.inputs(self.model, element, "standard")
        names = {item.name for item in self.model.ingredients} & set(there)
        return {
            name: there[name].value
            for name in names
            if not takes(name, self.convention, self.switched)
        }

    def yields(self, *names: str) -> bool:
        """Return whether the model yields every scalar of `names`."""
        return all(name in self.scalars for name in names)

    def solve(
        self,
        points: Sequence[Point],
        properties: Sequence[str] = (),
        settings: Mapping[str, float | int | str | bool] | None = None,
    ) -> Values:
        """Solve `points` in one batch; without `properties` every default scalar."""
        batch = self.batch(points, properties, settings)
        return Values(self, points, self.model.load_solver()(batch))

    def batch(
        self,
        points: Sequence[Point],
        properties: Sequence[str] = (),
        settings: Mapping[str, float | int | str | bool] | None = None,
    ) -> Batch:
        """Return the batch of `points`."""
        states: dict[str, Any] = {}
        for variable in self.model.state_variables:
            column = [point.state[variable.name] for point in points]
            kind = np.object_ if variable.choices else np.float64
            states[variable.name] = np.array(column, dtype=kind)
        given = [{**self.inputs(point.element), **point.inputs} for point in points]
        return Batch(
            model=self.model,
            states=states,
            inputs={
                item.name: np.array([row[item.name] for row in given], dtype=np.float64)
                for item in self.model.inputs
            },
            convention=self.convention,
            properties=frozenset(properties),
            settings={**self.model.settings, **(settings or {})},
            switched=self.switched,
        )
