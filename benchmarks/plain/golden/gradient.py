"""`tfdw` by collocation: Eq. 7 of Perrot (1979) with Poisson's equation, ``solve_bvp``.

For nu = ln n, w = r nu', psi = r (U - mu) and psi' over s, r = c (e^s - 1):

    lap(nu) = [dF/dn + U - mu - (h + dh/dnu) nu'^2]/(2 h),  psi'' = -4 pi r n,  w' = r lap(nu) - w/r

with the singular 1/s of dr/r in scipy's matrix S; w(0) = 0 gives the cusp. Energies by Gauss's rule
between the points of the mesh; the accuracy is the change from a hundred times coarser tolerance.
"""

from __future__ import annotations

from functools import partial
from math import pi
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.integrate import solve_bvp

from benchmarks.plain.golden.atom import EV_KELVIN, NAMES, PERROT, put_solved
from benchmarks.plain.golden.gas import Gas, gradient
from benchmarks.plain.golden.reference import (
    BOHR_ANGSTROM,
    HARTREE_BOHR3_GPA,
    HARTREE_EV,
    Reference,
    sphere,
)

if TYPE_CHECKING:
    from collections.abc import Callable

TOLERANCES = (3e-7, 3e-9)
TOLERANCES_OF_FITS = (1e-5, 1e-7)  # their second derivatives jump where the branches meet
STATES = (  # element, kT [eV], V, bulk modulus too
    ("Al", 0.0, 112.0, True), ("Al", 10.0, 112.0, True), ("Be", 0.0, 20.0, False),
    ("Cu", 5.0, 30.0, False), ("Be", 50.0, 300.0, False), ("Fe", 100.0, 8.0, False),
    ("H", 20.0, 15.0, False),
)  # fmt: skip
PRINTED = (("Al", 20.0, 112.0), ("Be", 0.0, 54.0), ("Cu", 50.0, 80.0))
ORIGIN = "gradient: collocation by solve_bvp"


class Local:
    """dF/dn, h and dh/dnu over ln n."""

    def __init__(self, T: float, *, fits: bool) -> None:
        self.gas = Gas(T, 1.0, fits=fits)

    def potential(self, L: np.ndarray) -> np.ndarray:
        """Return dF/dn."""
        return self.gas.free(L)[0] + self.gas.bound(L)[0]

    def coefficient(self, L: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return h and dh/dnu."""
        if self.gas.T == 0.0:
            return np.full_like(L, 1 / 72), np.zeros_like(L)
        return gradient(self.gas.log_y(L), self.gas.fits)


Mesh = tuple[np.ndarray, np.ndarray]


def solve(
    Z: float, T: float, volume: float, *, fits: bool, start: Mesh | None = None, depth: int = 5
) -> tuple[list[dict[str, float]], Mesh]:
    """Return everything of one atom [hartree, bohr] at both tolerances, and its mesh with values.

    `start` is the mesh of a neighbour; without one a screened charge, and where that fails a
    hotter atom.
    """
    S, c, local = sphere(volume), 0.1 / Z, Local(T, fits=fits)

    def rhs(s, Y):
        nu, w, psi, slope = Y
        r, dr = c * np.expm1(s), c * np.exp(s)
        safe = np.maximum(r, 1e-300)
        rest = np.where(s > 1e-6, dr / safe - 1.0 / np.maximum(s, 1e-300), 0.5)
        h, h1 = local.coefficient(nu)
        source = (r * local.potential(nu) + psi - (h + h1) * w**2 / safe) / (2.0 * h)
        return np.array(
            [w * rest, source * dr - w * rest, slope * dr, -4.0 * pi * r * np.exp(nu) * dr]
        )

    def ends(a, b):
        return np.array([a[1], a[2] + Z, b[1], b[3] - b[2] / S])

    far = np.log1p(S / c)
    if start is None:
        s, guess = _screened(Z, T, volume, c, local)
    else:
        s, guess = start[0] * (far / start[0][-1]), start[1]
    singular = np.zeros((4, 4))
    singular[0, 1], singular[1, 1] = 1.0, -1.0
    out = []
    for tolerance, most in (
        (1e-3, 3000),
        *((t, 60000) for t in (TOLERANCES_OF_FITS if fits else TOLERANCES)),
    ):
        with np.errstate(all="ignore"):  # a wild step is taken back by the solver
            found = solve_bvp(rhs, ends, s, guess, S=singular, tol=tolerance, max_nodes=most)
        if not found.success and tolerance == 1e-3 and depth:
            hotter = solve(Z, 1.4 * T + 0.05, volume, fits=fits, depth=depth - 1)[1]
            return solve(Z, T, volume, fits=fits, start=hotter, depth=0)
        assert found.success, (Z, T, volume, tolerance, found.message)
        s, guess = found.x, found.y
        out.append(_observables(found, Z, volume, c, local))
    return out[1:], (s, guess)


def _screened(Z: float, T: float, volume: float, c: float, local: Local) -> Mesh:
    """Where the iteration starts: the density of a screened charge, its field and potential."""
    S = sphere(volume)
    s = np.linspace(0.0, np.log1p(S / c), 300)
    r = np.minimum(c * np.expm1(s), S)
    smooth = np.hypot(r, 0.15 / Z)
    n = (2.0 * Z / smooth * np.exp(-1.7 * Z ** (1 / 3) * smooth)) ** 1.5 / (3.0 * pi**2)
    n += (0.5 + min(T, 20.0) / (T + 5.0) * 0.4) * Z / volume
    n *= Z / np.trapezoid(4.0 * pi * r * r * n, r)
    nu = np.log(n)
    inside = np.concatenate(
        [[0.0], np.cumsum(np.diff(r) * 2.0 * pi * ((r * r * n)[1:] + (r * r * n)[:-1]))]
    )
    field = Z - inside * Z / inside[-1]
    mu = float(local.potential(nu[-1:])[0])
    outer = np.concatenate(
        [[0.0], np.cumsum(np.diff(r[::-1]) * -1.0 * _mean(field[::-1], r[::-1]))]
    )
    psi = -r * outer[::-1] - mu * r
    psi[0] = -Z
    w = r * np.gradient(nu, s) / (c * np.exp(s))
    w[0] = 0.0
    return s, np.array([nu, w, psi, np.gradient(psi, r)])


def _mean(field: np.ndarray, r: np.ndarray) -> np.ndarray:
    """Mean of Q/r^2 between points; the nucleus itself is not asked for."""
    e = field / np.maximum(r, r[r > 0].min()) ** 2
    return 0.5 * (e[1:] + e[:-1])


def _observables(found: Any, Z: float, volume: float, c: float, local: Local) -> dict[str, float]:
    gas, S = local.gas, sphere(volume)
    x, weight = np.polynomial.legendre.leggauss(6)
    width = np.diff(found.x)[:, None]
    s = (found.x[:-1, None] + 0.5 * width * (x + 1.0)).ravel()
    weight = (0.5 * width * weight).ravel()
    nu, w, psi, _ = found.sol(s)
    r, dr = c * np.expm1(s), c * np.exp(s)
    edge = found.y[:, -1]
    mu = -edge[2] / S
    electrons = 4.0 * pi * r * r * np.exp(nu) * dr * weight
    phi, _, p, sigma = gas.free(nu)
    _, _, xf, xp, xe, xs = gas.bound(nu)
    h, h1 = local.coefficient(nu)
    square = electrons * (w / r) ** 2
    total = electrons.sum()
    nucleus = -Z * (electrons / r).sum()
    # the electrons' number is that of the integral, a little off Z
    repulsion = 0.5 * ((electrons * (psi / r + mu)).sum() - nucleus)
    k0, k1, f1 = (electrons * 1.5 * p).sum(), (square * (h + 1.5 * h1)).sum(), (square * h).sum()
    heat = (electrons * (sigma + xs)).sum()
    if gas.T > 0.0:
        heat += 1.5 * (square * h1).sum() / gas.T
    last = edge[:1]
    phi_s, _, p_s, _ = (float(q[0]) for q in gas.free(last))
    xphi, _, xf_s, xp_s, _, _ = (float(q[0]) for q in gas.bound(last))
    n = float(np.exp(edge[0]))
    exchange = (electrons * xe).sum()
    return {
        "n": n, "mu": mu, "p0": n * p_s, "px": n * xp_s, "p1": n * (mu - phi_s - xphi),
        "pressure": n * (mu - phi_s + p_s - xf_s),
        "kinetic": k0, "gradient": k1, "nucleus": nucleus, "repulsion": repulsion, "xe": exchange,
        "entropy": heat, "energy": k0 + k1 + nucleus + repulsion + exchange,
        "free": (electrons * (phi - p + xf)).sum() + f1 + nucleus + repulsion,
        "virial": (2 * (k0 + k1) + nucleus + repulsion + 3 * (electrons * xp).sum()) / 3 / volume,
        "centre": float(np.exp(found.y[0, 0])), "count": total,
    }  # fmt: skip


def tasks() -> list[Callable[[], Reference]]:
    """Return what makes each reference, to be called."""
    made = [partial(_reference, "standard", *state) for state in STATES]
    return made + [partial(_reference, "printed", *state) for state in PRINTED]


def _reference(
    convention: str, element: str, kT: float, volume: float, stiff: bool = False
) -> Reference:
    printed = convention == "printed"
    inputs = {"Z": float(NAMES[element])} | (PERROT if printed else {})
    state = {"temperature": kT * EV_KELVIN, "volume": volume}
    out = Reference("tfdw", convention, element, state, inputs, ORIGIN)
    length, hartree, pressure = 1.0, HARTREE_EV, HARTREE_BOHR3_GPA
    if printed:
        length = PERROT["bohr_radius"] / BOHR_ANGSTROM
        hartree, pressure = PERROT["hartree_energy"], PERROT["pressure_unit"] * 100.0
    Z, T, V = float(NAMES[element]), kT / hartree, volume / length**3
    (coarse, fine), mesh = solve(Z, T, V, fits=printed)
    put_solved(out, fine, coarse, pressure, length)

    def put(name: str, key: str, factor: float, term: str = "total") -> None:
        error = 2 * abs(fine[key] - coarse[key]) + TOLERANCES[1] * abs(fine[key])
        out.put(name, fine[key] * factor, error * factor, term)

    put("pressure", "p1", pressure, "gradient")
    put("kinetic_energy", "gradient", HARTREE_EV, "gradient")
    put("central_density", "centre", length**-3.0)
    if stiff:
        h, p = 0.04, {}
        for k in (-3, -2, -1, 1, 2, 3):
            moved = solve(Z, T, V * np.exp(k * h), fits=printed, start=mesh)[0]
            p[k] = moved[1]["pressure"]
        six = (45 * (p[1] - p[-1]) - 9 * (p[2] - p[-2]) + (p[3] - p[-3])) / (60 * h)
        four = (8 * (p[1] - p[-1]) - (p[2] - p[-2])) / (12 * h)
        noise = out.values["pressure", "total"][1] / pressure / h
        out.put("bulk_modulus", -six * pressure, (0.1 * abs(six - four) + noise) * pressure)
    return out
