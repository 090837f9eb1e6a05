"""The energy-wavenumber function of E2 and its derivatives with respect to ln q at fixed volume.

E2 = sum_{G != 0} Phi(|G|) per atom, with x = q/kF, L the Lindhard function and F the potential's
shape: ``Phi = -(16/3 pi^2)(L/x^4) F(x kF R_M)^2/[1 + (1 - f) Q]``, ``Q = 4L/(pi kF x^2)`` (Ry;
Soma 1978, Eq. 11). Shear constants and lattice vibrations keep the volume and need Phi as a
function of q; the volume derivatives of the same sum are in `second_order`.
A series here holds Taylor coefficients in t = ln(q/q0).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.electron_gas import taylor
from metaleos.solvers.electron_gas.gas import FERMI_RADIUS
from metaleos.solvers.electron_gas.lindhard import (
    lindhard,
    lindhard_derivative,
    lindhard_second_derivative,
)
from metaleos.solvers.electron_gas.local_field import (
    compressibility_xi,
    singwi_coefficients,
)
from metaleos.solvers.electron_gas.tables import series, smooth
from metaleos.solvers.ha.potential import shape_series

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.ha.variants import Variant


class UnstableGasError(ValueError):
    """The screened electron gas is unstable at some wavenumber: no second-order energy."""


PREFACTOR = -16.0 / (3.0 * np.pi**2)


def response_series(x: FloatArray, order: int) -> FloatArray:
    """Taylor coefficients of L(x/2) in ln x, up to order 2, shape (order + 1, *x.shape)."""
    y = 0.5 * np.asarray(x, dtype=np.float64)
    out = [lindhard(y)]
    if order >= 1:
        first = y * lindhard_derivative(y)
        out.append(first)
        if order >= 2:
            out.append(0.5 * (first + y * y * lindhard_second_derivative(y)))
    return np.stack(out)


def window_series(x: FloatArray, cutoff: float, order: int) -> FloatArray:
    """Taylor coefficients of exp(-(x/X)^6) in ln x, X = `cutoff` in units of kF."""
    return taylor.exp(-taylor.exponential((np.asarray(x) / cutoff) ** 6, 6.0, order))


def field_series(
    x: FloatArray, r_s: FloatArray, kind: str, order: int, *, alternative: bool = False
) -> FloatArray:
    """Taylor coefficients of the local field f in ln x at fixed r_s.

    Parameters
    ----------
    x : array, shape (m,)
        q/kF.
    r_s : array, shape (n, 1)
    kind : {"h", "kl", "sstl", "vs"}
    order : int
    alternative : bool
        Take the second opinion on interpolated A and B (error estimates).
    """
    x2 = taylor.exponential(np.asarray(x, dtype=np.float64) ** 2, 2.0, order)
    if kind in {"h", "kl"}:
        ratio = x2[:, None, :] / compressibility_xi(r_s)
        denominator = ratio.copy()
        denominator[0] += 1.0
        part = taylor.divide(ratio, denominator)
        return 0.5 * part if kind == "h" else np.asarray(0.25 * (part + ratio))
    a, b = _singwi(r_s, kind, alternative=alternative)
    exponent = -b * x2[:, None, :]
    decay = -taylor.exp(exponent)
    decay[0] = -np.expm1(exponent[0])
    return np.asarray(a * decay)


def field_slope(r_s: FloatArray, kind: str, *, alternative: bool = False) -> FloatArray:
    """Return gamma in f -> gamma x^2 at small x; arguments as `field_series`."""
    if kind in {"h", "kl"}:
        return np.asarray(0.5 / compressibility_xi(r_s))
    a, b = _singwi(r_s, kind, alternative=alternative)
    return np.asarray(a * b)


def _singwi(r_s: FloatArray, kind: str, *, alternative: bool) -> tuple[FloatArray, FloatArray]:
    if alternative:
        return series(smooth(kind, "A"), r_s, 0)[0], series(smooth(kind, "B"), r_s, 0)[0]
    return singwi_coefficients(r_s, kind)


def pair_energy_series(
    model: Variant,
    x: FloatArray,
    response: FloatArray,
    r_s: FloatArray,
    radius: FloatArray,
    depth: FloatArray,
    order: int,
    *,
    alternative: bool = False,
) -> tuple[FloatArray, FloatArray]:
    """Taylor coefficients of Phi [Ry] in ln q at fixed volume.

    Parameters
    ----------
    model : Variant
        Its local field is used.
    x : array, shape (m,)
        q/kF, positive.
    response : array, shape (order + 1, m)
        `response_series` at `x`.
    r_s, radius, depth : array, shape (n,)
        r_s, R_M [bohr] and u.
    order : int
        0 to 2.
    alternative : bool
        As in `field_series`.

    Returns
    -------
    phi : array, shape (order + 1, n, m)
    least : array, shape (n,)
        Smallest screening denominator; where it is not positive the gas is unstable and the
        series is NaN.
    """
    rs = r_s[:, None]
    z = (FERMI_RADIUS * radius / r_s)[:, None] * x
    # `shape_series` counts in ln V, z = z0 exp(-t/3): ln q is -3 of it
    raw = shape_series(z, depth[:, None], order)
    shape = np.stack([c * (-3.0) ** k for k, c in enumerate(raw)])
    inverse = taylor.exponential(x**-2.0, -2.0, order)
    weighted = taylor.multiply(response, inverse)  # L/x^2
    numerator = taylor.multiply(weighted, inverse)[:, None, :]
    q = (4.0 / np.pi / FERMI_RADIUS) * rs * weighted[:, None, :]
    field = field_series(x, rs, model.field, order, alternative=alternative)
    denominator = q - taylor.multiply(field, q)
    denominator[0] += 1.0
    least = denominator[0].min(axis=1)
    denominator[0][least <= 0.0] = np.nan
    square = taylor.multiply(shape, shape)
    numerator = np.broadcast_to(numerator, square.shape)
    return PREFACTOR * taylor.divide(taylor.multiply(numerator, square), denominator), least


def pair_energy(
    model: Variant, x: FloatArray, r_s: float, radius: float, depth: float
) -> FloatArray:
    """Phi [Ry] at q/kF = `x` (any shape) for one state; see `pair_energy_series`.

    Raises
    ------
    UnstableGasError
        If the screened electron gas is unstable at this density.
    """
    flat = np.ravel(np.asarray(x, dtype=np.float64))
    phi, least = pair_energy_series(
        model,
        flat,
        response_series(flat, 0),
        np.array([r_s]),
        np.array([radius]),
        np.array([depth]),
        0,
    )
    if not least[0] > 0.0:
        raise UnstableGasError(
            f"the screened electron gas is unstable at r_s = {r_s:.6g} bohr (local field "
            f"{model.field!r}): no second-order energy"
        )
    return np.asarray(phi[0, 0].reshape(np.shape(x)))
