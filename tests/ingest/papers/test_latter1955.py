"""Latter 1955: scaled variables are those of hydrogen; its rows obey the virial theorem."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metaleos.constants import BOHR_M, BOLTZMANN_EV_K
from metaleos.ingest.papers.latter1955 import PAPER
from metaleos.ingest.papers.paper import Meaning, PrintedCell

READINGS = {("row 3(b)", "kT/Z^(4/3)"): 2.0, ("row 3(b)", "Z V"): 1e-22}
ERG_EV = 6.241509074e11


def meaning(quantity: str, name: str) -> Meaning:
    cell = {"label": "row 3(b)", "quantity": quantity, "property": name}
    return PAPER.rule(cell, READINGS)


def row(**changed: float) -> list[PrintedCell]:
    numbers = {
        "kT/Z^(4/3)": 2.0, "Z V": 1e-22, "P/Z^(10/3)": 2.0 * 1.2 / (3e-22 * ERG_EV),
        "E_kin/(Z kT)": 1.7, "-E_pot/(Z kT)": 2.2, "E_tot/(Z kT)": -0.5,
    }  # fmt: skip
    numbers |= changed
    return [
        PrintedCell(name, "latter1955", "I", "", "tf", "row 3(b)", name, "", "", number,
                    1e-3 * abs(number))
        for name, number in numbers.items()
    ]  # fmt: skip


def test_two_columns_are_the_state_of_the_others() -> None:
    for quantity, name in (("kT/Z^(4/3)", "scaled_temperature"), ("Z V", "scaled_volume")):
        assert (meaning(quantity, name).role, meaning(quantity, name).publish) == ("state", False)
    place = meaning("P/Z^(10/3)", "scaled_pressure").place
    assert place.temperature == pytest.approx(2.0 / BOLTZMANN_EV_K)
    assert place.volume == pytest.approx(1e-28 / BOHR_M**3)


def test_energies_are_of_hydrogen_and_over_kt_the_potential_one_with_its_sign_reversed() -> None:
    kinetic = meaning("E_kin/(Z kT)", "kinetic_energy")
    assert (kinetic.element, kinetic.scale, kinetic.unit) == ("H", 2.0, "eV/atom")
    assert meaning("-E_pot/(Z kT)", "potential_energy").scale == -2.0
    pressure = meaning("P/Z^(10/3)", "scaled_pressure")
    assert (pressure.property, pressure.scale, pressure.publish) == ("pressure", 1.0, True)


def test_a_key_holds_the_number_of_the_row() -> None:
    cell = {"source": "latter1955", "table": "I", "element": "", "model": "tf",
            "label": "row 3(b) FMT1949", "quantity": "Z V"}  # fmt: skip
    assert PAPER.cell_key(cell) == "latter1955:I:tf:3(b):Z V"
    assert PAPER.model("tf") == "tf/exact"


def test_digits_of_a_state_move_the_temperature_or_the_volume_of_its_row() -> None:
    heat = PAPER.state_steps({"property": "scaled_temperature", "unit": "eV"}, 0.5)
    assert heat == {"temperature": pytest.approx(0.5 / BOLTZMANN_EV_K)}
    size = PAPER.state_steps({"property": "scaled_volume", "unit": "cm3"}, 1e-25)
    assert size == {"volume": pytest.approx(1e-31 / BOHR_M**3)}


def test_a_row_that_breaks_its_sum_or_the_virial_theorem_is_told() -> None:
    assert not list(PAPER.relations(row()))
    assert {found[0] for found in PAPER.relations(row(**{"E_tot/(Z kT)": -0.6}))} == {"sum"}
    pressure = row()[2]
    wrong = [cell if cell.quantity != pressure.quantity else
             replace(cell, number=1.05 * pressure.value) for cell in row()]  # fmt: skip
    assert {found[0] for found in PAPER.relations(wrong)} == {"virial"}


@pytest.mark.parametrize("quantity", [cell.quantity for cell in row()])
def test_a_row_that_lacks_a_number_is_held_to_what_it_has(quantity: str) -> None:
    lacking = [replace(c, number=None) if c.quantity == quantity else c for c in row()]
    assert not list(PAPER.relations(lacking))
