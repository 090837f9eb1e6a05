"""The limit of tfd: no smooth density beyond the spinodal."""

from __future__ import annotations

import numpy as np
import pytest

from metaleos.solvers.tfd import Physics, solve_atoms
from metaleos.solvers.tfd.atom.limit import limiting_radius
from metaleos.solvers.tfd.gas.spinodal import critical_point, spinodal_log_density

ELEMENTS = np.array([4.0, 13.0, 29.0, 1.0, 92.0])


def test_no_solution_beyond_the_limit_and_a_solution_before():
    limit = (4.0 * np.pi / 3.0) * limiting_radius(ELEMENTS, np.zeros(5)).radius ** 3
    inside = solve_atoms(ELEMENTS, 0.0, 0.999 * limit, physics=Physics(0.0))
    outside = solve_atoms(ELEMENTS, 0.0, 1.001 * limit, physics=Physics(0.0))
    assert inside.solved.all()
    assert not outside.solved.any()
    assert not outside.exists.any()
    np.testing.assert_allclose(outside.limit, limit, rtol=1e-9)


def test_the_boundary_density_reaches_the_spinodal_as_a_square_root():
    """n(S) - n_spinodal ~ (V_limit - V)^(1/2): the sign of a true fold."""
    limit = (4.0 * np.pi / 3.0) * limiting_radius(np.array([13.0]), np.zeros(1)).radius ** 3
    short = np.array([1e-3, 1e-4, 1e-5])
    atoms = solve_atoms(13.0, 0.0, limit * (1.0 - short), physics=Physics(0.0))
    gap = np.log(atoms.values["boundary_density"]) - spinodal_log_density(np.zeros(1))
    assert np.all(gap > 0.0)
    power = np.diff(np.log(gap)) / np.diff(np.log(short))
    np.testing.assert_allclose(power[-1], 0.5, atol=0.05)


@pytest.mark.long
def test_the_limit_does_not_depend_on_the_mesh():
    for kT in (0.0, 0.5 * critical_point()[0], 0.95 * critical_point()[0]):
        t = np.full(5, kT)
        coarse, fine = (limiting_radius(ELEMENTS, t, points=m) for m in (49, 73))
        assert fine.converged.all()
        np.testing.assert_allclose(coarse.radius, fine.radius, rtol=1e-8)


def test_no_limit_above_the_critical_temperature():
    assert np.isinf(limiting_radius(np.array([13.0]), np.array([0.1])).radius[0])
    assert solve_atoms(13.0, 0.1, 4000.0, physics=Physics(0.0)).solved.all()


@pytest.mark.parametrize("kT", [0.0, 0.03])
def test_tfdw_has_solutions_everywhere(kT):
    assert solve_atoms(ELEMENTS, kT, 1500.0).solved.all()
