import mpmath
import numpy as np
import pytest

from metaleos.solvers.wh.quadrature import exponential_integrals, grid


@pytest.mark.parametrize(
    "x", [-30.0, -2.0, 0.0, 0.4, 5.0, 11.99, 12.01, 29.9, 30.1, 59.9, 60.1, 3000.0]
)
@pytest.mark.parametrize("first", [4, 5])
def test_exponential_integrals(x, first):
    values = exponential_integrals(np.array([x]), first, 7)[:, 0]
    expected = [complex(mpmath.expint(m, mpmath.mpc(0, -x))) for m in range(first, first + 14, 2)]
    # upward recurrence to order 17 at x = 12 loses 12^17/17! = 6e3 roundings, in small terms
    assert values == pytest.approx(expected, rel=1e-9)
    assert values[:2] == pytest.approx(expected[:2], rel=1e-12)


@pytest.mark.long
def test_grid_integrates_the_kohn_singularity_and_waves():
    Q, w = grid(10.0, 30)
    with mpmath.workdps(30):
        expected = mpmath.quad(
            lambda q: (q - 2) * mpmath.log(abs(q - 2)) * mpmath.cos(29 * q) / (1 + q),
            [*mpmath.linspace(0, 2, 24), *mpmath.linspace(2, 10, 90)[1:]],
        )
    values = np.where(Q == 2.0, 0.0, (Q - 2) * np.log(np.abs(Q - 2))) * np.cos(29 * Q) / (1 + Q)
    assert values @ w == pytest.approx(float(expected), abs=1e-12)


def test_grid_is_ordered_and_covers_the_interval():
    Q, w = grid(64.0, 8)
    assert np.all(np.diff(Q) > 0.0)
    assert np.all(w > 0.0)
    assert np.sum(w) == pytest.approx(64.0, rel=1e-13)
