import numpy as np
import pytest

from metaleos.solvers.lattice import (
    IDEAL_RATIO,
    Crystal,
    crystal,
    lattice_points,
    reciprocal_points,
    shells,
)


@pytest.mark.parametrize(
    ("structure", "expected"),
    [
        # multiplicities of the first shells and |G|^2 in (2 pi/a)^2
        ("bcc", [(2, 12), (4, 6), (6, 24), (8, 12), (10, 24)]),
        ("fcc", [(3, 8), (4, 6), (8, 12), (11, 24), (12, 8)]),
    ],
)
def test_cubic_shells(structure, expected):
    volume = {"bcc": 0.5, "fcc": 0.25}[structure]  # a = 1
    found = shells(crystal(structure, volume), 2.0 * np.pi * 3.6)
    square = (found.length / (2.0 * np.pi)) ** 2
    np.testing.assert_allclose(square[:5], [e[0] for e in expected], rtol=1e-12)
    np.testing.assert_allclose(found.weight[:5], [e[1] for e in expected], rtol=1e-12)


def test_hcp_structure_factors():
    """|S|^2 of hcp: 1/4 for (100), 1 for (002), 3/4 for (101), 0 for (001)."""
    cell = crystal("hcp", 1.0, IDEAL_RATIO)
    found = shells(cell, 9.0)
    np.testing.assert_allclose(found.weight[:3], [6 * 0.25, 2 * 1.0, 12 * 0.75], rtol=1e-12)


def test_neighbours():
    for structure, count in (("bcc", 8), ("fcc", 12)):
        cell = crystal(structure, 1.0)
        r = np.sort(np.linalg.norm(lattice_points(cell.vectors, 2.5), axis=1))
        assert np.sum(np.isclose(r, r[1])) == count
    cell = crystal("hcp", 1.0)
    r = np.concatenate(
        [lattice_points(cell.vectors, 2.5, basis - cell.basis[0]) for basis in cell.basis]
    )
    r = np.sort(np.linalg.norm(r, axis=1))
    assert np.sum(np.isclose(r, r[1])) == 12


def test_shifted_points_are_complete():
    cell = crystal("hcp", 3.0, 1.5)
    shift = np.array([0.4, -1.1, 2.3])
    near = lattice_points(cell.vectors, 6.0, shift)
    wide = lattice_points(cell.vectors, 12.0) + shift
    assert len(near) == np.sum(np.linalg.norm(wide, axis=1) <= 6.0)


def test_reciprocal_vectors_are_dual():
    cell = crystal("hcp", 3.0, 1.5)
    np.testing.assert_allclose(cell.reciprocal @ cell.vectors.T, 2 * np.pi * np.eye(3), atol=1e-12)
    points, factors = reciprocal_points(cell, 6.0)
    assert np.all(np.diff(np.linalg.norm(points, axis=1)) > -1e-12)
    assert np.all(np.abs(factors) <= 1.0 + 1e-12)


@pytest.mark.parametrize("structure", ["bcc", "fcc", "hcp"])
def test_volume_per_atom(structure):
    assert crystal(structure, 143.7, 1.61).volume == pytest.approx(143.7, rel=1e-13)


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: crystal("sc", 1.0), "bcc, fcc, hcp"),
        (lambda: crystal("bcc", 0.0), "positive"),
        (lambda: crystal("bcc", np.nan), "positive"),
        (lambda: crystal("hcp", 1.0, -1.6), "c/a"),
        (lambda: Crystal(np.zeros((3, 3)), np.zeros((1, 3))), "volume"),
        (lambda: Crystal(np.eye(3), np.zeros(3)), "shape"),
    ],
)
def test_bad_arguments(call, match):
    with pytest.raises(ValueError, match=match):
        call()
