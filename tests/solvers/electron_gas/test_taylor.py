import numpy as np

from metaleos.solvers.electron_gas import taylor

A = np.array([1.3, -0.7, 0.4, 0.25])
B = np.array([0.9, 0.2, -0.6, 0.1])


def test_products_and_quotients():
    product = taylor.multiply(A, B)
    np.testing.assert_allclose(product, np.polynomial.polynomial.polymul(A, B)[:4], rtol=1e-14)
    np.testing.assert_allclose(taylor.divide(product, B), A, rtol=1e-13)


def test_exponential_of_a_sum_is_a_product():
    np.testing.assert_allclose(
        taylor.exp(A + B), taylor.multiply(taylor.exp(A), taylor.exp(B)), rtol=1e-13
    )


def test_power_of_the_volume():
    # V^(-1/3) from 8 = 2^3: value 1/2; derivatives in ln V are powers of -1/3
    series = taylor.exponential(0.5, -1.0 / 3.0, 3)
    np.testing.assert_allclose(
        taylor.derivatives(series), 0.5 * (-1.0 / 3.0) ** np.arange(4), rtol=1e-15
    )
