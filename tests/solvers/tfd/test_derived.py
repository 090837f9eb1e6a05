"""Derived quantities: zero-pressure states and the principal Hugoniot."""

from __future__ import annotations

import numpy as np
import pytest

from metaleos import constants as const
from metaleos.solvers.tfd import Physics, solve_atoms
from metaleos.solvers.tfd.reference import volume_of_density
from metaleos.solvers.tfd.zero_pressure import zero_pressure
from tests.solvers.tfd.hugoniot import ROOM_TEMPERATURE, hugoniot

Z = np.array([4.0, 13.0, 29.0, 92.0])


@pytest.mark.long
@pytest.mark.parametrize("gradient", [1.0, 0.0])
def test_the_pressure_vanishes_there(gradient):
    found = zero_pressure(Z, gradient=gradient)
    v = solve_atoms(Z, 0.0, found.volume, physics=Physics(gradient), derivatives=True).values
    assert np.all(np.abs(v["pressure"]) < 1e-8 * v["pressure_homogeneous"])
    np.testing.assert_allclose(found.bulk_modulus, v["bulk_modulus"], rtol=1e-7)
    near = found.volume * 1.002, found.volume / 1.002
    a, b = (
        solve_atoms(Z, 0.0, x, physics=Physics(gradient), derivatives=True).values for x in near
    )
    slope = (a["bulk_modulus"] - b["bulk_modulus"]) / (a["pressure"] - b["pressure"])
    np.testing.assert_allclose(found.bulk_modulus_derivative, slope, rtol=1e-3)


@pytest.mark.long
def test_tfd_at_zero_pressure_has_the_known_boundary_density():
    """P0 + Px = 0 at T = 0: (1/5) kF^5/(3 pi^2) = kF^4/(12 pi^3), so k_F(S) = 5/(4 pi)."""
    found = zero_pressure(Z, gradient=0.0)
    n = solve_atoms(Z, 0.0, found.volume, physics=Physics(0.0)).values["boundary_density"]
    np.testing.assert_allclose(np.cbrt(3.0 * np.pi**2 * n), 5.0 / (4.0 * np.pi), rtol=1e-7)


def test_no_zero_above_the_critical_temperature():
    assert np.isnan(zero_pressure(13.0, 0.5).volume[0])


@pytest.mark.parametrize("initial_pressure", ["model", "zero"])
def test_the_jump_conditions_hold(initial_pressure):
    """Energy, momentum and mass across the shock, recomputed from the points."""
    kT = np.array([0.1, 1.0, 10.0])
    shock = hugoniot(13.0, 26.981538, 2.7, kT, initial_pressure=initial_pressure)
    V0 = volume_of_density(26.981538, 2.7)
    V = V0 / shock.compression
    start = solve_atoms(13.0, ROOM_TEMPERATURE, V0).values
    v = solve_atoms(13.0, kT, V).values
    unit = const.HARTREE_PER_BOHR3_GPA
    P = v["pressure"] + kT / V
    P0 = start["pressure"] + ROOM_TEMPERATURE / V0 if initial_pressure == "model" else 0.0
    np.testing.assert_allclose(shock.pressure, P * unit, rtol=1e-7)
    rise = v["energy"] + 1.5 * kT - start["energy"] - 1.5 * ROOM_TEMPERATURE
    np.testing.assert_allclose(rise, 0.5 * (P + P0) * (V0 - V), rtol=1e-6)
    momentum = 2.7 * shock.shock_velocity * shock.particle_velocity  # g/cm3 (km/s)2 = GPa
    np.testing.assert_allclose(momentum, (P - P0) * unit, rtol=1e-6)
    ratio = shock.shock_velocity / (shock.shock_velocity - shock.particle_velocity)
    np.testing.assert_allclose(ratio, shock.compression, rtol=1e-6)


def test_the_hot_limit_is_an_ideal_gas():
    """All electrons free: the compression tends to 4."""
    assert hugoniot(4.0, 9.0122, 1.845, 3000.0).compression[0] == pytest.approx(4.0, abs=0.01)


def test_bad_arguments():
    with pytest.raises(ValueError, match="initial_pressure"):
        hugoniot(13.0, 27.0, 2.7, 1.0, initial_pressure="none")  # type: ignore[arg-type]  # wrong
    with pytest.raises(ValueError, match="positive"):
        hugoniot(13.0, 27.0, -2.7, 1.0)
