"""Write docs/data.md: what is measured, source by property by element, and why the rest is not.

Run as ``python -m data coverage``, behind the facts.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from typing import TYPE_CHECKING

from metaleos.catalog.ask.coverage import GOAL
from metaleos.properties import common

if TYPE_CHECKING:
    from pathlib import Path

METALS = (
    "Li", "Na", "K", "Rb", "Cs", "Sc", "Ti", "V", "Cr", "Mn", "Fe", "Co", "Ni", "Cu", "Y", "Zr",
    "Nb", "Mo", "Tc", "Ru", "Rh", "Pd", "Ag", "La", "Hf", "Ta", "W", "Re", "Os", "Ir", "Pt", "Au",
)  # fmt: skip
"""Metals of `ha` and `wh`."""
MORE = {
    "grueneisen_parameter_lattice": "gamma", "debye_temperature_phonon": "Theta_2",
    "sound_speed_solid": "c", "electrical_resistivity": "rho_el", "boiling_temperature": "T_b",
    "isotherm_pressure": "P(V)", "hugoniot_c0": "c0, s", "shock_velocity": "shock",
    "radial_distribution": "g(r)", "packing_fraction": "eta",
}  # fmt: skip
LETTERS = {"primary": "p", "cited": "c", "uncited": "u", "computed": "d", "recalled": "r",
           "predicted": "e", "convention": "v"}  # fmt: skip
HEAD = """# What is measured

Written by `python -m data coverage` from the facts and `data/inputs/absences.csv`: mend it there.
`metaleos elements --coverage` and the view `v_coverage` say the same of your catalog.

Of the {goal} properties that every metal should have, the {metals} metals of `ha` and `wh` lack
{empty} of {cells} cells ({share:.1f} % are filled). Most is lacking of: {worst}.
There are {facts} measured values and constants of {properties} properties, from {sources} sources.

## By element

A cell holds the evidence of the preferred value and how many sources there are: {letters}.
An empty cell has its reason [below](#what-is-missing).

"""


def read(path: Path) -> list[dict[str, str]]:
    """Return the rows of a csv file."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def table(headings: list[str], rows: list[list[str]]) -> str:
    """Return a table of Markdown."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def build(inputs: Path, package: Path) -> None:
    """Write `docs/data.md` beside `package`, whose facts must be there."""
    symbols = [row["symbol"] for row in read(inputs / "elements.csv")]
    held: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for path in sorted((package / "ingest/data/facts").glob("*.csv")):
        for row in read(path):
            held[row["element"], row["quantity"]].append(row)
    columns = GOAL | MORE
    empty = {name: [s for s in METALS if (s, name) not in held] for name in GOAL}
    lacking = sorted(empty, key=lambda name: -len(empty[name]))[:3]
    cells = len(METALS) * len(GOAL)
    lost = sum(map(len, empty.values()))
    rows = [row for group in held.values() for row in group]
    text = HEAD.format(
        goal=len(GOAL), metals=len(METALS), empty=lost, cells=cells,
        share=100 * (cells - lost) / cells, facts=len(rows),
        worst=", ".join(f"{name} ({len(empty[name])} of {len(METALS)})" for name in lacking),
        properties=len({name for _, name in held}), sources=len({row["source"] for row in rows}),
        letters=", ".join(f"{letter} {word}" for word, letter in LETTERS.items()),
    )  # fmt: skip
    text += table(
        ["element", *columns.values()],
        [[s, *(_cell(held.get((s, name), [])) for name in columns)] for s in symbols],
    )
    text += "\n## By source\n\nElements that have a value, values, and elements of each source.\n\n"
    text += table(
        ["property", "elements", "values", "sources"],
        [_sources(name, symbols, held) for name in sorted({name for _, name in held})],
    )
    text += "\n## What is missing\n\n`*`: all other elements without a value.\n\n"
    text += table(
        ["property", "elements", "why, and what was tried"],
        [[f"`{row['property']}`", row["elements"].replace("*", "`*`"), row["reason"]]
         for row in read(inputs / "absences.csv")],
    )  # fmt: skip
    (package.parent / "docs").mkdir(exist_ok=True)
    (package.parent / "docs/data.md").write_text(text, encoding="utf-8")


def _cell(rows: list[dict[str, str]]) -> str:
    if not rows:
        return ""
    best = min(rows, key=lambda row: int(row["rank"]))
    return f"{LETTERS[best['evidence']]}{len({row['source'] for row in rows})}"


def _sources(
    name: str, symbols: list[str], held: dict[tuple[str, str], list[dict[str, str]]]
) -> list[str]:
    members: dict[str, set[str]] = defaultdict(set)
    rows = [row for s in symbols for row in held.get((s, name), [])]
    for row in rows:
        members[row["source"]].add(row["element"])
    order = sorted(members, key=lambda key: (-len(members[key]), key))
    unit = common()[name].unit
    said = ", ".join(f"{key} {len(members[key])}" for key in order)
    heading = f"`{name}`" + (f" [{unit}]" if unit != "1" else "")
    return [heading, str(len({row["element"] for row in rows})), str(len(rows)), said]
