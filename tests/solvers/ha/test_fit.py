import numpy as np
import pytest

from metaleos.solvers.ha.energy import energy_series
from metaleos.solvers.ha.fit import fit_potential
from metaleos.solvers.ha.lattice_sum import lattice_sum
from metaleos.solvers.ha.potential import first_zero
from metaleos.solvers.ha.variants import variant

BCC = lattice_sum("bcc")


@pytest.mark.parametrize("name", ["h", "kl", "sstl", "vs"])
def test_solutions_satisfy_both_conditions(name):
    volume, zero = 254.732, 0.88996
    fit = fit_potential(variant(name), BCC, volume, zero)
    k_f = (3 * np.pi**2 / volume) ** (1 / 3)
    assert len(fit.radii) == 2
    for radius, depth in zip(fit.radii, fit.depths, strict=True):
        assert float(first_zero(radius, depth)) / (2 * k_f) == pytest.approx(zero, rel=1e-10)
        series = energy_series(variant(name), BCC, volume, radius, depth, order=1).terms["total"]
        assert abs(series[1, 0]) < 1e-10


@pytest.mark.long
def test_all_solutions_are_found():
    """As many as sign changes of the pressure on a much finer scan."""
    volume, zero = 143.699, 0.76895
    q0 = 2 * zero * (3 * np.pi**2 / volume) ** (1 / 3)
    from metaleos.solvers.ha.potential import TANGENT_ROOT, depth_from_zero

    radii = np.linspace(0.04, 0.998, 3000) * TANGENT_ROOT / q0
    slope = energy_series(
        variant("h"), BCC, volume, radii, depth_from_zero(q0, radii), order=1
    ).terms["total"][1]
    fit = fit_potential(variant("h"), BCC, volume, zero)
    assert len(fit.radii) == np.sum(slope[:-1] * slope[1:] < 0.0) == 3


def test_caesium_has_no_solution_with_the_field_of_singwi():
    fit = fit_potential(variant("sstl"), BCC, 746.091, 0.9597)
    assert fit.radii == ()
    assert fit.nearest is not None
    radius, pressure = fit.nearest
    # the printed 4.790 sits at the extremum of P(R_M), which is flat
    assert radius == pytest.approx(4.790, abs=0.02)
    assert pressure < 0.0


@pytest.mark.long
def test_nearly_touching_roots_are_not_missed():
    """Raise E_c's pressure until the two roots of `h` are closer than the scan's spacing."""
    volumes = np.linspace(746.091, 800.0, 12)
    counts = [len(fit_potential(variant("h"), BCC, v, 0.9597).radii) for v in volumes]
    assert set(counts) <= {0, 2}


@pytest.mark.parametrize(("volume", "zero", "match"), [(-1.0, 0.9, "volume"), (200.0, 0.0, "q0")])
def test_bad_arguments(volume, zero, match):
    with pytest.raises(ValueError, match=match):
        fit_potential(variant("h"), BCC, volume, zero)
