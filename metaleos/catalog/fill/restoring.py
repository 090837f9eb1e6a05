"""Stored states as they would be asked for today: relative ones follow their reference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from metaleos.catalog.states.request import SAID_ALSO, StateRequest, at_place
from metaleos.catalog.states.table import (
    StateTable,
    element_states,
    is_reference_state,
    joined,
    without_repeats,
)
from metaleos.catalog.states.variables import variables
from metaleos.catalog.store.select import grouped
from metaleos.errors import SolveError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from metaleos.catalog.store.facts import Facts
    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.protocol import Convention, Model

_COLUMNS = ("anchor", "density", "compression")
_SAME = 1e-12
"""Relative change of a volume below which the stored digits are kept: rounding, no new state."""


def restored_states(
    connection: duckdb.DuckDBPyConnection,
    facts: Facts,
    model: Model,
    convention: Convention,
    runs: Sequence[int],
) -> tuple[StateTable | None, dict[str, str]]:
    """Return the current states of `runs` as today's facts place them.

    A state stored relative to the model's reference moves with the reference; one stored by a
    density moves with the mass.

    Returns
    -------
    table : StateTable or None
        None where no state can be placed.
    blocked : dict of str to str
        Why not, by element.
    """
    own = ", ".join(variables()[item.name].column for item in model.state_variables)
    found = connection.execute(
        f"SELECT s.element, unnest(string_split(s.anchor, '{SAID_ALSO}')), "
        f"s.density, s.compression, {own} FROM state s "
        "JOIN (SELECT unnest(?::BIGINT[]) AS id) w ON w.id = s.run ORDER BY s.id",
        [list(runs)],
    ).fetchall()
    tables, blocked = [], {}
    for (element,), stored in grouped(found, 1).items():
        if lack := facts.lack(model, element, convention):
            blocked[element] = lack
            continue
        try:
            tables.append(_element(facts, model, convention, element, stored))
        except SolveError as error:
            blocked[element] = error.message
    return (without_repeats(joined(tables)) if tables else None), blocked


def _element(
    facts: Facts,
    model: Model,
    convention: Convention,
    element: str,
    rows: list[tuple[Any, ...]],
) -> StateTable:
    names = (*_COLUMNS, *(item.name for item in model.state_variables))
    columns: dict[str, Any] = {
        name: np.array(values, dtype=object)
        for name, values in zip(names, zip(*rows, strict=True), strict=True)
    }
    labels = [
        dict(part.split("=", 1) for part in anchor.split("|")) for anchor in columns["anchor"]
    ]
    reference = element_states(model, element, convention, facts, StateRequest())
    reads = set(reference.reads[element])
    variables: dict[str, Any] = {}
    for item in model.state_variables:
        at_reference = np.array([label.get(item.name) == "reference" for label in labels])
        here = np.where(at_reference, reference.variables[item.name][0], columns[item.name])
        if any(value is None for value in here):
            raise SolveError(
                f"stored states of {model.name} say no {item.name}", "build the catalog anew"
            )
        variables[item.name] = here if item.choices else here.astype(np.float64)
    density = compression = np.full(len(rows), np.nan)
    if "volume" in variables:
        whole = float(reference.variables["volume"][0])
        volume = variables["volume"]
        by_density = np.array(["density" in label for label in labels])
        if by_density.any():
            probe = element_states(model, element, convention, facts, at_place(density=1.0))
            reads |= probe.reads[element]
            unit_density = float(probe.variables["volume"][0])
            volume = _moved(volume, by_density, unit_density, columns["density"])
        by_ratio = np.array(["volume_ratio" in label for label in labels])
        volume = _moved(volume, by_ratio, whole, columns["compression"])
        variables["volume"] = volume
        compression = _kept(columns["compression"], whole / volume)
        density = _kept(columns["density"], float(reference.density[0]) * whole / volume)
    first = {name: column[0] for name, column in reference.variables.items()}
    return StateTable(
        element=np.full(len(rows), element, dtype=object),
        variables=variables,
        density=density,
        compression=compression,
        is_reference=is_reference_state(variables, first),
        anchor=columns["anchor"],
        reads={element: reads},
    )


def _moved(volume: FloatArray, where: Any, whole: float, divisor: Any) -> FloatArray:
    """Return the volumes with those of `where` at ``whole / divisor``."""
    today = volume.copy()
    today[where] = whole / divisor[where].astype(np.float64)
    return _kept(volume, today)


def _kept(stored: Any, today: FloatArray) -> FloatArray:
    """Return today's numbers, or the stored digits where they differ by rounding only."""
    before = stored.astype(np.float64)
    return np.where(np.abs(today - before) <= _SAME * np.abs(before), before, today)
