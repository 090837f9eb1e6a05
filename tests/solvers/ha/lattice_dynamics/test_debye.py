"""Christoffel's equation and the Debye temperature."""

from __future__ import annotations

import numpy as np
import pytest

from metaleos.solvers.ha.lattice_dynamics.debye import christoffel, debye_temperature


def test_christoffel_against_numpys_eigenvalues():
    rng = np.random.default_rng(7)
    n = rng.normal(size=(40, 3))
    n /= np.linalg.norm(n, axis=1)[:, None]
    c11, c12, c44 = (np.array(v) for v in ([8.6, 3.0], [7.1, 1.0], [5.9, 1.0]))
    got = christoffel(c11, c12, c44, n)
    for i in range(2):
        matrix = np.einsum("mi,mj->mij", n, n) * (c12[i] + c44[i])
        for k in range(3):
            matrix[:, k, k] = c44[i] + (c11[i] - c44[i]) * n[:, k] ** 2
        np.testing.assert_allclose(got[i], np.linalg.eigvalsh(matrix), rtol=1e-7)


def test_isotropic_solid():
    """C11 - C12 = 2 C44: one longitudinal and two transverse velocities in every direction."""
    volume, mass = 200.0, 30.0
    c44, c12 = 4.0, 3.0
    c11 = c12 + 2.0 * c44
    density = mass * 1.66053906892e-27 / (volume * 0.529177210544e-10**3)
    v = np.sqrt(1e9 / density) * ((c11**-1.5 + 2.0 * c44**-1.5) / 3.0) ** (-1.0 / 3.0)
    wave = (6.0 * np.pi**2 / (volume * 0.529177210544e-10**3)) ** (1.0 / 3.0)
    expected = 1.054571817e-34 / 1.380649e-23 * wave * v
    got, error = debye_temperature(c11, c12, c44, volume, mass)
    assert float(got[0]) == pytest.approx(expected, rel=1e-8)
    assert error[0] < 1e-6 * got[0]


def test_observed_constants_of_potassium_give_its_calorimetric_debye_temperature():
    """4.2 K constants of Marquardt and Trivisonno; the heat capacity gives 90.6 to 91.1 K."""
    got, error = debye_temperature(4.16, 3.41, 2.86, 481.8, 39.0983)
    assert float(got[0]) == pytest.approx(90.8, abs=0.7)
    assert error[0] < 0.05


def test_unstable_crystals_have_none():
    got, _ = debye_temperature([4.0, 4.0, 4.0], [5.0, 3.0, 3.0], [1.0, -1.0, 1.0], 400.0, 39.0)
    np.testing.assert_array_equal(np.isnan(got), [True, True, False])


def test_it_follows_mass_and_stiffness():
    base, _ = debye_temperature(4.0, 3.0, 2.0, 400.0, 39.0)
    heavy, _ = debye_temperature(4.0, 3.0, 2.0, 400.0, 4.0 * 39.0)
    stiff, _ = debye_temperature(16.0, 12.0, 8.0, 400.0, 39.0)
    assert float(heavy[0]) == pytest.approx(0.5 * float(base[0]), rel=1e-12)
    assert float(stiff[0]) == pytest.approx(2.0 * float(base[0]), rel=1e-12)
