"""The printed tables, cell by cell, and what each cell is to the catalog.

Every cell is kept as printed (`CellRow`). From its corrected reading it becomes a parameter of a
theory, a published value, or an observation, as the rules of its paper say.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from math import floor, log10
from typing import TYPE_CHECKING, Literal

from metaleos.constants import BOLTZMANN_EV_K
from metaleos.errors import FactError, MetaleosError
from metaleos.ingest.reader import Line, optional_float, read_lines, shipped
from metaleos.ingest.rows import CellRow, ObservationRow, ParameterRow, PublishedRow
from metaleos.properties import common
from metaleos.units import convert

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaleos.ingest.rows import Row

_COLUMNS = (
    "source", "table", "element", "model", "label", "quantity", "property", "term", "state",
    "printed", "parsed", "unit", "reading", "note",
)  # fmt: skip
_MANTISSA = re.compile(r"\d+[.,]?\d*")


@dataclass(frozen=True)
class Place:
    """Where a published value holds, as far as the paper says."""

    at_reference: bool = False
    temperature: float | None = None
    volume: float | None = None
    density: float | None = None
    structure: str = ""


@dataclass(frozen=True)
class Meaning:
    """What one cell becomes: its role, and the published value it stands for."""

    role: Literal["parameter", "published", "observation", "state"]
    place: Place = field(default_factory=Place)
    element: str = ""
    model: str = ""
    scale: float = 1.0
    unit: str = ""
    publish: bool = False


Rule = Callable[[dict[str, str], "Context"], Meaning]


@dataclass(frozen=True)
class Context:
    """What a rule may look up: the other cells of the same row of a table."""

    siblings: dict[tuple[str, str], float]

    def sibling(self, label: str, quantity: str) -> float:
        """Return the reading of `quantity` in the row called `label`."""
        return self.siblings[label, quantity]


def _soma(cell: dict[str, str], _: Context) -> Meaning:
    place = Place(at_reference=True, structure="bcc")
    if cell["model"] == "observed":
        return Meaning(role="observation", place=place)
    if cell["table"] == "II" and cell["model"] != "ah":
        return Meaning(role="parameter", place=place, publish=True)
    return Meaning(role="published", place=place, publish=True)


def _bretonnet(cell: dict[str, str], _: Context) -> Meaning:
    place = Place(at_reference=True)
    if cell["model"] == "observed":
        return Meaning(role="observation", place=place)
    if cell["table"] in {"I", "II", "III"}:
        result = cell["quantity"] in {"P_d", "P_HS", "R_c"}
        return Meaning(role="parameter", place=place, publish=result)
    return Meaning(role="published", place=place, publish=True)


def _latter(cell: dict[str, str], context: Context) -> Meaning:
    # Rows hold scaled variables of any element: they are those of hydrogen, Z = 1.
    kt = context.sibling(cell["label"], "kT/Z^(4/3)")
    volume = convert(context.sibling(cell["label"], "Z V"), "cm3", "bohr3")
    place = Place(temperature=kt / BOLTZMANN_EV_K, volume=volume)
    if cell["property"] in {"scaled_temperature", "scaled_volume"}:
        return Meaning(role="state", place=place)
    known = Meaning(role="published", place=place, element="H", model="tf/exact", publish=True)
    if cell["property"] == "scaled_pressure":
        return known
    # Energies stand over Z kT, and the column of the potential energy with its sign reversed.
    sign = -1.0 if cell["quantity"].startswith("-") else 1.0
    return replace(known, scale=sign * kt, unit="eV/atom")


@cache
def _perrot_density(element: str) -> float:
    for line in read_lines(shipped("parameters", "tfd.csv"), ("element", "name", "value")):
        if line.fields["element"] == element and line.fields["name"] == "reference_density":
            return float(line.fields["value"])
    raise FactError(f"parameters/tfd.csv holds no reference_density of {element}")


def _perrot(cell: dict[str, str], _: Context) -> Meaning:
    match = re.fullmatch(r"T=(\S+) eV; compression=(\S+)", cell["state"])
    if match is None:
        raise FactError(f"state {cell['state']!r} is not 'T=... eV; compression=...'")
    place = Place(
        temperature=float(match.group(1)) / BOLTZMANN_EV_K,
        density=float(match.group(2)) * _perrot_density(cell["element"]),
    )
    model = "tf/exact" if cell["model"] == "tf" else cell["model"]
    return Meaning(role="published", place=place, model=model, publish=True)


PAPERS: dict[str, Rule] = {
    "soma_1978": _soma,
    "bretonnet_derouiche_1990": _bretonnet,
    "latter_1955": _latter,
    "perrot_1979": _perrot,
}
"""The rule of every paper, by the name of its file."""

_PROPERTY = {"scaled_pressure": "pressure"}


def shipped_cells() -> Iterator[Row]:
    """Yield every cell of every paper, and the parameters, published values and observations."""
    for name, rule in PAPERS.items():
        lines = list(read_lines(shipped("papers", f"{name}.csv"), _COLUMNS))
        siblings = {
            (line.fields["label"], line.fields["quantity"]): value
            for line in lines
            if (value := _value(line.fields)) is not None
        }
        context = Context(siblings)
        for line in lines:
            try:
                yield from _rows(line, rule(line.fields, context))
            except (KeyError, ValueError, MetaleosError) as error:
                raise FactError(f"papers/{name}.csv, line {line.number}: {error}") from None


def _value(cell: dict[str, str]) -> float | None:
    return optional_float(cell["reading"] or cell["parsed"])


def cell_id(cell: dict[str, str]) -> str:
    """Return the key of a cell: source, table, element, model or label, quantity, state."""
    parts = [cell[name] for name in ("source", "table", "element", "model", "quantity")]
    if cell["source"] == "latter1955":
        parts[-1:] = [cell["label"].split(" ")[1], cell["quantity"]]
    elif cell["source"] == "perrot1979":
        parts.append(cell["state"])
    return ":".join(part for part in parts if part)


def _rows(line: Line, meaning: Meaning) -> Iterator[Row]:
    cell = line.fields
    unit = cell["unit"] or "1"
    parsed = optional_float(cell["parsed"])
    key = cell_id(cell)
    digits, step = precision(cell["printed"], parsed)
    yield CellRow(
        id=key,
        source=cell["source"],
        table_no=cell["table"],
        line=line.number,
        element=cell["element"] or None,
        model=cell["model"],
        label=cell["label"],
        quantity=cell["quantity"],
        property=cell["property"],
        term=cell["term"],
        state=cell["state"],
        printed=cell["printed"],
        unit=unit,
        digits=digits,
        step=step,
        parsed=parsed,
        reading=optional_float(cell["reading"]),
        why=cell["note"],
        role=meaning.role,
    )
    value = _value(cell)
    if meaning.role == "parameter" and value is not None:
        yield _parameter(key, cell, value, unit)
    if meaning.role == "observation" and value is not None:
        yield _observation(key, cell, value, unit)
    if meaning.publish:
        yield _published(key, cell, value, meaning)


def _parameter(key: str, cell: dict[str, str], value: float, unit: str) -> ParameterRow:
    theory, _, variant = cell["model"].partition("/")
    return ParameterRow(
        id=f"{theory}/{variant or '*'}/{cell['element']}/*/{cell['quantity']}",
        theory=theory,
        variant=variant or "*",
        element=cell["element"],
        convention="*",
        name=cell["quantity"],
        value=value,
        unit=unit,
        printed=cell["printed"],
        source=cell["source"],
        locator=f"Table {cell['table']}",
        cell=key,
        note=cell["note"],
    )


def _observation(key: str, cell: dict[str, str], value: float, unit: str) -> ObservationRow:
    stored = common()[cell["property"]].unit
    return ObservationRow(
        id=key,
        element=cell["element"],
        property=cell["property"],
        value=convert(value, unit, stored),
        text="",
        printed=cell["printed"],
        printed_unit=unit,
        uncertainty=None,
        temperature=None,
        phase="liquid" if cell["source"] == "bretonnet1990" else "bcc",
        state=cell["state"],
        source=cell["source"],
        locator=f"Table {cell['table']}",
        carrier="the paper",
        status="verified",
        confidence="medium",
        rank=90 + int(cell["quantity"][-1] if cell["quantity"][-1].isdigit() else 0),
        note=cell["note"],
    )


def _published(
    key: str, cell: dict[str, str], value: float | None, meaning: Meaning
) -> PublishedRow:
    name = _PROPERTY.get(cell["property"], cell["property"])
    unit = meaning.unit or cell["unit"] or "1"
    stored = common()[name].unit
    return PublishedRow(
        id=key,
        cell=key,
        source=cell["source"],
        locator=f"Table {cell['table']}",
        element=meaning.element or cell["element"],
        model=meaning.model or cell["model"],
        property=name,
        term=cell["term"],
        value=None if value is None else convert(value * meaning.scale, unit, stored),
        printed=cell["printed"],
        printed_unit=cell["unit"] or "1",
        at_reference=meaning.place.at_reference,
        temperature=meaning.place.temperature,
        volume=meaning.place.volume,
        density=meaning.place.density,
        structure=meaning.place.structure,
        note=cell["note"],
    )


def precision(printed: str, parsed: float | None) -> tuple[int, float]:
    """Return the significant digits of a printed string and one unit of its last digit."""
    longest = max(_MANTISSA.findall(printed), key=len, default="")
    if not longest or parsed is None:
        return 0, 0.0
    mantissa = longest.replace(",", ".")
    decimals = len(mantissa.partition(".")[2])
    digits = len(mantissa.replace(".", "").lstrip("0")) or 1
    number = float(mantissa)
    power = 0 if number == 0 else round(log10(abs(parsed) / number)) if parsed else 0
    step = 10.0 ** (power - decimals)
    if parsed and not 0 <= floor(log10(abs(parsed) / step)) - digits + 2 <= 2:
        raise FactError(f"printed {printed!r} does not say {parsed}")
    return digits, step
