"""From a request to states: columns of state variables for one model and its elements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from metaleos.catalog.states.request import SAID_ALSO
from metaleos.catalog.states.variables import VOLUME_WORDS, variables
from metaleos.constants import ATOMIC_MASS_KG, BOHR_M
from metaleos.errors import SolveError, UsageError
from metaleos.solvers.masses import atomic_mass
from metaleos.solvers.protocol import RefusedError, takes

if TYPE_CHECKING:
    import numpy.typing as npt

    from metaleos.catalog.states.request import StateRequest
    from metaleos.catalog.store.facts import Facts
    from metaleos.solvers.arrays import FloatArray, ObjectArray
    from metaleos.solvers.protocol import Convention, Model

PLACE_FORMAT = "%.9e"
"""States whose numbers agree to ten significant digits are one state."""

DENSITY_FACTOR = ATOMIC_MASS_KG * 1e3 / (BOHR_M * 1e2) ** 3
"""Mass density [g/cm3] of one u per cubic bohr."""


class ReadLog(Mapping[str, Any]):
    """A mapping that remembers which keys were read."""

    def __init__(self, data: Mapping[str, Any], log: set[str]) -> None:
        self._data = data
        self._log = log

    def __getitem__(self, key: str) -> Any:
        self._log.add(key)
        return self._data[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)

    def __contains__(self, key: object) -> bool:
        return key in self._data


@dataclass(kw_only=True)
class StateTable:
    """States of one model and convention, as columns of equal length n.

    Parameters
    ----------
    element : object array of str, shape (n,)
    variables : dict of str to array, shape (n,)
        The model's state variables.
    density, compression : float array, shape (n,)
        Mass density [g/cm3] and density over the model's reference; NaN where undefined.
    is_reference : bool array, shape (n,)
    anchor : object array of str, shape (n,)
        How each state was said; relative to the reference where the request was. Several ways
        are joined by `SAID_ALSO`.
    reads : dict of str to set of str
        Inputs that fixing the states read, by element.
    """

    element: ObjectArray
    variables: dict[str, Any]
    density: FloatArray
    compression: FloatArray
    is_reference: npt.NDArray[np.bool_]
    anchor: ObjectArray
    reads: dict[str, set[str]]

    def __len__(self) -> int:
        return len(self.element)

    def places(self) -> ObjectArray:
        """Return what makes each state one: its numbers to ten digits, and its words, shape (n,).

        Two ways to say one state differ by rounding (1e-16) and give one place; a variable that
        means nothing in a structure (c/a of a cube) is left out.
        """
        known, structure = variables(), self.variables.get("structure")
        places: ObjectArray | None = None
        for name, column in self.variables.items():
            is_word = column.dtype == object
            form = f"{name}=%s" if is_word else f"{name}={PLACE_FORMAT}"
            # Grids repeat their numbers; no negative zero.
            once, place = np.unique(column if is_word else column + 0.0, return_inverse=True)
            part = np.array([form % value for value in once.tolist()], dtype=object)[place]
            only = known[name].structures if name in known else ()
            if only and structure is not None:
                part[~np.isin(structure.astype(str), only)] = f"{name}=any"
            places = part if places is None else places + "|" + part
        return np.array([] if places is None else places, dtype=object)

    def take(self, index: npt.NDArray[Any]) -> StateTable:
        """Return the rows that `index` selects."""
        columns = {name: getattr(self, name)[index] for name in _COLUMNS}
        variables = {name: column[index] for name, column in self.variables.items()}
        return replace(self, variables=variables, **columns)


_COLUMNS = ("element", "density", "compression", "is_reference", "anchor")


def joined(tables: list[StateTable]) -> StateTable:
    """Return the rows of several tables of one model in one."""
    first = tables[0]
    reads: dict[str, set[str]] = {}
    for table in tables:
        for element, names in table.reads.items():
            reads.setdefault(element, set()).update(names)
    columns = {n: np.concatenate([getattr(table, n) for table in tables]) for n in _COLUMNS}
    variables = {
        name: np.concatenate([table.variables[name] for table in tables])
        for name in first.variables
    }
    return StateTable(**columns, variables=variables, reads=reads)


def without_repeats(table: StateTable) -> StateTable:
    """Return the table with each state once; its anchor says every way in which it was said."""
    keys = list(zip(table.element, table.places(), strict=True))
    said: dict[tuple[str, str], dict[str, None]] = {}
    for key, anchor in zip(keys, table.anchor, strict=True):
        said.setdefault(key, {})[anchor] = None
    if len(said) == len(keys):
        return table
    first = {key: row for row, key in reversed(list(enumerate(keys)))}
    once = table.take(np.array(sorted(first.values()), dtype=np.intp))
    anchor = np.array([SAID_ALSO.join(said[key]) for key in said], dtype=object)
    return replace(once, anchor=anchor)


def element_states(
    model: Model,
    element: str,
    convention: Convention,
    facts: Facts,
    request: StateRequest,
    *,
    paired: bool = False,
) -> StateTable:
    """Expand a request into the states of one element.

    Variables that the request does not name take the model's reference value; lists form a grid,
    the first variable of the model varying slowest, or are read side by side where `paired`.

    Raises
    ------
    UsageError
        If the request names what is no state variable of the model, or a word it does not know.
    SolveError
        If the volume cannot be fixed (no mass, no reference).
    """
    inputs = facts.inputs(model, element, convention)
    reads: set[str] = set()
    values = {name: item.value for name, item in inputs.items()}
    reference = _reference(model, element, convention, values, reads)
    mass_reads: set[str] = set()
    mass = atomic_mass(ReadLog(values, mass_reads), lambda name: takes(name, convention))
    volume_ref = reference.get("volume")
    _check_request(model, request)
    axes, anchors, relative = [], [], True
    for variable in model.state_variables:
        numbers, labels, uses_reference = _axis(
            variable.name, request, reference, mass, element, model
        )
        if variable.name == "volume" and request.get("density") is not None:
            reads |= mass_reads
        relative = relative and uses_reference
        axes.append(numbers)
        anchors.append(labels)
    lengths = [len(axis) for axis in axes]
    if paired:
        rows = np.arange(max(lengths))
        index = [rows if length == len(rows) else np.zeros_like(rows) for length in lengths]
    else:
        grids = np.meshgrid(*[np.arange(length) for length in lengths], indexing="ij")
        index = [grid.ravel() for grid in grids]
    variables = {
        variable.name: np.asarray(axis, dtype=object if variable.choices else np.float64)[place]
        for variable, axis, place in zip(model.state_variables, axes, index, strict=True)
    }
    count = len(index[0])
    anchor = np.array(
        [
            "|".join(labels[i] for labels, i in zip(anchors, row, strict=True))
            for row in zip(*index, strict=True)
        ],
        dtype=object,
    )
    volume = variables.get("volume")
    compression = np.full(count, np.nan) if volume is None else float(volume_ref or np.nan) / volume
    density = np.full(count, np.nan) if volume is None else DENSITY_FACTOR * mass / volume
    return StateTable(
        element=np.full(count, element, dtype=object),
        variables=variables,
        density=density,
        compression=compression,
        is_reference=is_reference_state(variables, reference),
        anchor=anchor,
        reads={element: reads},
    )


def _reference(
    model: Model, element: str, convention: Convention, values: dict[str, float], reads: set[str]
) -> dict[str, Any]:
    try:
        return model.load_reference()(ReadLog(values, reads), convention)
    except RefusedError as error:
        reason = f"{model.name} has no reference state for {element}: {error.reason}"
        raise SolveError(reason) from None


def _check_request(model: Model, request: StateRequest) -> None:
    known = [variable.name for variable in model.state_variables]
    accepted = [*known, *(VOLUME_WORDS if "volume" in known else ())]
    for name in request.given:
        if name not in accepted:
            shown = ", ".join(dict.fromkeys(accepted)).replace("_", "-")
            raise UsageError(
                f"{model.name} has no state variable {name!r}", f"its states are said by: {shown}"
            )
    for variable in model.state_variables:
        for word in (request.get(variable.name) or ()) if variable.choices else ():
            if word not in variable.choices:
                raise UsageError(
                    f"unknown {variable.name} {word!r} for {model.name}",
                    f"valid: {', '.join(variable.choices)}",
                )


def _axis(
    name: str,
    request: StateRequest,
    reference: dict[str, Any],
    mass: float,
    element: str,
    model: Model,
) -> tuple[list[Any], list[str], bool]:
    """Return the values of one variable, their anchor labels, and whether they are relative."""
    given = request.given
    if name != "volume":
        if name in given:
            return list(given[name]), [f"{name}={_label(value)}" for value in given[name]], False
        return [reference[name]], [f"{name}=reference"], True
    if "volume" in given:
        return list(given["volume"]), [f"volume={_label(v)}" for v in given["volume"]], False
    if "density" in given:
        if not mass > 0:
            raise SolveError(f"{element} has no mass in {model.name}: a density says no volume")
        volumes = [DENSITY_FACTOR * mass / value for value in given["density"]]
        return volumes, [f"density={_label(value)}" for value in given["density"]], False
    whole = float(reference["volume"])
    if "compression" in given:
        ratios = [1.0 / value for value in given["compression"]]
    elif "volume_ratio" in given:
        ratios = list(given["volume_ratio"])
    else:
        return [whole], ["volume=reference"], True
    labels = [
        "volume=reference" if ratio == 1.0 else f"volume_ratio={_label(ratio)}" for ratio in ratios
    ]
    return [whole * ratio for ratio in ratios], labels, True


def _label(value: object) -> str:
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def is_reference_state(
    variables: dict[str, Any], reference: dict[str, Any]
) -> npt.NDArray[np.bool_]:
    """Return which rows of `variables` are the state `reference`."""
    same = None
    for name, column in variables.items():
        target = reference[name]
        if column.dtype == object:
            here = column == target
        else:
            here = np.isclose(column, float(target), rtol=1e-9, atol=1e-12)
        same = here if same is None else same & here
    return np.asarray(same, dtype=bool)
