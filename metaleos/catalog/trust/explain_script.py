"""A short Python script that recomputes a stored number without the catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaleos.catalog.solve.causes import parsed_settings
from metaleos.catalog.states.variables import variables
from metaleos.errors import UsageError

if TYPE_CHECKING:
    import duckdb

    from metaleos.catalog.ask.answer import Answer
    from metaleos.catalog.text.record import Record

_SCRIPT = '''\
"""{element}, {model}, {convention}: {name}.

Recomputes run {run} of the catalog (metaleos {version}, revision {revision}) with the
solvers of metaleos alone. Inputs are those that the run read.
"""

import numpy as np

from metaleos.solvers.protocol import Batch
from metaleos.solvers.registry import models

model = models()[{model!r}]
states = {{
{states}
}}
inputs = {{
{inputs}
}}
settings = {settings}

batch = Batch(
    model=model,
    states={{
        name: np.array([value], dtype=object if isinstance(value, str) else float)
        for name, value in states.items()
    }},
    inputs={{item.name: np.array([inputs.get(item.name, np.nan)]) for item in model.inputs}},
    convention={convention!r},
    properties=frozenset({{{name!r}}}),
    settings=settings,
)
solution = model.load_solver()(batch)
stored = {{
{stored}
}}
print(solution.outcome[0], solution.reason[0])
for term, value in stored.items():
    now = float(solution.values[{name!r}, term][0])
    error = float(solution.errors[{name!r}, term][0])
    print(f"{{term:16}} {{now!r}} {unit} +- {{error:.1g}}, stored {{value!r}}")
'''


def script(connection: duckdb.DuckDBPyConnection, answer: Answer) -> str:
    """Return a script that recomputes the one property at the one state of `answer`.

    Raises
    ------
    UsageError
        If the rows are of more than one state or property.
    """
    records = answer.values
    states = {id(record.state) for record in records}
    names = {record.property for record in records}
    if len(states) != 1 or len(names) != 1 or records[0].run is None:
        raise UsageError(
            f"a script recomputes one property at one state, the selection has {len(names)} at "
            f"{len(states)}",
            "name --element, --model, --property and the state",
        )
    return _filled(connection, records, records[0].run)


def _filled(connection: duckdb.DuckDBPyConnection, records: list[Record], run: int) -> str:
    first = records[0]
    revision, settings, version = connection.execute(
        "SELECT revision, settings, version FROM run WHERE id = ?", [run]
    ).fetchall()[0]
    inputs = connection.execute(
        "SELECT name, value, unit, source FROM run_input WHERE run = ? AND value IS NOT NULL "
        "ORDER BY name",
        [run],
    ).fetchall()
    return _SCRIPT.format(
        element=first.element,
        model=first.model,
        convention=first.convention,
        name=first.property,
        unit=first.unit,
        run=run,
        revision=revision,
        version=version,
        settings=repr(parsed_settings(settings)),
        states="\n".join(
            _line(name, value, variables()[name].unit)
            for name, value in _state(connection, first, run).items()
        ),
        inputs="\n".join(_line(name, value, unit, source) for name, value, unit, source in inputs),
        stored="\n".join(_line(record.term, record.value, "1") for record in records),
    )


def _state(connection: duckdb.DuckDBPyConnection, record: Record, run: int) -> dict[str, Any]:
    """Return the state variables of a stored row, in full precision."""
    known = variables()
    columns = ", ".join(item.column for item in known.values())
    for names, *values in connection.execute(
        f"SELECT s.variables, {columns} FROM state s WHERE s.run = ? ORDER BY s.id",
        [run],
    ).fetchall():
        here = dict(zip(known, values, strict=True))
        if all(cell["value"] == here[name] for name, cell in record.state.items()):
            return {name: here[name] for name in names.split(",")}
    raise UsageError("the state of this row is not stored any more", "ask again")


def _line(name: str, value: Any, unit: str, source: str = "") -> str:
    remark = ", ".join(part for part in ("" if unit == "1" else unit, source) if part)
    return f"    {name!r}: {value!r}," + (f"  # {remark}" if remark else "")
