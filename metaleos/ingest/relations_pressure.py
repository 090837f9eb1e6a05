"""Relations of compression: third-order constants against B', isotherms against the element."""

from __future__ import annotations

import re
from math import exp
from typing import TYPE_CHECKING

from metaleos.ingest.comparison import within

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from metaleos.ingest.comparison import Comparison, Fact

_VOLUME = re.compile(r"V = ([\d.]+) cm3/mol")


def third_order(best: Mapping[str, Fact]) -> Iterator[Comparison]:
    """B' of a cubic crystal is -(C111 + 6 C112 + 2 C123)/[3 (C11 + 2 C12)]."""
    names = ("c111", "c112", "c123", "c11", "c12")
    needed = [best.get(f"elastic_constant_{name}") for name in names]
    slope = best.get("bulk_modulus_derivative")
    if slope and all(needed):
        c111, c112, c123, c11, c12 = (fact.value for fact in needed if fact)
        found = -(c111 + 6.0 * c112 + 2.0 * c123) / (3.0 * (c11 + 2.0 * c12))
        first = best["elastic_constant_c111"]
        yield within("B' of third-order constants", first, found, slope.value, 0.3,
                     f"of {slope.source}")  # fmt: skip


def isotherms(facts: list[Fact], best: Mapping[str, Mapping[str, Fact]]) -> Iterator[Comparison]:
    """V0, B0 and B' of each isotherm against the element's, its points against its own form."""
    series: dict[str, dict[str, Fact]] = {}
    for fact in facts:
        if fact.quantity.startswith("isotherm_") and not fact.line.get("point"):
            series.setdefault(fact.line["series"], {})[fact.quantity] = fact
    for given in series.values():
        yield from _parameters(given, best[next(iter(given.values())).element])
    for fact in facts:
        if fact.quantity != "isotherm_pressure" or not fact.line.get("point"):
            continue
        at = _VOLUME.search(fact.line["state"])
        v0, b0, b1 = (
            series[fact.line["series"]][f"isotherm_{name}"].value
            for name in ("volume", "bulk_modulus", "derivative")
        )
        if at:
            expected = pressure(fact.line["form"], float(at[1]) / v0, b0, b1)
            # V has five digits: half a last one over 10 cm3/mol is 2.5e-3 of P at V/V0 = 0.98
            yield within("P of an isotherm", fact, fact.value, expected, 0.003, "GPa of its form")


def pressure(form: str, ratio: float, modulus: float, slope: float) -> float:
    """Return P at V/V0 in the unit of the modulus: Vinet's form or Birch's of third order.

    Typed apart from `data.from_calibrants`, which made the points that are held to it.
    """
    if form == "vinet":
        x = ratio ** (1.0 / 3.0)
        return float(3.0 * modulus * (1.0 - x) / x**2 * exp(1.5 * (slope - 1.0) * (1.0 - x)))
    y = ratio ** (-2.0 / 3.0)
    return float(1.5 * modulus * (y**3.5 - y**2.5) * (1.0 + 0.75 * (slope - 4.0) * (y - 1.0)))


def _parameters(given: Mapping[str, Fact], best: Mapping[str, Fact]) -> Iterator[Comparison]:
    volume, modulus = given.get("isotherm_volume"), given.get("isotherm_bulk_modulus")
    slope = given.get("isotherm_derivative")
    mass, density, known = (best.get(n) for n in ("atomic_mass", "density", "bulk_modulus"))
    if volume and mass and density:
        yield within("V0 of an isotherm", volume, volume.value, mass.value / density.value, 0.02,
                     f"cm3/mol of {density.source}")  # fmt: skip
    if modulus and known:
        yield within("B0 of an isotherm", modulus, modulus.value, known.value, 0.1,
                     f"GPa of {known.source}")  # fmt: skip
    if slope and (one := best.get("bulk_modulus_derivative")):
        yield within("B' of an isotherm", slope, slope.value, one.value, 0.3, f"of {one.source}")
