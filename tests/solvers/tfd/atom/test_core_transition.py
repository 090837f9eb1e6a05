"""The transition of the core: two densities of one free energy, by an independent program too."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.plain.golden import gradient
from metaleos.constants import HARTREE_EV
from metaleos.solvers.tfd import solve_atoms
from metaleos.solvers.tfd.atom.core_transition import core_transition

CARBON, ALUMINIUM = (6.0, 4000.0), (13.0, 108.576)


@pytest.mark.slow
@pytest.mark.parametrize(("Z", "volume"), [CARBON, ALUMINIUM])
def test_collocation_has_equal_free_energies_there(Z: float, volume: float) -> None:
    """`solve_bvp`, started on either side, follows each branch to the temperature found."""
    found = core_transition(Z, volume)
    T = found.kT[0]
    ends = []
    for start in (0.96, 1.05):
        _, mesh = gradient.solve(Z, T * start, volume, fits=False)
        for factor in np.linspace(start, 1.0, 6)[1:]:
            out, mesh = gradient.solve(Z, T * factor, volume, fits=False, start=mesh)
        ends.append(out[-1])
    collapsed, diffuse = ends
    np.testing.assert_allclose([e["centre"] for e in ends], found.centre[0], rtol=1e-5)
    jump = diffuse["entropy"] - collapsed["entropy"]
    assert jump == pytest.approx(found.entropy_jump[0], rel=1e-5)
    # how far their free energies are apart, as a temperature
    assert abs(diffuse["free"] - collapsed["free"]) / jump <= found.error[0]


def test_values() -> None:
    """By the independent program: 310.3624063 and 1846.4911298 eV."""
    found = core_transition([6.0, 13.0], [4000.0, 108.576])
    wrong = np.abs(found.kT * HARTREE_EV - [310.3624063467, 1846.4911297929])
    assert np.all(wrong <= found.error * HARTREE_EV)
    assert np.all(found.error < 1e-8 * found.kT)


def test_the_free_energy_has_a_kink_there() -> None:
    """F of each side, extended by its entropy, is the same at the transition, and S jumps."""
    found = core_transition(*CARBON)
    T, d = found.kT[0], 2e-3
    v = solve_atoms(6.0, T * np.array([1 - 2 * d, 1 - d, 1 + d, 1 + 2 * d]), 4000.0).values
    F, S = v["free_energy"], v["entropy"]
    below = F[1] - T * d * (1.5 * S[1] - 0.5 * S[0])  # Heun's step from the two
    above = F[2] + T * d * (1.5 * S[2] - 0.5 * S[3])
    assert abs(below - above) < 1e-6 * T * found.entropy_jump[0] / d
    there = (1.5 * S[2] - 0.5 * S[3]) - (1.5 * S[1] - 0.5 * S[0])
    assert there > 0.8 * found.entropy_jump[0]
    assert v["centre_density"][1] > 50.0 * v["centre_density"][2]


@pytest.mark.parametrize(("Z", "last"), [(6.0, 242.9), (13.0, 58.81), (26.0, 15.70)])
def test_it_ends_at_a_volume(Z: float, last: float) -> None:
    """Below it the core changes continuously: n(0) never drops by 0.2 of its logarithm at once."""
    found = core_transition(Z, [0.99 * last, 1.01 * last, 1.5 * last])
    assert np.isnan(found.kT[0])
    ratio = found.centre[1:, 0] / found.centre[1:, 1]
    assert 1.2 < ratio[0] < ratio[1]
