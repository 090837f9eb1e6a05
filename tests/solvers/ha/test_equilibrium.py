import numpy as np
import pytest

from metaleos.solvers.ha.energy import energy_series, pressure
from metaleos.solvers.ha.equilibrium import equilibrium_volume, structural_energy
from metaleos.solvers.ha.lattice_sum import lattice_sum
from metaleos.solvers.ha.variants import variant

SETS = np.array([[143.699, 1.384, 0.6885], [254.732, 2.047, -0.2722], [746.091, 4.61, -0.9605]])


@pytest.mark.parametrize("structure", ["bcc", "fcc", "hcp"])
def test_pressure_vanishes_and_energy_is_lowest(structure):
    points, model = lattice_sum(structure), variant("h")
    volume, error = equilibrium_volume(model, points, *SETS.T)
    around = energy_series(model, points, volume, SETS[:, 1], SETS[:, 2])
    assert np.all(np.abs(pressure(around.terms["total"], volume)) < 1e-13)
    for factor in (0.98, 1.02):
        there = energy_series(model, points, volume * factor, SETS[:, 1], SETS[:, 2])
        assert np.all(there.terms["total"][0] > around.terms["total"][0])
    assert np.all(error < 1e-3)


def test_independent_of_the_start():
    points, model = lattice_sum("bcc"), variant("kl")
    near, _ = equilibrium_volume(model, points, *SETS.T)
    start = SETS[:, 0] * np.array([0.6, 1.5, 1.2])
    far, _ = equilibrium_volume(model, points, start, SETS[:, 1], SETS[:, 2])
    np.testing.assert_allclose(far, near, rtol=1e-10)


def test_nothing_where_there_is_no_minimum():
    """A repulsive well of huge radius pushes the crystal apart beyond the range searched."""
    points = lattice_sum("bcc")
    volume, error = equilibrium_volume(
        variant("h"), points, np.array([100.0]), np.array([12.0]), np.array([0.5])
    )
    assert np.isnan(volume[0])
    assert np.isnan(error[0])


@pytest.mark.long
def test_structural_energy_is_the_difference_of_energies():
    model = variant("vs")
    bcc, hcp = lattice_sum("bcc"), lattice_sum("hcp", 1.58)
    volume, radius, depth = np.array([240.0]), np.array([2.085]), np.array([-0.3074])
    found = structural_energy(model, hcp, bcc, volume, radius, depth)
    energies = [
        energy_series(model, points, volume, radius, depth).terms["total"][0]
        for points in (hcp, bcc)
    ]
    assert found.madelung + found.second_order == pytest.approx(energies[0] - energies[1], rel=1e-7)


@pytest.mark.long
def test_lattice_sums_do_not_depend_on_the_cutoff():
    values = [
        energy_series(variant("h"), lattice_sum(name, cutoff=width), 250.0, 2.047, -0.2722).terms[
            "second_order"
        ][0, 0]
        for name in ("fcc", "hcp")
        for width in (24.0, 40.0)
    ]
    assert values[0] == pytest.approx(values[1], abs=1e-8)
    assert values[2] == pytest.approx(values[3], abs=1e-8)
