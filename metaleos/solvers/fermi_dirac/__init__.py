"""Fermi-Dirac functions of half-integer order (no Gamma factor), with derivatives and inverse.

>>> from metaleos.solvers.fermi_dirac import i_half, i_half_inverse
>>> round(float(i_half(0.0)), 12)
0.678093895153
>>> round(float(i_half_inverse(i_half(3.0))), 12)
3.0
"""

from metaleos.solvers.fermi_dirac.functions import (
    NAMES,
    entropy_sigma,
    entropy_sigma_slope,
    evaluate,
    i_half,
    i_half_inverse,
    i_minus_half,
    i_three_half,
)

__all__ = [
    "NAMES",
    "entropy_sigma",
    "entropy_sigma_slope",
    "evaluate",
    "i_half",
    "i_half_inverse",
    "i_minus_half",
    "i_three_half",
]
