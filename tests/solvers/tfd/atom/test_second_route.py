"""A second, independent route: Eq. 7 as a boundary value problem for scipy's `solve_bvp`."""

from __future__ import annotations

import pytest

from benchmarks.plain.tfd import pressure, problem
from metaleos.solvers.tfd import solve_atoms


@pytest.mark.parametrize(
    ("Z", "kT", "volume"), [(13.0, 0.4, 110.0), (4.0, 0.2, 30.0), (29.0, 1.5, 60.0)]
)
def test_pressure_agrees_with_solve_bvp(Z, kT, volume):
    """Within 1e-6: what solve_bvp's tolerance of 1e-7 on the equations leaves in P."""
    own = solve_atoms(Z, kT, volume).values["pressure"][0]
    found = problem(Z, kT, volume, warm=True, points=300)(1e-7)
    assert found.success, found.message
    assert pressure(found, kT, volume) == pytest.approx(own, rel=1e-6)
