"""How an answer is shown: other units, chosen columns, another order, fewer rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from metaleos.catalog.text.columns import column_spec, expand, flat_names
from metaleos.catalog.text.record import BESIDE, Record, State
from metaleos.constants import BOLTZMANN_EV_K
from metaleos.errors import UnitError, UnknownNameError, UsageError
from metaleos.properties import property_named
from metaleos.solvers.registry import properties
from metaleos.units import ENERGY, TEMPERATURE, Dimension, conversion_factor, parse_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metaleos.catalog.ask.answer import Answer
    from metaleos.catalog.states.selection import Output

_Answer = TypeVar("_Answer", bound="Answer")

_VALID: dict[str, tuple[Dimension, str]] = {
    "energy": (ENERGY, "eV, Ry, Ha, kJ/mol"),
    "pressure": (Dimension(-1, 1, -2), "GPa, Mbar, dyn/cm2"),
    "length": (Dimension(length=1), "bohr, A"),
    "volume": (Dimension(length=3), "bohr3, A3, cm3/mol"),
    "density": (Dimension(-3, 1), "g/cm3, kg/m3"),
    "number_density": (Dimension(length=-3), "1/bohr3, 1/A3"),
    "temperature": (TEMPERATURE, "K, eV (as kT)"),
    "entropy": (Dimension(2, 1, -2, -1), "kB, J/mol/K"),
    "mass": (Dimension(mass=1), "u, g"),
    "velocity": (Dimension(1, 0, -1), "km/s"),
    "frequency": (Dimension(time=-1), "THz"),
    "wavevector": (Dimension(length=-1), "1/bohr, 1/A"),
}
DIMENSIONS = {word: dimension for word, (dimension, _) in _VALID.items()}
"""Words that mean every quantity of a dimension."""


def shape(answer: _Answer, output: Output, count: int | None = None) -> _Answer:
    """Return the answer in other units, ordered, cut and with chosen columns.

    Units apply to values, error estimates, published and observed values, and states. `count` is
    the number of rows that there are, where the answer has but the first.

    Raises
    ------
    UnknownNameError, UnitError, UsageError
    """
    if not output:
        return answer
    if answer.records and not answer.values:
        return _plain_shape(answer, output)
    records = answer.values
    spec = column_spec(output.columns)
    if output.units:
        records = _converted(records, parse_units(output.units))
    known = flat_names(records)
    for name in spec:
        expand(name.lstrip("+-"), known)
    if output.sort:
        records = _sorted(records, output.sort, known)
    notices = list(answer.notices)
    sources = answer.sources
    there = len(records) if count is None else count
    if output.limit is not None and output.limit < there:
        notices += cut_notice(output.limit, there)
        records = records[: output.limit]
        sources = _cited(answer, records)
    return replace(answer, records=records, sources=sources, notices=notices, columns=tuple(spec))


def _plain_shape(answer: _Answer, output: Output) -> _Answer:
    """Return rows of another kind ordered, cut and with chosen columns; they have no units."""
    rows, names = answer.rows(), list(answer.records[0])  # type: ignore[arg-type]  # dicts
    spec = column_spec(output.columns)
    order = [part.strip() for part in (output.sort or "").split(",") if part.strip()]
    for name in (*spec, *order):
        if name.lstrip("+-") not in names:
            raise UnknownNameError(
                "column", name.lstrip("+-"), names, f"(valid: {', '.join(names)})"
            )
    for part in reversed(order):
        rows = _by_cell(rows, part.lstrip("+-"), backwards=part.startswith("-"))
    headings = dict(answer.headings)
    if spec and spec[0][0] not in "+-":
        headings = {name: headings.get(name, name) for name in spec}
        rows = [{name: row[name] for name in spec} for row in rows]
    elif spec:
        added = {name[1:]: name[1:] for name in spec if name[0] == "+"}
        dropped = {name[1:] for name in spec if name[0] == "-"}
        headings = {k: word for k, word in {**headings, **added}.items() if k not in dropped}
    notices = list(answer.notices)
    if output.limit is not None:
        notices += cut_notice(output.limit, len(rows))
        rows = rows[: output.limit]
    return replace(answer, records=rows, notices=notices, headings=headings)


def _by_cell(rows: list[dict[str, Any]], name: str, *, backwards: bool) -> list[dict[str, Any]]:
    """Return rows in the order of a column, nothing last."""
    full = [row for row in rows if row[name] is not None]
    full.sort(key=lambda row: _sort_key(row[name]), reverse=backwards)
    return full + [row for row in rows if row[name] is None]


def cut_notice(limit: int, there: int) -> list[str]:
    """Return the line that tells how many rows are not shown, or nothing."""
    return [f"{limit} of {there} rows shown (--limit)"] if limit < there else []


# Units --------------------------------------------------------------------------------------


def parse_units(units: str | Mapping[str, str]) -> dict[str, str]:
    """Read ``pressure=Mbar,energy=Ry`` and check every name and unit.

    Raises
    ------
    UsageError, UnknownNameError, UnitError
    """
    pairs = units.items() if isinstance(units, Mapping) else _pairs(units)
    changes: dict[str, str] = {}
    for name, unit in pairs:
        if not (isinstance(name, str) and isinstance(unit, str)):
            raise UsageError(f"units: {name!r}: {unit!r} is no text", "for example pressure: Mbar")
        word = name.strip().casefold().replace("-", "_")
        wanted = unit.strip()
        if word in DIMENSIONS:
            _check_dimension(word, wanted)
        else:
            word = property_named(
                name, properties(), kind="property or dimension", more=DIMENSIONS,
                hint=f"(dimensions: {', '.join(DIMENSIONS)})",
            )  # fmt: skip
            _check_unit(properties()[word].unit, wanted)
        changes[word] = wanted
    return changes


def _pairs(text: str) -> list[tuple[str, str]]:
    pairs = []
    for part in text.split(","):
        name, equals, unit = part.partition("=")
        if not equals or not name.strip() or not unit.strip():
            raise UsageError(
                f"--units {part.strip()!r} is not name=unit", "for example pressure=Mbar,energy=Ry"
            )
        pairs.append((name, unit))
    return pairs


def _check_unit(stored: str, wanted: str) -> None:
    kelvin = parse_unit(stored).dimension == TEMPERATURE
    if not (kelvin and parse_unit(wanted).dimension == ENERGY):
        conversion_factor(wanted, stored)  # this way round, the message blames what was typed


def _check_dimension(word: str, unit: str) -> None:
    found = parse_unit(unit).dimension
    if found != DIMENSIONS[word] and not (word == "temperature" and found == ENERGY):
        raise UnitError(f"--units: {unit!r} is not a unit of {word}", f"valid: {_VALID[word][1]}")


def _factor(source: str, target: str) -> float:
    if parse_unit(source).dimension == TEMPERATURE and parse_unit(target).dimension == ENERGY:
        return BOLTZMANN_EV_K * conversion_factor(source, "K") * conversion_factor("eV", target)
    return conversion_factor(source, target)


def _target(name: str, unit: str, changes: Mapping[str, str]) -> str:
    """Return the unit wanted for a quantity; its own name stands before its dimension."""
    dimension = parse_unit(unit).dimension
    if name in changes and name not in DIMENSIONS:
        return changes[name]
    for word, wanted in changes.items():
        if dimension == DIMENSIONS.get(word):
            return wanted
    return unit


def _converted(records: Sequence[Record], changes: Mapping[str, str]) -> list[Record]:
    # Rows of one state share its dict before and after.
    states: dict[int, State] = {}
    found = []
    for record in records:
        before = id(record.state)
        if before not in states:
            states[before] = {
                key: _state_in_units(key, cell, changes) for key, cell in record.state.items()
            }
        found.append(_in_units(record, changes, states[before]))
    return found


def _in_units(record: Record, changes: Mapping[str, str], state: State) -> Record:
    target = _target(record.property, record.unit, changes)
    factor = _factor(record.unit, target)

    def converted(number: float | None) -> float | None:
        return None if number is None else number * factor

    beside = {
        kind: [
            {**item, "unit": target}
            | {
                name: item[name] * _factor(item["unit"], target)
                for name in ("value", "reading", "uncertainty")
                if item.get(name) is not None
            }
            for item in record.beside(kind)
        ]
        for kind in BESIDE
    }
    return replace(
        record,
        value=converted(record.value),
        error_estimate=converted(record.error_estimate),
        unit=target,
        state=state,
        published=beside["published"],
        observed=beside["observed"],
        reference=beside["reference"],
        against=record.against
        and replace(record.against, deviation=converted(record.against.deviation)),
    )


def _state_in_units(name: str, cell: dict[str, Any], changes: Mapping[str, str]) -> dict[str, Any]:
    value, unit = cell["value"], cell["unit"]
    if unit == "1" or not isinstance(value, float):
        return cell
    target = _target(name, unit, changes)
    return cell if target == unit else {"value": value * _factor(unit, target), "unit": target}


# Order and number ---------------------------------------------------------------------------


def _sorted(records: Sequence[Record], sort: str, known: Mapping[str, list[str]]) -> list[Record]:
    rows = list(records)
    # Stable sorts from the last key to the first give the first the last word.
    for part in reversed([piece.strip() for piece in sort.split(",") if piece.strip()]):
        name = part.lstrip("+-")
        expand(name, known)
        cells = [(_sort_cell(row, name), row) for row in rows]
        empty = [row for cell, row in cells if cell is None]
        full = [(cell, row) for cell, row in cells if cell is not None]
        full.sort(key=lambda pair: _sort_key(pair[0]), reverse=part.startswith("-"))
        rows = [row for _, row in full] + empty
    return rows


def _sort_cell(row: Record, name: str) -> Any:
    plain = name.partition(" [")[0]
    if plain in row.state:
        return row.state[plain]["value"]
    if plain == "state":
        return str(row.state)
    return row.flat().get(plain)


def _sort_key(cell: Any) -> tuple[bool, Any]:
    return (True, cell) if isinstance(cell, (int, float)) else (False, str(cell).casefold())


def _cited(answer: Answer, records: Sequence[Record]) -> list[dict[str, Any]]:
    used = {record.source for record in records}
    used |= {item["source"] for row in records for kind in BESIDE for item in row.beside(kind)}
    return [item for item in answer.sources if item["key"] in used]
