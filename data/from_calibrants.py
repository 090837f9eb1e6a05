"""Read the pressure scales of metals that burnman holds into inputs/isotherms.csv.

Runs in an environment of its own (never a dependency of metaleos)::

    pip install burnman==2.1.0
    python -m data.from_calibrants data/inputs

Only parameters are taken, each under the paper that the package names, and points on the isotherm
are computed from them here. What it writes is kept, so that a rebuild does not need the package.
"""

from __future__ import annotations

import csv
import inspect
import pkgutil
import sys
from importlib import import_module
from importlib.metadata import version
from math import exp, isclose
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.from_packages import COLUMNS, Row, fact

if TYPE_CHECKING:
    from collections.abc import Iterator

ELEMENTS = {"Ag", "Al", "Au", "Co", "Cu", "Fe", "Mo", "Ni", "Pt", "Re", "Ta", "W"}
PHASES = {"Ag": "fcc", "Al": "fcc", "Au": "fcc", "Cu": "fcc", "Mo": "bcc", "Ni": "fcc", "Pt": "fcc",
          "Re": "hcp", "Ta": "bcc", "W": "bcc"}  # fmt: skip
"""Structures of the metals that have one, where the name of the scale does not say it."""
RATIOS = (0.98, 0.95, 0.9, 0.85, 0.8, 0.75)
THEORY = {"Tsuchiya_2003"}
"""Scales that are computed by electron theory."""


def scales() -> Iterator[Row]:
    """Parameters of isotherms, kept together by `series`, and points on them."""
    package = import_module("burnman.calibrants")
    for item in pkgutil.iter_modules(package.__path__):
        module = import_module(f"burnman.calibrants.{item.name}")
        for name, made in inspect.getmembers(module, inspect.isclass):
            element, _, phase = name.partition("_")
            own = made.__module__ == module.__name__
            if own and element in ELEMENTS and item.name not in THEORY:
                calibrant: Any = made()
                if "K_0" in calibrant.params:
                    yield from isotherm(element, phase or PHASES[element], item.name, name,
                                        calibrant)  # fmt: skip


def isotherm(element: str, phase: str, stem: str, name: str, calibrant: Any) -> Iterator[Row]:
    """Return one isotherm: its parameters, and points on it where its form is known."""
    held = calibrant.params
    volume, modulus, slope = held["V_0"] * 1e6, held["K_0"] / 1e9, held["Kprime_0"]
    key = stem.lower().replace("_", "")
    form = form_of(calibrant)
    common: dict[str, Any] = {
        "source": key, "temperature": f"{held['T_0']:g}", "phase": phase,
        "carrier": f"burnman {version('burnman')}", "carrier_license": "GPL-2.0-or-later",
        "table": f"{stem}.{name}", "series": f"{element}-{phase}-{key}", "form": form,
        "state": f"isotherm, {form or 'a form of its own'}",
    }  # fmt: skip
    yield fact(element, "isotherm_volume", f"{volume:.6g}", "cm3/mol", **common)
    yield fact(element, "isotherm_bulk_modulus", f"{modulus:.5g}", "GPa", **common)
    yield fact(element, "isotherm_derivative", f"{slope:.4g}", "1", **common)
    for number, ratio in enumerate(RATIOS if form else (), 1):
        common["state"] = f"V = {ratio * volume:.5g} cm3/mol, V/V0 = {ratio}, {form}"
        yield fact(
            element, "isotherm_pressure", f"{pressure(form, ratio, modulus, slope):.5g}", "GPa",
            status="computed", point=str(number), confidence="medium",
            note="computed here from the parameters; how far the data went is not carried",
            **common,
        )  # fmt: skip


def form_of(calibrant: Any) -> str:
    """Return which form the pressures of the package have at the reference temperature."""
    held = calibrant.params
    for form in ("vinet", "birch-murnaghan 3"):
        ours = [pressure(form, ratio, held["K_0"], held["Kprime_0"]) for ratio in RATIOS]
        theirs = [calibrant.pressure(ratio * held["V_0"], held["T_0"]) for ratio in RATIOS]
        if all(isclose(a, b, rel_tol=1e-4) for a, b in zip(ours, theirs, strict=True)):
            return form
    return ""


def pressure(form: str, ratio: float, modulus: float, slope: float) -> float:
    """Return P of V/V0 = `ratio` in the unit of the modulus: Vinet, or Birch-Murnaghan."""
    if form == "vinet":
        x: float = ratio ** (1 / 3)
        return 3 * modulus * (1 - x) / x**2 * exp(1.5 * (slope - 1) * (1 - x))
    y: float = ratio ** (-1 / 3)
    return 1.5 * modulus * (y**7 - y**5) * (1 + 0.75 * (slope - 4) * (y**2 - 1))


def main(inputs: Path) -> None:
    """Write isotherms.csv."""
    with (inputs / "isotherms.csv").open("w", encoding="utf-8", newline="") as handle:
        columns = (*COLUMNS, "series", "form", "point")
        writer = csv.DictWriter(handle, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(scales())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
