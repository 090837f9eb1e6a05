"""A verdict for every printed cell, from our values in both conventions by the rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite
from typing import TYPE_CHECKING, Any, NamedTuple

from metaleos.catalog.compare.causes import Moves, Numbers, causes, parameter_counts
from metaleos.catalog.compare.cells import (
    Cell,
    Digits,
    Verdict,
    cells_of,
    citation_keys,
    printed_digits,
)
from metaleos.catalog.compare.rules import Known, explains, has_common_offset, holds, rule
from metaleos.catalog.compare.verdict_values import Ours, Wanted, solve_cells
from metaleos.catalog.store.facts import Facts
from metaleos.catalog.store.select import by
from metaleos.ingest.papers import paper_of
from metaleos.units import convert

if TYPE_CHECKING:
    from collections.abc import Collection

    import duckdb

    from metaleos.ingest.papers.paper import Pattern


class Printed(NamedTuple):
    """Printed cells, and what is read to solve for them: the catalog is free meanwhile."""

    cells: list[Cell]
    digits: Digits
    facts: Facts
    counts: Numbers
    solvers: Collection[str] | None


def printed(
    connection: duckdb.DuckDBPyConnection,
    paper: str = "all",
    solvers: Collection[str] | None = None,
) -> Printed:
    """Return the printed cells of a paper, in the order of its tables.

    Parameters
    ----------
    connection : DuckDBPyConnection
    paper : str
        Its citation key, or ``all``.
    solvers : collection of str, optional
        Only cells that one of these models of ours yields; of the others those of the same
        theories are solved too, because a column is judged whole.

    Raises
    ------
    UnknownNameError
        If the catalog holds no cells of such a paper.
    """
    cells = cells_of(connection, citation_keys(connection, paper))
    if solvers is not None:
        theories = {name.partition("/")[0] for name in solvers}
        cells = [cell for cell in cells if cell.solver.partition("/")[0] in theories]
    counts = parameter_counts(connection)
    return Printed(cells, printed_digits(connection), Facts(connection), counts, solvers)


def verdicts(connection: duckdb.DuckDBPyConnection, *chosen: Any) -> list[Verdict]:
    """Return one verdict for every printed cell; `chosen` as for `printed`."""
    return judged(printed(connection, *chosen))


def judged(there: Printed) -> list[Verdict]:
    """Return one verdict for every printed cell."""
    cells = there.cells
    wanted = [
        Wanted(cell.facts["cell"], model, cell.element, cell.name, cell.facts["term"], cell.place)
        for cell in cells
        if (model := cell.solver) and cell.place is not None
    ]
    ours = solve_cells(there.digits, there.facts, wanted)
    keys = [cell.facts["cell"] for cell in cells]
    every = judge(
        [
            Held(cell, ours["standard"].get(key), ours["printed"].get(key))
            for cell, key in zip(cells, keys, strict=True)
        ]
    )
    wanted_of = there.solvers
    return [
        verdict
        for cell, verdict in zip(cells, every, strict=True)
        if wanted_of is None or cell.solver in wanted_of
    ]


@dataclass(frozen=True)
class Held:
    """A printed cell, and our values of it in the two conventions (storage unit)."""

    cell: Cell
    standard: Ours | None
    as_printed: Ours | None

    @property
    def no_result(self) -> tuple[str, str]:
        """Verdict and reason of a cell that is no result of ours; nothing where it is one."""
        cell, both = self.cell, (self.standard, self.as_printed)
        if cell.role == "observation":
            return "observed", "measured, quoted by the paper"
        if cell.role == "state":
            return "input", "says where the other cells hold"
        if not any(both):
            if cell.role == "parameter":
                return "input", "read by the model"
            return "not_modelled", f"no solver of ours yields {cell.name} of {cell.model}"
        if all(one is None or one.circular for one in both):
            return "input", "our value is computed from this very number"
        return "", ""

    @property
    def column(self) -> tuple[str, str, str]:
        """What is judged as a column: a quantity of a theory, over all tables of a paper."""
        facts = self.cell.facts
        return facts["source"], facts["quantity"], self.cell.model.partition("/")[0]

    @property
    def pattern(self) -> Pattern | None:
        """What the paper's file says of its column."""
        facts = self.cell.facts
        about = (facts["quantity"], self.cell.model, facts["table_no"], self.cell.element)
        every = paper_of(facts["source"]).patterns
        return next((pattern for pattern in every if pattern.is_of(*about)), None)


def judge(held: list[Held], moves: Moves | None = None) -> list[Verdict]:
    """Return the verdicts on cells from our values in the two conventions.

    Parameters
    ----------
    held : list of Held
        Whole columns: a common offset shows in nothing less.
    moves : Moves
        What each ingredient does; what is shipped where not given.
    """
    known = {place: _known(one, moves) for place, one in enumerate(held) if not one.no_result[0]}
    for places in by(known, lambda place: held[place].column).values():
        column = [
            (ours, said, known[p].room)
            for p in places
            if (ours := known[p].ours) is not None and (said := known[p].said) is not None
        ]
        if has_common_offset(column):
            known |= {p: replace(known[p], has_offset=True) for p in places}
    for places in by(known, lambda place: held[place].column).values():
        alone = [(p, one) for p in places for one in known[p].alone]
        for members in by(alone, lambda item: item[1].ingredient).values():
            if not explains([(known[p], one) for p, one in members]):
                for p, one in members:
                    kept = tuple(other for other in known[p].alone if other is not one)
                    known[p] = replace(known[p], alone=kept)
    for places in by(known, lambda place: held[place].pattern).values():
        pattern = held[places[0]].pattern
        bad = [p for p in places if rule(known[p]).verdict == "disagrees"]
        numbers = [
            (ours, said)
            for p in bad
            if (ours := known[p].ours) is not None and (said := known[p].said) is not None
        ]
        if pattern is not None and holds(pattern, numbers):
            known |= {p: replace(known[p], pattern=pattern) for p in bad}
    return [
        _verdict(one, known[place]) if place in known else _aside(one)
        for place, one in enumerate(held)
    ]


def _aside(one: Held) -> Verdict:
    verdict, reason = one.no_result
    return Verdict(**one.cell.facts, verdict=verdict, reason=reason)


def _known(one: Held, moves: Moves | None) -> Known:
    cell, scale = one.cell, _scale(one.cell)
    usable = [v for v in (one.standard, one.as_printed) if v is not None and not v.circular]
    standard = _in_unit(one.standard, scale)
    spread = one.as_printed.parts if one.as_printed else {}
    found = causes(cell, standard, moves)
    has_reading = cell.facts["reading"] is not None and cell.facts["reading"] != cell.said
    lost = next((text for kind, text in cell.reasons if kind == "scan"), "")
    return Known(
        said=cell.said,
        corrected=cell.corrected,
        standard=standard,
        as_printed=_in_unit(one.as_printed, scale),
        room=paper_of(cell.facts["source"]).room(cell.facts["quantity"], cell.step),
        spread=(one.as_printed.spread if one.as_printed else 0.0) / abs(scale),
        of_both=found.of_both,
        of_column=found.of_column,
        of_table=found.of_table,
        alone=found.alone,
        no_value="" if isfinite(usable[-1].value) else usable[-1].reason or usable[-1].outcome,
        doubts=tuple(text for kind, text in cell.reasons if kind != "scan"),
        correction=cell.facts["reading_reason"] if has_reading else "",
        correction_basis=cell.facts["reading_basis"] if has_reading else "",
        lost=lost if cell.said is None else "",
        digits=spread,
    )


def _verdict(one: Held, known: Known) -> Verdict:
    cell, best = one.cell, known.ours
    deviation = None if best is None or cell.number is None else best - cell.number
    percent = (
        100.0 * deviation / abs(cell.number) if deviation is not None and cell.number else None
    )
    ruling = rule(known)
    room = max(known.room.inward, known.room.outward)
    return Verdict(
        **cell.facts, standard=known.standard, as_printed=known.as_printed,
        deviation=deviation, deviation_percent=percent,
        tolerance=room + known.spread, spread=known.spread, **ruling._asdict(),
    )  # fmt: skip


def _scale(cell: Cell) -> float:
    """Return the storage unit's value of one printed unit."""
    if cell.value is not None and cell.facts["parsed"]:
        return float(cell.value / cell.facts["parsed"])
    from metaleos.solvers.registry import properties  # only for zeros

    return float(convert(1.0, cell.facts["unit"], properties()[cell.name].unit))


def _in_unit(ours: Ours | None, scale: float) -> float | None:
    if ours is None or ours.circular or not isfinite(ours.value):
        return None
    return ours.value / scale
