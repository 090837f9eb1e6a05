import numpy as np
import pytest

from metaleos.solvers.lattice import Crystal, crystal, ewald_sum, madelung_constant
from tests.solvers.lattice.deformed import deformed

# alpha/2 of E = -alpha Z^2/(2 r_a) e^2 as tabulated by Coldwell-Horsfall and Maradudin (1960)
# and Hasse and Avilov: bcc 0.895929255682, fcc 0.895873615195, ideal hcp 0.895838120459
KNOWN = {"bcc": 0.895929255682, "fcc": 0.895873615195, "hcp": 0.895838120459}


@pytest.mark.parametrize("structure", KNOWN)
def test_madelung_constants(structure):
    assert madelung_constant(structure) / 2.0 == pytest.approx(KNOWN[structure], abs=1e-11)


@pytest.mark.parametrize("structure", ["bcc", "hcp"])
def test_splitting_does_not_matter(structure):
    cell = crystal(structure, 87.0, 1.58)
    values = [ewald_sum(cell, eta) for eta in (0.2, 0.35, 0.6)]
    np.testing.assert_allclose(values, values[0], rtol=1e-13)


def test_scales_as_inverse_length():
    assert ewald_sum(crystal("fcc", 8.0)) == pytest.approx(ewald_sum(crystal("fcc", 1.0)) / 2.0)


def test_bain_path_joins_bcc_and_fcc():
    """bcc stretched by 2^(1/3) along one axis at equal volume is fcc."""
    k = 2.0 ** (1.0 / 3.0)
    stretched = deformed(crystal("bcc", 50.0), np.diag([k**-0.5, k**-0.5, k]))
    assert ewald_sum(stretched) == pytest.approx(ewald_sum(crystal("fcc", 50.0)), rel=1e-13)


def test_basis_and_cell_describe_the_same_crystal():
    """bcc as a simple cubic lattice with two atoms."""
    a = 100.0 ** (1.0 / 3.0)
    cubic = Crystal(a * np.eye(3), np.array([[0.0, 0.0, 0.0], [a / 2, a / 2, a / 2]]))
    assert cubic.volume == pytest.approx(50.0)
    assert ewald_sum(cubic) == pytest.approx(ewald_sum(crystal("bcc", 50.0)), rel=1e-13)


def test_rotation_and_reflection_change_nothing():
    rng = np.random.default_rng(1)
    rotation, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    cell = crystal("hcp", 60.0)
    assert ewald_sum(deformed(cell, rotation)) == pytest.approx(ewald_sum(cell), rel=1e-12)
