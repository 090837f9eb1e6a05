import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from benchmarks.plain.wh import plain
from benchmarks.plain.wh_metals import elements, metal
from metaleos.solvers.wh import PRINTED, LiquidMetal, Treatment, minimise
from metaleos.solvers.wh.thermodynamics import eta_dependent


@pytest.mark.long
@pytest.mark.parametrize(("name", "kind"), [("Ti", "iu"), ("La", "h"), ("Au", "vs")])
def test_packing_fraction_against_a_plain_minimisation(name, kind):
    one = metal(name)
    other = plain(one, kind)
    found = minimise(one, kind)
    # a bracketing search sees F to 1e-13 and so its minimum to about 1e-6
    result = minimize_scalar(
        other.eta_dependent, bounds=(0.25, 0.58), method="bounded", options={"xatol": 1e-8}
    )
    assert found.eta[0] == pytest.approx(result.x, abs=1e-6)


@pytest.mark.parametrize("treatment", [Treatment(), PRINTED])
def test_slope_vanishes_and_curvature_is_right(treatment):
    metals = metal(*elements(), slip=True)
    found = minimise(metals, "iu", treatment)
    h = 1e-3
    grid = found.eta[:, None] + h * np.array([-2.0, -1.0, 0.0, 1.0, 2.0])
    f = eta_dependent(metals, "iu", grid, treatment)
    slope = (f[:, 0] - 8 * f[:, 1] + 8 * f[:, 3] - f[:, 4]) / (12 * h)
    second = (-f[:, 0] + 16 * f[:, 1] - 30 * f[:, 2] + 16 * f[:, 3] - f[:, 4]) / (12 * h * h)
    # truncation h^4 F^(5)/30 with F^(5) of order 1e3: 3e-11; rounding 1e-15/h
    assert slope / found.curvature == pytest.approx(np.zeros(len(metals)), abs=1e-9)
    assert second == pytest.approx(found.curvature, rel=1e-6)
    assert np.all(found.error < 1e-9)


def test_lowest_of_the_whole_range():
    metals = metal("Sc", "Fe", "Au")
    found = minimise(metals, "vs")
    grid = np.broadcast_to(np.linspace(0.05, 0.599, 120), (3, 120))
    f = eta_dependent(metals, "vs", grid)
    at = eta_dependent(metals, "vs", found.eta[:, None])[:, 0]
    assert np.all(at <= np.min(f, axis=1) + 1e-9)


def test_cold_dense_metal_has_no_minimum_inside():
    found = minimise(metal("Ti", temperature=1e-4), "iu")
    assert found.outcome == ["no_solution"]
    assert "0.6" in found.reason[0]
    assert np.isnan(found.eta[0])


def test_hot_metal_has_small_spheres():
    hot = minimise(metal("Ti", temperature=[0.006, 0.06, 0.6]), "iu")
    assert hot.outcome == ["ok"] * 3
    assert np.all(np.diff(hot.eta) < 0.0)


def test_columns_are_independent():
    together = minimise(metal("Ti", "La", "Au"), "iu").eta
    alone = [minimise(metal(name), "iu").eta[0] for name in ("Ti", "La", "Au")]
    # grids follow the largest phase of a column, so only rounding may differ
    assert together == pytest.approx(alone, abs=1e-9)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"temperature": 0.0}, "temperature"),
        ({"volume": -1.0}, "volume"),
        ({"d_electrons": 0.0}, "d electrons"),
        ({"core_radius": -0.1}, "R_c"),
        ({"d_width": np.nan}, "W_d"),
    ],
)
def test_bad_metals_are_refused_with_a_reason(change, text):
    with pytest.raises(ValueError, match=text):
        metal("Ti", **change)


def test_incomplete_metals_and_unknown_treatments_are_refused():
    with pytest.raises(ValueError, match="missing"):
        LiquidMetal.of(volume=100.0)
    with pytest.raises(ValueError, match="distribution"):
        Treatment(distribution="hypernetted")
    with pytest.raises(ValueError, match="electronic"):
        Treatment(electronic="half")
    with pytest.raises(ValueError, match="cut-off"):
        Treatment(cutoff=0.5)
