"""Perrot 1979: a state is a temperature and a compression; its three models are neighbours."""

from __future__ import annotations

import pytest

from metaleos.constants import BOLTZMANN_EV_K
from metaleos.errors import FactError
from metaleos.ingest.papers.paper import PrintedCell
from metaleos.ingest.papers.perrot1979 import PAPER

STATE = "T=10 eV; compression=0.5"


def energies(**numbers: float) -> list[PrintedCell]:
    return [
        PrintedCell(model, "perrot1979", "I", "Be", model, "", "E", STATE, "", number, 0.01)
        for model, number in numbers.items()
    ]


def test_a_state_is_a_temperature_and_a_part_of_the_normal_density() -> None:
    meaning = PAPER.rule({"element": "Be", "state": STATE}, {})
    assert meaning.place.temperature == pytest.approx(10.0 / BOLTZMANN_EV_K)
    assert meaning.place.density == pytest.approx(0.5 * 1.845)
    assert (meaning.role, meaning.publish) == ("published", True)


@pytest.mark.parametrize(
    ("element", "state", "told"),
    [("Be", "T=10 eV", "is not 'T="), ("Xx", STATE, "no reference_density of Xx")],
)
def test_a_state_that_is_none_is_refused(element: str, state: str, told: str) -> None:
    with pytest.raises(FactError, match=told):
        PAPER.rule({"element": element, "state": state}, {})


def test_a_key_tells_states_apart() -> None:
    cell = {"source": "perrot1979", "table": "I", "element": "Be", "model": "tf",
            "quantity": "P", "state": STATE}  # fmt: skip
    assert PAPER.cell_key(cell) == f"perrot1979:I:Be:tf:P:{STATE}"
    assert PAPER.model("tf") == "tf/exact"


def test_the_gradient_changes_less_than_half_of_what_exchange_does() -> None:
    assert not list(PAPER.relations(energies(tf=1.0, tfd=0.0, tfdw=0.5)))
    found = list(PAPER.relations(energies(tf=1.0, tfd=0.0, tfdw=0.6)))
    assert {(lint, key) for lint, key, _ in found} == {
        ("neighbour", model) for model in ("tf", "tfd", "tfdw")
    }
    assert not list(PAPER.relations(energies(tfd=0.0, tfdw=0.6)))
