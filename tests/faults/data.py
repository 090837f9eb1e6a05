"""Faults in facts and printed cells: a digit, a factor, some per cent, two rows exchanged."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from metaleos.ingest.relations import BANDS
from tests.faults.code import Fault

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator
    from pathlib import Path

FACTS = "metaleos/ingest/data/facts"
PAPERS = "metaleos/ingest/data/papers"
UNPAIRED = {
    "electrical_resistivity": 0.1, "sound_speed_solid": 0.1, "boiling_temperature": 0.02,
    "critical_temperature": 0.1, "transition_temperature": 0.01, "transition_enthalpy": 0.1,
    "entropy_solid": 0.02, "heat_capacity_liquid": 0.05, "debye_temperature_phonon": 0.1,
    "debye_temperature": 0.1, "grueneisen_parameter_lattice": 0.1, "elastic_constant_c111": 0.1,
    "elastic_constant_c112": 0.1, "elastic_constant_c123": 0.2,
}  # fmt: skip
"""Of quantities with one source: how far a second might lie, guessed. Shares rest on it: without
these guesses some three per cent fewer wrong facts are noticed."""
LEAST = 0.02
"""Relative change of a quantity without a band."""


def least(quantity: str) -> float:
    """Return the relative change that makes a value wrong."""
    return BANDS.get(quantity) or UNPAIRED.get(quantity, LEAST)


def fact_faults(root: Path, rng: random.Random) -> Iterator[Fault]:
    """Yield wrong facts without end, each beyond what two sources differ by.

    Points of curves are left out: there are more of them than of all the rest.
    """
    table = [
        (path, number)
        for path in sorted((root / FACTS).glob("*.csv"))
        for number, fields in _numbers(path, "value")
        if not fields.get("point")
    ]
    while True:
        path, number = rng.choice(table)
        fields = dict(_numbers(path, "value"))[number]
        value = float(fields["value"])
        kind = rng.choice(("digit", "factor", "per cent", "exchanged"))
        if kind == "digit":
            new = _digit(fields["value"], rng)
        elif kind == "exchanged":
            others = [f for n, f in _numbers(path, "value") if abs(n - number) < 9
                      and f["quantity"] == fields["quantity"]]  # fmt: skip
            new = rng.choice(others)["value"]
        else:
            choices = (0.1, 0.5, 2.0, 10.0) if kind == "factor" else (0.9, 0.95, 1.05, 1.1)
            new = f"{value * rng.choice(choices):.6g}"
        if value and abs(float(new) / value - 1.0) > least(fields["quantity"]):
            yield _cell(path, root, number, ("value",), new, kind)


def cell_faults(root: Path, rng: random.Random) -> Iterator[Fault]:
    """Yield wrong digits of printed cells without end: the string and its number."""
    files = sorted((root / PAPERS).glob("*.csv"))
    table = [(path, n) for path in files for n, f in _numbers(path, "parsed")
             if f["printed"] == f["parsed"]]  # fmt: skip
    while True:
        path, number = rng.choice(table)
        fields = dict(_numbers(path, "parsed"))[number]
        yield _cell(path, root, number, ("printed", "parsed"), _digit(fields["printed"], rng),
                    "digit")  # fmt: skip


def _numbers(path: Path, column: str) -> list[tuple[int, dict[str, str]]]:
    found = []
    with path.open(encoding="utf-8", newline="") as stream:
        for number, fields in enumerate(csv.DictReader(stream), start=1):
            try:
                float(fields[column])
            except ValueError:
                continue
            found.append((number, fields))
    return found


def _digit(text: str, rng: random.Random) -> str:
    """Change one of the first three digits that count."""
    places = [k for k, sign in enumerate(text) if sign.isdigit()]
    first = next((k for k in places if text[k] != "0"), places[0])
    k = rng.choice([k for k in places if k >= first][:3])
    return text[:k] + rng.choice([d for d in "0123456789" if d != text[k]]) + text[k + 1 :]


def _cell(
    path: Path, root: Path, number: int, columns: tuple[str, ...], new: str, kind: str
) -> Fault:
    """Return the fault that writes `new` into columns of one row; rows have no line breaks."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    header = next(csv.reader([lines[0]]))
    fields = next(csv.reader([lines[number]]))
    about = " ".join(fields[header.index(c)] for c in ("element", "quantity", "source"))
    about += f", {fields[header.index(columns[0])]} -> {new}"
    for column in columns:
        fields[header.index(column)] = new
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerow(fields)
    start = sum(map(len, lines[:number]))
    name = path.relative_to(root).as_posix()
    return Fault(name, kind, number + 1, start, start + len(lines[number]), lines[number],
                 stream.getvalue(), about)  # fmt: skip
