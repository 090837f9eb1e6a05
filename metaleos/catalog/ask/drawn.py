"""What a picture is drawn from: solved states or stored ones, with the points beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from metaleos.catalog.ask.query import stored
from metaleos.catalog.ask.shaping import shape
from metaleos.solvers.registry import models

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb

    from metaleos.catalog.states.selection import Output, Selection
    from metaleos.catalog.text.record import Record


def to_draw(
    connection: duckdb.DuckDBPyConnection, selection: Selection, output: Output
) -> Callable[[], tuple[list[Record], list[Record]]]:
    """Return what gives the values of the lines, and the stored rows that points are taken from.

    It is called where the file is free again.

    States that were asked for and curves are solved now; else what is stored is drawn, all states
    of the models that the selection names.

    Raises
    ------
    UsageError, SolveError
    """
    everywhere = replace(selection, request=type(selection.request)(), everything=True)
    beside = shape(stored(connection, everywhere)[0], output).values
    curves = {item.property for model in models().values() for item in model.yields if item.curve}
    if not selection.request and not curves & set(selection.properties):
        return lambda: (beside, beside)
    from metaleos.catalog.ask.solved import read, solved  # needs numpy
    from metaleos.catalog.solve.solving import Options

    options, there = Options(frozenset(selection.properties)), read(connection)
    return lambda: (shape(solved(there, selection, options), output).values, beside)
