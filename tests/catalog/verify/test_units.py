"""Unit factors against numbers worked out by hand."""

from __future__ import annotations

import pytest

from metaleos.catalog.verify.units import GPA_BOHR3_EV, KB_EV, SOUND_KM2_S2


def test_a_pressure_times_a_volume_is_an_energy():
    # 1 Ha/bohr3 is 29421.01570 GPa and 1 Ha is 27.211386246 eV
    assert pytest.approx(27.211386246, rel=1e-8) == 29421.01570 * GPA_BOHR3_EV


def test_boltzmann():
    assert pytest.approx(1.0, rel=1e-8) == 11604.51812 * KB_EV


def test_the_speed_of_sound_of_a_known_solid():
    # c = sqrt(K/rho): 100 GPa at 10 g/cm3 is 10 km2/s2; one u in a bohr3 is 11.2058730 g/cm3
    assert pytest.approx(10.0, rel=1e-6) == 100.0 * 1.12058730 * SOUND_KM2_S2
