"""Run a model on a table of states, and say what it read."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from metaleos.catalog.states import ReadLog, StateTable
from metaleos.errors import UsageError
from metaleos.solvers.protocol import Batch, Solution

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from metaleos.catalog.inputs import Facts, InputValue
    from metaleos.solvers.protocol import Convention, FloatArray, Model, ObjectArray

Settings = dict[str, float | int | str | bool]


@dataclass(kw_only=True)
class Solved:
    """A table of states with its solution, and what led to it.

    Parameters
    ----------
    model, convention, settings
        What was run.
    table : StateTable
    solution : Solution
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
        return fingerprint(self.model, self.convention, self.settings, self.inputs[element])

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
            why = self.solution.missing.get(name)
            for i in np.flatnonzero(unexplained):
                outcome[i] = "no_solution"
                reason[i] = (why[i] if why is not None else "") or "no value at this state"
        failed = outcome != "ok"
        return (
            np.where(failed, np.nan, values),
            np.where(failed | ~np.isfinite(errors), np.nan, np.abs(errors)),
            outcome,
            reason,
        )


def solve_table(
    model: Model,
    convention: Convention,
    table: StateTable,
    facts: Facts,
    *,
    properties: frozenset[str] = frozenset(),
    settings: Mapping[str, float | int | str | bool] | None = None,
    points: Mapping[str, FloatArray] | None = None,
) -> Solved:
    """Solve all states of a table in one batch.

    An unexpected error inside a solver becomes the outcome ``failed`` of every state, with the
    error as its reason: nothing that was solved elsewhere is lost.

    Raises
    ------
    UsageError
        If a setting is unknown to the model or of another type.
    """
    used = _settings(model, settings or {})
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
        properties=properties,
        settings=used,
        points=points or {},
    )
    started = time.perf_counter()
    try:
        solution = model.load_solver()(batch)
    except (
        ArithmeticError,
        ValueError,
        IndexError,
        KeyError,
        TypeError,
        MemoryError,
        RuntimeError,
    ) as error:
        solution = _failed(len(table), error)
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
        properties=properties,
    )


def _failed(count: int, error: Exception) -> Solution:
    text = " ".join(str(error).split()) or "no message"
    return Solution(
        values={},
        errors={},
        outcome=np.full(count, "failed", dtype=object),
        reason=np.full(count, f"{type(error).__name__}: {text}", dtype=object),
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


def fingerprint(
    model: Model,
    convention: str,
    settings: Mapping[str, Any],
    inputs: Mapping[str, InputValue],
) -> str:
    """Return a hash of the model's revision, settings and the input values that were read.

    Neither sources nor units nor the package's version enter: equal values, equal fingerprint.
    """
    return fingerprint_values(
        model.name, model.revision, convention, settings, {n: i.value for n, i in inputs.items()}
    )


def fingerprint_values(
    name: str,
    revision: int,
    convention: str,
    settings: Mapping[str, Any],
    values: Mapping[str, float | None],
) -> str:
    """Return the fingerprint of named values; NaN and None both mean absent.

    Numbers enter by their exact bits (and -0 as 0), so equal values and only those agree.
    """
    lines = [f"{name} {revision} {convention}"]
    lines += [f"{key}={settings[key]!r}" for key in sorted(settings)]
    for key in sorted(values):
        value = values[key]
        absent = value is None or value != value  # noqa: PLR0124  # NaN
        lines.append(f"{key}:" if absent else f"{key}:{(value + 0.0).hex()}")  # type: ignore[operator]  # None is absent
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=16).hexdigest()


def only_scalars(solved: Solved) -> Solved:
    """Return `solved` without its curves, which the catalog does not store."""
    return replace(solved, solution=replace(solved.solution, curves={}))
