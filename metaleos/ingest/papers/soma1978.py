"""Soma et al. 1978: the alkali metals by local pseudopotentials, Tables I to XI."""

from __future__ import annotations

from itertools import product
from statistics import median
from typing import TYPE_CHECKING

from metaleos.ingest.papers.paper import EITHER, TRUNCATED, Meaning, Paper, Pattern, Place, by_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from metaleos.ingest.papers.paper import Doubt, Fields, PrintedCell, Readings, Table


def _rule(cell: Fields, _: Readings) -> Meaning:
    place = Place(at_reference=True, structure="bcc")
    if cell["model"] == "observed":
        return Meaning(role="observation", place=place)
    if cell["table"] == "II" and cell["model"] != "ah":
        return Meaning(role="parameter", place=place, publish=True)
    return Meaning(role="published", place=place, publish=True)


def _relations(cells: Sequence[PrintedCell]) -> Iterator[Doubt]:
    """Totals are sums of their terms, terms of one power of the volume stand in one ratio."""
    table = by_name(cells)
    for relation in (_sums, _offsets, _proportions, _quotients):
        yield from relation(table)


def _sums(table: Table) -> Iterator[Doubt]:
    """E = Ei + E0 + E1 + E2, likewise P and B; a term not repeated is that of another model."""
    for letter in "EPB":
        for (element, model, quantity), total in table.items():
            if quantity != letter or model in {"observed", "ah"}:
                continue
            choices = [_choices(table, element, model, letter + part) for part in "i012"]
            if not all(choices):
                continue
            terms = min(product(*choices), key=lambda some: abs(_total(some) - total.value))
            room = total.step + sum(c.step for c in terms)
            if abs(_total(terms) - total.value) > room * (1.0 + 1e-9):
                text = f"terms add up to {_total(terms):.5g}, printed {total.printed}"
                for cell in (total, *terms):
                    if cell.model == model:
                        yield "sum", cell.key, text


def _total(terms: Sequence[PrintedCell]) -> float:
    return sum(cell.value for cell in terms)


def _choices(table: Table, element: str, model: str, quantity: str) -> list[PrintedCell]:
    own = table.get((element, model, quantity))
    if own is not None or quantity[1] in "12":  # only Ei and E0 are shared between models
        return [own] if own is not None else []
    return [cell for (e, _, q), cell in table.items() if e == element and q == quantity]


def _offsets(table: Table) -> Iterator[Doubt]:
    """E_coh + 13.6 E is the same for all models of a metal."""
    rows: dict[str, list[tuple[float, float, PrintedCell]]] = {}
    for (element, model, quantity), cell in table.items():
        energy = table.get((element, model, "E"))
        if quantity == "E_coh" and energy is not None and model != "observed":
            room = cell.step + 13.6 * energy.step
            rows.setdefault(element, []).append((cell.value + 13.6 * energy.value, room, cell))
    for members in rows.values():
        middle = median(value for value, _, _ in members)
        for value, room, cell in members:
            if abs(value - middle) > room:
                text = f"E_coh + 13.6 E = {value:.3f}, for the other models {middle:.3f}"
                yield "offset", cell.key, text


_PROPORTIONAL = (("Ei", "Pi"), ("E1", "P1"), ("Pi", "Bi"), ("P1", "B1"))


def _proportions(table: Table) -> Iterator[Doubt]:
    """Terms that follow a power of the volume: their ratios are those of the volume alone.

    E1/P1 is Omega for every model of a metal; P1/B1 is 1/2 and Pi/Bi is 3/4 for all metals.
    """
    for top, bottom in _PROPORTIONAL:
        groups: dict[str, list[tuple[PrintedCell, PrintedCell]]] = {}
        for (element, model, quantity), cell in table.items():
            other = table.get((element, model, bottom))
            if quantity == top and other is not None and other.number:
                groups.setdefault(element if top[0] == "E" else "", []).append((cell, other))
        for members in groups.values():
            if len(members) < 3:  # a median of two says nothing
                continue
            middle = median(a.value / b.value for a, b in members)
            for a, b in members:
                gap = abs(a.value - middle * b.value)
                if gap > a.step + abs(middle) * b.step:
                    text = f"{top}/{bottom} = {a.value / b.value:.5g}, elsewhere {middle:.5g}"
                    yield "proportion", a.key, text
                    yield "proportion", b.key, text


_QUOTIENTS = (("R_p", "P3", "P2"), ("R_B", "B3", "B"))


def _quotients(table: Table) -> Iterator[Doubt]:
    """R_P = |P3/P2| and R_B = |B3/B|, within the digits of all three."""
    for name, top, bottom in _QUOTIENTS:
        for (element, model, quantity), cell in table.items():
            a, b = table.get((element, model, top)), table.get((element, model, bottom))
            if quantity != name or a is None or b is None:
                continue
            low = max(abs(a.value) - a.step, 0.0) / (abs(b.value) + b.step)
            high = (abs(a.value) + a.step) / max(abs(b.value) - b.step, 1e-12)
            if not low - cell.step <= abs(cell.value) <= high + cell.step:
                text = f"{a.printed}/{b.printed} is {low:.3g} to {high:.3g}, printed {cell.printed}"
                yield "quotient", cell.key, text


PAPER = Paper(
    key="soma1978",
    file="soma_1978",
    order=1,
    phase="bcc",
    rule=_rule,
    # Sums of energies come truncated; of these others some cells only round and some only truncate
    # to the print. The rest is rounded (``python -m data.rounding``).
    roundings={
        **dict.fromkeys(("E", "E0", "E2"), TRUNCATED),
        **dict.fromkeys(("V_S(200)", "V_S(211)", "E_coh", "P1", "E3", "R_E"), EITHER),
    },
    patterns=(
        Pattern(
            name="half",
            text="printed = ours / 2, within a tenth: the cells are half of the restricted sum "
            "that gives those of Na and K",
            quantities=("E3", "R_E"),
            models=("ha/vs", "ha/al"),
            elements=("Li", "Rb", "Cs"),
            factor=0.5,
            residual=0.1,
            is_relative=True,
        ),
    ),
    relations=_relations,
)
