"""Tables I-VI of Bretonnet and Derouiche 1990, cell by cell."""

import numpy as np
import pytest

from benchmarks.plain.cells import cells
from benchmarks.plain.wh_metals import PAPER, elements, facts, solve
from metaleos.constants import HARTREE_EV, HARTREE_PER_BOHR3_GPA

GRID = 0.0025  # the printed packing fractions lie on this grid
FLAT = 0.005  # F is so flat at its minimum that 1e-5 Ha moves eta by 0.004
ENERGY = 8.5e-4  # Ha; an independent reproduction reached it for 73 of the 81 cells


def printed(quantity, variant=None):
    model = f"wh/{variant}" if variant else "wh"
    found = {c.element: c.value for c in cells(PAPER) if (c.quantity, c.model) == (quantity, model)}
    return np.array([found[name] for name in elements()])


@pytest.fixture(scope="module")
def solved():
    return {
        (convention, variant): solve(variant, elements(), convention).values
        for convention in ("printed", "standard")
        for variant in ("h", "vs", "iu")
    }


def deviations(solved, convention):
    eta, energy = [], []
    for variant in ("h", "vs", "iu"):
        v = solved[convention, variant]
        eta.append(v["packing_fraction", "total"] - printed("eta", variant))
        energy.append(v["free_energy", "total"] / HARTREE_EV - printed("F", variant))
    return np.array(eta), np.array(energy)


def test_there_are_27_metals_and_81_minima():
    assert len(elements()) == 27
    assert sum(c.quantity == "eta" for c in cells(PAPER)) == 81


@pytest.mark.long
def test_printed_packing_fractions(solved):
    eta, _ = deviations(solved, "printed")
    assert np.sum(np.abs(eta) <= GRID) >= 70
    assert np.sum(np.abs(eta) <= FLAT) >= 80
    # the one beyond, La with Hartree screening, by 3e-5
    assert np.max(np.abs(eta)) < 1.01 * FLAT
    assert np.all(np.sqrt(np.mean(eta**2, axis=1)) < 0.0023)


@pytest.mark.long
def test_printed_free_energies(solved):
    _, energy = deviations(solved, "printed")
    far = np.abs(energy) > ENERGY
    assert np.sum(~far) >= 73
    # what is left: Tc (its P_HS implies too high a T), Au, and Ru by a few 1e-5
    assert {elements()[i] for i in np.nonzero(far)[1]} == {"Tc", "Au", "Ru"}
    # the remaining shift that no difference explains: the printed F lies 0.0004 above
    rest = np.delete(energy, [elements().index(n) for n in ("Tc", "Au", "Ru")], axis=1)
    assert np.mean(rest) == pytest.approx(-0.00044, abs=0.00015)


def test_standard_is_another_calculation(solved):
    # measured, not fitted: the text's own recipe misses the printed numbers by much more
    eta, energy = deviations(solved, "standard")
    rms = np.sqrt(np.mean(eta**2, axis=1))
    assert np.all((rms > 0.02) & (rms < 0.035))
    assert np.max(np.abs(np.mean(energy, axis=1))) < 0.026


def test_core_radii_from_equation_14(solved):
    radius = solved["printed", "h"]["core_radius", "total"]
    # to the three decimals of print, one unit of the last place
    near = np.abs(np.round(radius, 3) - printed("R_c")) < 1.5e-3
    assert np.sum(near) == 26
    assert elements()[int(np.flatnonzero(~near)[0])] == "Pt"
    assert np.isnan(radius[elements().index("Pt")])


def test_core_radii_differ_no_more_than_the_digits_of_the_table_allow(solved):
    r_s, push = printed("r_s"), 1e-3 * (printed("P_d") + printed("P_HS"))
    radius, valence = printed("R_c"), np.where(np.array(elements()) == "Au", 2.0, 1.5)
    # half a unit in r_s, P_d, P_HS and R_c itself: each by the derivative of Eq. 14
    by_r_s = -4.42 + 2 * (0.916 + 1.8 * valence ** (2 / 3)) * r_s + 3 * 0.031 * r_s**2
    by_r_s = np.abs(by_r_s / 9 - 16 * np.pi / 3 * r_s**5 * push)
    by_push = 8 * np.pi / 9 * r_s**6
    allowed = 5e-4 + (by_r_s * 5e-4 + by_push * 2 * 5e-7) / (2 * radius)
    deviation = np.abs(solved["printed", "h"]["core_radius", "total"] - radius)
    within = deviation <= allowed
    assert [n for n, w in zip(elements(), within, strict=True) if not w] == ["Pt"]


def test_d_band_pressures(solved):
    p = solved["standard", "h"]["pressure", "d_band"] / HARTREE_PER_BOHR3_GPA
    ratio = dict(zip(elements(), p / (1e-3 * printed("P_d")), strict=True))
    # r_d is printed to 0.001 of 2, P_d ~ r_d^3 with cancellation: 2 % is what the digits allow
    for name in ("V", "Cr", "Fe", "Ni", "Nb", "Mo", "Tc", "W", "Re"):
        assert ratio[name] == pytest.approx(1.0, abs=0.02), name
    # suspect cells: the printed P_d was not computed with the printed d, r_d or Z_d
    for name in ("Mn", "Ir", "La", "Au"):
        assert abs(ratio[name] - 1.0) > 0.2, name


def test_hard_sphere_pressures_imply_temperatures_near_melting(solved):
    temperature = 1e-3 * printed("P_HS") * (4 * np.pi / 3) * printed("r_s") ** 3 / 9.384673
    temperature *= np.where(np.array(elements()) == "Au", 2.0, 1.5) / 3.166811563e-6
    ratio = temperature / np.array([facts(n, "melting_temperature") for n in elements()])
    off = {n: r for n, r in zip(elements(), ratio, strict=True) if abs(r - 1) > 0.015}
    assert set(off) == {"Cr", "Tc", "Ru"}
    assert off["Tc"] == pytest.approx(1.05, abs=0.01)


def test_three_numbers_of_the_text(solved):
    depth = dict(zip(elements(), solved["standard", "iu"]["d_well_depth", "total"], strict=True))
    for name, magnitude in (("Sc", 0.057), ("Cr", 0.102), ("Ni", 0.010)):
        assert depth[name] / HARTREE_EV == pytest.approx(-magnitude, abs=5e-4)


def test_suspect_cells_of_table_v_lie_off_the_grid():
    off = {
        (c.element, c.model)
        for c in cells(PAPER)
        if c.quantity == "eta"
        and abs(float(c.printed) / GRID - round(float(c.printed) / GRID)) > 1e-6
    }
    assert off == {("Zr", "wh/h"), ("Nb", "wh/h"), ("Mo", "wh/h")}
