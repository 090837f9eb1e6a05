"""Perrot's fits of f(y) and h(y) (App. A, B): the functions of the convention ``printed``.

Two misprints are corrected: in the high branch of f the powers -9, -11, -13 are powers of
u = y^(2/3), not of y, and the coefficient of u^-12 in 12 h is 0.2814336880e3. Both follow from
the continuity that the paper demands at y0 = 3 pi/(4 sqrt 2).
"""

from __future__ import annotations

from math import log, pi, sqrt
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray

Y0: Final = 3.0 * pi / (4.0 * sqrt(2.0))
LN_Y0: Final = log(Y0)

F_LOW: Final = (
    -0.8791880215,
    0.1989718742,
    0.1068697043e-2,
    -0.8812685726e-2,
    0.1272183027e-1,
    -0.9772758583e-2,
    0.3820630477e-2,
    -0.5971217041e-3,
)
"""f(y) - ln y in powers of y, y <= y0."""

F_HIGH: Final = {
    1: 0.7862224183,
    -1: -0.1882979454e1,
    -3: 0.5321952681,
    -5: 0.2304457955e1,
    -7: -0.1614280772e2,
    -9: 0.5228431386e2,
    -11: -0.9592645619e2,
    -13: 0.9462230172e2,
    -15: -0.3893753937e2,
}
"""f(y) in powers of u = y^(2/3), y >= y0."""

H_LOW: Final = (
    0.5,
    -0.1999176316,
    0.9765615709e-1,
    -0.6237609924e-1,
    0.5801466322e-1,
    -0.4449287774e-1,
    0.1903211697e-1,
    -0.3284096926e-2,
)
"""12 h(y) in powers of y, y <= y0."""

H_HIGH: Final = {
    0: 1.0 / 6.0,
    -2: 0.3115907990,
    -4: 0.3295662439e1,
    -6: -0.2922038326e2,
    -8: 0.1161084531e3,
    -10: -0.2504543147e3,
    -12: 0.2814336880e3,
    -14: -0.1288784806e3,
}
"""12 h(y) in powers of u = y^(2/3), y >= y0."""


def fitted_functions(log_y: FloatArray) -> tuple[FloatArray, ...]:
    """Return eta, eta', y f', sigma, sigma', h, h', h'' at L = ln y; a prime is d/dL.

    Parameters
    ----------
    log_y : float array, shape (n,)

    Returns
    -------
    tuple of eight float arrays, shape (n,)
        Chemical potential over kT, its slope, pressure over n kT, entropy over n k and its
        slope (sigma = (3/2) y f' - f), and the coefficient of the gradient term with its two
        derivatives, all from Perrot 1979, App. A and B; every derivative is that of the fit.
    """
    low = log_y <= LN_Y0
    y = np.exp(np.where(low, log_y, 0.0))
    log_u = np.where(low, 0.0, log_y) * (2.0 / 3.0)
    f, f1, f2, sigma, sigma1 = (np.zeros_like(log_y) for _ in range(5))
    g = np.zeros((3, log_y.size))
    for k, c in enumerate(F_LOW):
        term = np.where(low, c * y**k, 0.0)
        f, f1, f2 = f + term, f1 + k * term, f2 + k * k * term
        sigma, sigma1 = sigma + (1.5 * k - 1.0) * term, sigma1 + (1.5 * k - 1.0) * k * term
    f, f1 = f + np.where(low, log_y, 0.0), f1 + low
    sigma, sigma1 = sigma + np.where(low, 1.5 - log_y, 0.0), sigma1 - low
    for k, c in F_HIGH.items():
        term = np.where(low, 0.0, c * np.exp(k * log_u))
        q = 2.0 * k / 3.0
        f, f1, f2 = f + term, f1 + q * term, f2 + q * q * term
        sigma, sigma1 = sigma + (k - 1.0) * term, sigma1 + (k - 1.0) * q * term
    for k, c in enumerate(H_LOW):
        term = np.where(low, c / 12.0 * y**k, 0.0)
        g = g + np.array([term, k * term, k * k * term])
    for k, c in H_HIGH.items():
        term = np.where(low, 0.0, c / 12.0 * np.exp(k * log_u))
        q = 2.0 * k / 3.0
        g = g + np.array([term, q * term, q * q * term])
    return (f + f1, f1 + f2, f1, sigma, sigma1, g[0], g[1], g[2])
