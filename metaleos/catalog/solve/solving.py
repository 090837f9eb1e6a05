"""Run a model on a table of states, and say what it read."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from metaleos.catalog.solve.fingerprint import fingerprint
from metaleos.catalog.states.table import ReadLog, StateTable
from metaleos.errors import UsageError
from metaleos.solvers.protocol import Batch, RefusedError, Solution

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from metaleos.catalog.store.facts import Facts, InputValue
    from metaleos.solvers.arrays import FloatArray, ObjectArray
    from metaleos.solvers.protocol import Convention, Model

Settings = dict[str, float | int | str | bool]


@dataclass(kw_only=True)
class Solved:
    """A table of states with its solution, and what led to it.

    Parameters
    ----------
    model, convention, settings
        What was run.
    inputs : dict of str to dict of str to InputValue
        Inputs that were read, by element.
    seconds : float
        Duration of the whole batch [s].
    properties : frozenset of str
        What was asked for; empty for every scalar.
    """

    model: Model
    convention: Convention
    settings: Settings
    table: StateTable
    solution: Solution
    inputs: dict[str, dict[str, InputValue]]
    seconds: float
    properties: frozenset[str]

    def fingerprint(self, element: str) -> str:
        """Return the fingerprint of what led to the results of `element`."""
        values = {name: item.value for name, item in self.inputs[element].items()}
        return fingerprint(
            self.model.name, self.model.revision, self.convention, self.settings, values
        )

    def scalars(
        self,
    ) -> Iterator[tuple[str, str, FloatArray, FloatArray, ObjectArray, ObjectArray]]:
        """Yield property, term, values, errors, outcomes and reasons, in the declared order."""
        for name, term in self.scalar_keys():
            yield (name, term, *self._column(name, term))

    def scalar_keys(self) -> list[tuple[str, str]]:
        """Return the scalar properties and terms that were wanted."""
        return [
            (item.property, term)
            for item in self.model.yields
            if not item.curve
            and (item.property in self.properties if self.properties else not item.on_request)
            for term in item.terms
        ]

    def _column(
        self, name: str, term: str
    ) -> tuple[FloatArray, FloatArray, ObjectArray, ObjectArray]:
        count = len(self.table)
        nothing = np.full(count, np.nan)
        values = np.asarray(self.solution.values.get((name, term), nothing), dtype=np.float64)
        errors = np.asarray(self.solution.errors.get((name, term), nothing), dtype=np.float64)
        outcome, reason = self.solution.outcome, self.solution.reason
        absent = ~np.isfinite(values)
        item = self.model.yields_property(name)
        if item is not None and item.describes_failure:
            outcome = np.where(absent, outcome, "ok")
            reason = np.where(absent, reason, "")
        if absent.any():
            outcome, reason = outcome.copy(), reason.copy()
            unexplained = absent & (outcome == "ok")
            for i in np.flatnonzero(unexplained).tolist():
                outcome[i], why = self.solution.absence(name, i)
                reason[i] = why or "no value at this state"
        failed = outcome != "ok"
        return (
            np.where(failed, np.nan, values),
            np.where(failed | ~np.isfinite(errors), np.nan, np.abs(errors)),
            outcome,
            reason,
        )


@dataclass(frozen=True)
class Options:
    """What a solver is asked for beside the states.

    Parameters
    ----------
    properties : frozenset of str
        Empty for every scalar.
    settings : mapping
        Numerical settings of the model that differ from its own.
    points : mapping of str to array
        Abscissae of curves by name.
    """

    properties: frozenset[str] = frozenset()
    settings: Mapping[str, float | int | str | bool] = field(default_factory=dict)
    points: Mapping[str, Any] = field(default_factory=dict)

    def of(self, model: Model) -> Options | None:
        """Return them for one model; None where it yields nothing that was asked for."""
        wanted = frozenset(name for name in self.properties if model.yields_property(name))
        return None if self.properties and not wanted else replace(self, properties=wanted)


EVERY_SCALAR = Options()


def solve_table(
    model: Model,
    convention: Convention,
    table: StateTable,
    facts: Facts,
    options: Options = EVERY_SCALAR,
) -> Solved:
    """Solve all states of a table in one batch.

    A solver that refuses a batch gives every state the outcome and the reason that it names. Any
    other exception is a fault of the solver and is raised: it must not become a stored row.

    Raises
    ------
    UsageError
        If a setting is unknown to the model or of another type.
    """
    used = _settings(model, options.settings)
    points = {name: np.asarray(values, dtype=np.float64) for name, values in options.points.items()}
    elements, place = np.unique(table.element.astype(str), return_inverse=True)
    per_element = {symbol: facts.inputs(model, symbol, convention) for symbol in elements.tolist()}
    columns = {
        item.name: np.array([per_element[e][item.name].value for e in elements.tolist()])[place]
        for item in model.inputs
    }
    log: set[str] = set()
    batch = Batch(
        model=model,
        states=table.variables,
        inputs=ReadLog(columns, log),
        convention=convention,
        properties=options.properties,
        settings=used,
        points=points,
    )
    started = time.perf_counter()
    try:
        solution = model.load_solver()(batch)
    except RefusedError as error:
        solution = _refused(len(table), error)
    seconds = time.perf_counter() - started
    read = {
        symbol: {
            name: item
            for name, item in sorted(values.items())
            if name in log or name in table.reads.get(symbol, ())
        }
        for symbol, values in per_element.items()
    }
    return Solved(
        model=model,
        convention=convention,
        settings=used,
        table=table,
        solution=solution,
        inputs=read,
        seconds=seconds,
        properties=options.properties,
    )


def _refused(count: int, error: RefusedError) -> Solution:
    return Solution(
        values={},
        errors={},
        outcome=np.full(count, error.outcome, dtype=object),
        reason=np.full(count, error.reason, dtype=object),
    )


def _settings(model: Model, changes: Mapping[str, float | int | str | bool]) -> Settings:
    used = dict(model.settings)
    for name, value in changes.items():
        if name not in used:
            valid = ", ".join(used) or "none"
            raise UsageError(f"{model.name} has no setting {name!r}", f"its settings: {valid}")
        kind = type(used[name])
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)  # noqa: PLW2901  # 1 means 1.0
        if type(value) is not kind:
            raise UsageError(
                f"setting {name!r} of {model.name} is {kind.__name__}", f"got {value!r}"
            )
        used[name] = value
    return used


def only_scalars(solved: Solved) -> Solved:
    """Return `solved` without its curves, which the catalog does not store."""
    return replace(solved, solution=replace(solved.solution, curves={}))
