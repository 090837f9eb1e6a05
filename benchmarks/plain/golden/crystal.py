"""`ha` by direct sums: Soma et al. (1978), Eqs. 3 to 11, typed again. Rydberg units, e2 = 2.

E2 is summed over every reciprocal vector up to some hundred kF and smoothly let go there, where
what is left is the mean of an integral in closed form; ions by Ewald's sum; derivatives by
differences over nine points; shear by crystals that are strained; long waves by the dynamical
matrix at small q.
"""

from __future__ import annotations

from functools import cache, partial
from math import cos, cosh, log, pi, sin, sinh, sqrt
from typing import TYPE_CHECKING

import numpy as np
from numpy.polynomial import Chebyshev
from numpy.polynomial.chebyshev import chebpts1
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.special import erfc

from benchmarks.plain.golden import triples
from benchmarks.plain.golden.reference import (
    HARTREE_BOHR3_GPA,
    HARTREE_EV,
    KELVIN_HARTREE,
    U_ELECTRON_MASSES,
    Reference,
    differences,
)

if TYPE_CHECKING:
    from collections.abc import Callable

RYDBERG_EV, RYDBERG_GPA = HARTREE_EV / 2.0, HARTREE_BOHR3_GPA / 2.0
IDEAL = sqrt(8.0 / 3.0)

# r_s = 1 ... 6; Vashishta and Singwi (1972), Singwi, Sjolander, Tosi and Land (1970)
TABLES = {
    "vs": (
        (0.70853, 0.85509, 0.97805, 1.08482, 1.17987, 1.26569),
        (0.36940, 0.33117, 0.30440, 0.28430, 0.26850, 0.25561),
        (-0.112, -0.089, -0.075, -0.065, -0.058, -0.052),
    ),
    "sstl": (
        (0.7756, 0.8994, 0.9629, 0.9959, 1.0138, 1.0230),
        (0.4307, 0.3401, 0.2924, 0.2612, 0.2387, 0.2214),
        (-0.125, -0.097, -0.080, -0.070, -0.063, -0.057),
    ),
}
MODELS = {  # local field, E_c, E_c behind the printed totals of P and B
    "h": ("h", "np", "np"),
    "kl": ("kl", "np", "np"),
    "sstl": ("sstl", "sstl", "sstl"),
    "vs": ("vs", "vs", "vs_table"),
    "ho": ("h", "np", "np"),
    "mho": ("h", "np", "np"),
    "bkk": ("h", "np", "np"),
    "pcp": ("sstl", "sstl", "np"),
    "al": ("vs", "vs", "vs"),
}


def lagrange(points, r):
    """Return the polynomial through six points at r = 1 ... 6."""
    nodes = range(1, 7)
    return sum(
        p * np.prod([(r - b) / (a - b) for b in nodes if b != a])
        for a, p in zip(nodes, points, strict=True)
    )


def correlation(kind: str, r: float) -> float:
    if kind == "np":
        return -0.115 + 0.031 * log(r)
    if kind == "vs":
        return -0.1129 + 0.03898 * log(r) - 0.00156 * r
    return lagrange(TABLES[kind.partition("_")[0]][2], r)


def local_field(kind: str, x2: np.ndarray, r: float) -> np.ndarray:
    """F over x^2 = (q/kF)^2."""
    xi = 2.0 / (1.0 + 0.0254 * r)
    if kind == "h":
        return x2 / (2.0 * (x2 + xi))
    if kind == "kl":
        return x2 / (4.0 * (x2 + xi)) + x2 / (4.0 * xi)
    a, b = (lagrange(column, r) for column in TABLES[kind][:2])
    return a * (1.0 - np.exp(-b * x2))


def susceptibility(y: np.ndarray, k_f: float) -> np.ndarray:
    """chi0 = (kF/4 pi^2){1 + (1 - y^2)/2y ln|(1 + y)/(1 - y)|}, y = q/2kF (Eq. 6)."""
    far = y > 30.0
    z = np.where(far, 1.0, np.where(y == 1.0, 0.5, y))
    near = 1.0 + (1.0 - z * z) / (2.0 * z) * np.log(np.abs((1.0 + z) / (1.0 - z + far)))
    near = np.where(y == 1.0, 1.0, near)
    s = 1.0 / np.maximum(y, 1.0) ** 2  # the closed form has lost its digits there
    series = 2.0 * s * (1 / 3 + s * (1 / 15 + s * (1 / 35 + s * (1 / 63 + s / 99))))
    return k_f / (4.0 * pi**2) * np.where(far, series, near)


class Metal:
    """One electron per atom, a well of radius R and depth u, in a gas of one model."""

    def __init__(self, model: str, radius: float, depth: float, gas: str = "") -> None:
        self.field, self.gas, _ = MODELS[model]
        self.gas = gas or self.gas
        self.radius, self.depth = radius, depth

    def well(self, q: np.ndarray) -> np.ndarray:
        """F(z) = (1 + u) cos z - u sin z/z."""
        z = q * self.radius
        return (1.0 + self.depth) * np.cos(z) - self.depth * np.sinc(z / pi)

    def normalised(self, q: np.ndarray, volume: float, power: int = 1) -> np.ndarray:
        """F_N = F^2 Q/[1 + (1 - f) Q]^power, Q = (8 pi/q^2) chi0."""
        k_f, r = (3.0 * pi**2 / volume) ** (1 / 3), (0.75 * volume / pi) ** (1 / 3)
        Q = 8.0 * pi / q**2 * susceptibility(q / (2.0 * k_f), k_f)
        f = local_field(self.field, (q / k_f) ** 2, r)
        return self.well(q) ** 2 * Q / (1.0 + (1.0 - f) * Q) ** power

    def second(self, q: np.ndarray, weight: np.ndarray, volume: float, window: float) -> float:
        """E2 = -(Omega/2) sum V_b^2 chi0/[1 + (1 - f) v chi0], V_b^2 chi0 = (8 pi/Omega^2 q^2) F_N.

        `window` [kF] is where the sum is let go, over a twentieth of it.
        """
        k_f = (3.0 * pi**2 / volume) ** (1 / 3)
        fade = 0.5 * erfc((q / k_f / window - 1.0) * 20.0)
        sum_ = np.sum(weight * fade * self.normalised(q, volume) / q**2)
        # the rest: V_b^2 chi0 -> (8 pi/Omega^2)(16 kF^3/3 pi q^6) times the mean of F^2
        rest = quad(lambda x: (1.0 - 0.5 * erfc((x - 1.0) * 20.0)) / x**4, 0.5, np.inf)[0]
        tail = 16.0 / (3.0 * pi**2) * (1.0 + self.depth) ** 2 * rest / window**3
        return -4.0 * pi / volume * sum_ - tail

    def screened(self, q: np.ndarray, volume: float) -> np.ndarray:
        """V_b/[1 + (1 - f) Q] [Ry], V_b = -(8 pi/Omega q^2) F."""
        k_f, r = (3.0 * pi**2 / volume) ** (1 / 3), (0.75 * volume / pi) ** (1 / 3)
        Q = 8.0 * pi / q**2 * susceptibility(q / (2.0 * k_f), k_f)
        f = local_field(self.field, (q / k_f) ** 2, r)
        return -8.0 * pi / (volume * q**2) * self.well(q) / (1.0 + (1.0 - f) * Q)

    def smooth(self, volume: float, first: float) -> np.ndarray:
        """E0 and E1."""
        r = (0.75 * volume / pi) ** (1 / 3)
        gas = 2.21 / r**2 - 0.916 / r + correlation(self.gas, r)
        return np.array([gas, first / volume])

    @property
    def first(self) -> float:
        """E1 Omega = 4 pi R^2 (1 + 2u/3)."""
        return 4.0 * pi * self.radius**2 * (1.0 + 2.0 * self.depth / 3.0)


def vectors(structure: str, volume: float, ratio: float = IDEAL) -> tuple[np.ndarray, np.ndarray]:
    """Primitive vectors as rows, and the basis."""
    if structure == "hcp":
        a = (4.0 * volume / (sqrt(3.0) * ratio)) ** (1 / 3)
        cell = a * np.array([[1, 0, 0], [-0.5, sqrt(0.75), 0], [0, 0, ratio]])
        return cell, a * np.array([[0, 0, 0], [0, 1 / sqrt(3.0), 0.5 * ratio]])
    if structure == "bcc":
        return (2.0 * volume) ** (1 / 3) / 2 * (1 - 2 * np.eye(3)), np.zeros((1, 3))
    return (4.0 * volume) ** (1 / 3) / 2 * (1 - np.eye(3)), np.zeros((1, 3))


def lattice(cell: np.ndarray, reach: float) -> np.ndarray:
    """All points within `reach`."""
    most = np.ceil(reach * np.linalg.norm(np.linalg.inv(cell), axis=0)).astype(int)
    axes = [np.arange(-m, m + 1) for m in most]
    h, k, n = np.meshgrid(*axes, indexing="ij")
    points = np.stack([h.ravel(), k.ravel(), n.ravel()], axis=1) @ cell
    return points[np.linalg.norm(points, axis=1) < reach]


def reciprocal(cell: np.ndarray, basis: np.ndarray, reach: float) -> tuple[np.ndarray, np.ndarray]:
    """Reciprocal vectors other than 0 within `reach`, and |structure factor|^2 of each."""
    g = lattice(2.0 * pi * np.linalg.inv(cell).T, reach)
    g = g[np.linalg.norm(g, axis=1) > 1e-9]
    return g, np.abs(np.exp(1j * g @ basis.T).mean(axis=1)) ** 2


def ions(cell: np.ndarray, basis: np.ndarray, split: float = 1.0) -> float:
    """Energy of point ions in a uniform background [Ry per atom], by Ewald."""
    volume = abs(np.linalg.det(cell)) / len(basis)
    eta = split * sqrt(pi) / volume ** (1 / 3)
    direct = lattice(cell, 7.0 / eta + np.abs(basis).max() * 2)
    d = np.linalg.norm((direct[:, None] + basis[None] - basis[0]).reshape(-1, 3), axis=1)
    d = d[d > 1e-9]
    g, weight = reciprocal(cell, basis, 14.0 * eta)
    g2 = (g**2).sum(axis=1)
    wave = np.sum(weight * np.exp(-g2 / (4.0 * eta**2)) / g2)
    rest = -2.0 * eta / sqrt(pi) - pi / (eta**2 * volume)
    return float(np.sum(erfc(eta * d) / d) + 4.0 * pi / volume * wave + rest)


@cache
def shells(structure: str, ratio: float, window: float) -> tuple[np.ndarray, np.ndarray]:
    """|G| of a crystal of unit volume per atom, and the weight of each, to 1.2 windows [kF]."""
    reach = 1.2 * window * (3.0 * pi**2) ** (1 / 3)
    if structure == "hcp":
        g, weight = reciprocal(*vectors("hcp", 1.0, ratio), reach)
        return np.linalg.norm(g, axis=1), weight
    unit = 2.0 * pi / (2.0 if structure == "bcc" else 4.0) ** (1 / 3)
    limit = int((reach / unit) ** 2)
    count = {parity: _threes(limit, parity) for parity in ("all", "even", "odd")}
    n = np.arange(1, limit + 1)
    if structure == "bcc":  # h + k + l even, which is N even
        weight = np.where(n % 2 == 0, count["all"][1:], 0.0)
    else:
        weight = (count["even"] + count["odd"])[1:]
    return unit * np.sqrt(n[weight > 0]), weight[weight > 0]


def _threes(limit: int, parity: str) -> np.ndarray:
    """In how many ways each N is a sum of three squares of all, of even or of odd numbers."""
    edge = int(limit**0.5)
    wanted = {"all": (0, 1), "even": (0,), "odd": (1,)}[parity]
    axis = [m for m in range(-edge, edge + 1) if m % 2 in wanted]
    found = np.zeros(limit + 1)
    found[0] = 1.0
    for _ in range(3):
        new = np.zeros_like(found)
        for m in axis:
            new[m * m :] += found[: limit + 1 - m * m]
        found = new
    return found


@cache
def madelung(structure: str, ratio: float) -> float:
    """E_i Omega^(1/3) [Ry bohr]; two ways to split Ewald's sum agree to 1e-13."""
    found = [ions(*vectors(structure, 1.0, ratio), split) for split in (1.0, 1.3)]
    assert abs(found[1] - found[0]) < 1e-12
    return found[0]


WINDOW = {"bcc": 300.0, "fcc": 300.0, "hcp": 60.0}
NOISE = {"bcc": 2e-12, "fcc": 2e-12, "hcp": 4e-10}
"""Of E2 [Ry], from other windows (a fifth less)."""


def terms(
    metal: Metal, structure: str, volume: float, first: float, ratio: float = IDEAL
) -> np.ndarray:
    """E_i, E0, E1, E2 [Ry per atom]."""
    g, weight = shells(structure, ratio, WINDOW[structure])
    scale = volume ** (-1 / 3)
    second = metal.second(g * scale, weight, volume, WINDOW[structure])
    return np.array([madelung(structure, ratio) * scale, *metal.smooth(volume, first), second])


TERMS = ("madelung", "electron_gas", "first_order", "second_order")


def series(metal: Metal, structure: str, volume: float, first: float, ratio: float):
    """Terms and their derivatives by ln V up to the third, with errors."""
    step = 0.02 if structure != "hcp" else 0.03
    return differences(
        lambda t: terms(metal, structure, volume * np.exp(t), first, ratio),
        step,
        NOISE[structure] if structure == "hcp" else 4e-13,
    )


def slope(metal: Metal, structure: str, volume: float, first: float, ratio: float = IDEAL) -> float:
    """dE/d ln V [Ry]."""
    return float(series(metal, structure, volume, first, ratio)[0][1].sum())


def strained(
    metal: Metal, structure: str, volume: float, window: float
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """C' and C44 [Ry/bohr3] of ions and second order, with the change from a smaller window."""
    cell, basis = vectors(structure, volume)
    k_f = (3.0 * pi**2 / volume) ** (1 / 3)
    g = reciprocal(cell, basis, 1.2 * window * k_f)[0]
    g = g[g @ [1.0, 1e-3, 1e-6] > 0.0]  # one of G and -G
    both = np.full(len(g), 2.0)

    def of(change: np.ndarray) -> np.ndarray:
        q = np.linalg.norm(g @ np.linalg.inv(change), axis=1)
        found = [metal.second(q, both, volume, size) for size in (window, 0.8 * window)]
        return np.array([ions(cell @ change.T, basis), *found])

    def along(t: float) -> np.ndarray:
        return np.diag([np.exp(t), np.exp(-t), 1.0])

    def shear(t: float) -> np.ndarray:
        return np.array([[cosh(t), sinh(t), 0], [sinh(t), cosh(t), 0], [0, 0, 1.0]])

    out = {}
    for name, path in (("shear_constant", along), ("elastic_constant_c44", shear)):
        value, error = differences(lambda t, path=path: of(path(t)), 0.005, 1e-14, even=True)
        cut = np.array([0.0, abs(value[2][1] - value[2][2])])
        out[name] = value[2][:2] / (4.0 * volume), (error[2][:2] + cut) / (4.0 * volume)
    return out


def long_waves(metal: Metal, structure: str, volume: float, window: float) -> tuple[float, float]:
    """C11 and C44 [Ry/bohr3] of waves along [100]: D(q)/(Omega q^2), q -> 0."""
    cell, basis = vectors(structure, volume)
    k_f = (3.0 * pi**2 / volume) ** (1 / 3)
    eta = sqrt(pi) / volume ** (1 / 3)
    g = reciprocal(cell, basis, 1.2 * window * k_f)[0]
    direct = lattice(cell, 7.0 / eta)
    direct = direct[np.linalg.norm(direct, axis=1) > 1e-9]
    R = np.linalg.norm(direct, axis=1)

    def waves(k: np.ndarray) -> np.ndarray:
        """k_a k_a w(k) of the screened part and of the smooth part of the ions', a = x, y."""
        length = np.linalg.norm(k, axis=1)
        fade = 0.5 * erfc((length / k_f / window - 1.0) * 20.0)
        w = np.exp(-(length**2) / (4.0 * eta**2)) - fade * metal.normalised(length, volume)
        return (k[:, :2] ** 2 * (8.0 * pi / length**2 * w)[:, None]).sum(axis=0)

    # second derivatives of 2 erfc(eta R)/R along x and y
    f1 = -2.0 * (erfc(eta * R) / R**2 + 2.0 * eta / sqrt(pi) * np.exp(-((eta * R) ** 2)) / R)
    f2 = 2.0 * (
        2.0 * erfc(eta * R) / R**3
        + 4.0 * eta / sqrt(pi) * np.exp(-((eta * R) ** 2)) / R**2 * (1.0 + (eta * R) ** 2)
    )
    cosine2 = (direct[:, :2] / R[:, None]) ** 2
    force = cosine2 * f2[:, None] + (1.0 - cosine2) * (f1 / R)[:, None]
    still = waves(g)

    def of(q: float) -> np.ndarray:
        moved = np.concatenate([g, np.zeros((1, 3))]) + np.array([q, 0.0, 0.0])
        near = ((1.0 - np.cos(q * direct[:, :1])) * force).sum(axis=0)
        return (near + (waves(moved) - still) / volume) / (volume * q * q)

    # even in q: three points and Richardson's rule, twice
    h = 0.04 * k_f
    a, b, c = of(h), of(2 * h), of(3 * h)
    return 1.5 * a - 0.6 * b + 0.1 * c, np.abs(0.1 * (a - b) * 0.1) + 1e-9


def debye(c11: float, c12: float, c44: float, volume: float, mass: float, nodes: int) -> float:
    """Theta_D [K] from the mean of 1/v^3 over directions; constants in GPa, mass in u."""
    x, weight = np.polynomial.legendre.leggauss(nodes)
    phi = (np.arange(nodes) + 0.5) * 2.0 * pi / nodes
    z, p = np.meshgrid(x, phi, indexing="ij")
    s = np.sqrt(1.0 - z * z)
    n = np.stack([s * np.cos(p), s * np.sin(p), z], axis=-1).reshape(-1, 3)
    matrix = (c12 + c44) * n[:, :, None] * n[:, None, :]
    for i in range(3):
        matrix[:, i, i] = c11 * n[:, i] ** 2 + c44 * (1.0 - n[:, i] ** 2)
    density = mass * U_ELECTRON_MASSES / volume
    v = np.sqrt(np.linalg.eigvalsh(matrix / HARTREE_BOHR3_GPA) / density)
    mean = (v**-3.0).sum(axis=1).reshape(nodes, nodes).mean(axis=1) @ weight / 2.0 / 3.0
    return float((6.0 * pi**2 / volume) ** (1 / 3) * mean ** (-1 / 3) / KELVIN_HARTREE)


METALS = {  # Omega_0, M [u], I [eV] (measured and printed), q0/2kF
    "Li": (143.699, 6.94, 5.391715, 5.39, 0.76895),
    "Na": (254.732, 22.98976928, 5.139077, 5.14, 0.88996),
    "K": (481.795, 39.0983, 4.340664, 4.34, 0.8919),
    "Rb": (588.400, 85.4678, 4.177128, 4.18, 0.9698),
    "Cs": (746.091, 132.905452, 3.893906, 3.89, 0.9597),
}
WELLS = {  # R_M and u of Table II; r_c
    ("h", "Li"): (1.384, 0.6885), ("h", "Na"): (2.047, -0.2722), ("h", "K"): (3.019, -0.5682),
    ("h", "Cs"): (4.61, -0.9605), ("kl", "Li"): (1.406, 0.6292), ("kl", "Na"): (2.073, -0.2965),
    ("kl", "K"): (3.05, -0.5825), ("kl", "Rb"): (4.018, -0.914), ("sstl", "Li"): (1.409, 0.6214),
    ("sstl", "Na"): (2.072, -0.2956), ("sstl", "Rb"): (4.039, -0.9191),
    ("vs", "Li"): (1.408, 0.624), ("vs", "Na"): (2.085, -0.3074), ("vs", "K"): (3.037, -0.5766),
    ("vs", "Rb"): (3.973, -0.903), ("ho", "Li"): (2.23, -0.9421), ("ho", "Na"): (2.305, -0.6246),
    ("ho", "K"): (3.005, -0.6205), ("mho", "Na"): (2.4, -0.684), ("mho", "Rb"): (3.54, -0.7115),
    ("mho", "Cs"): (3.95, -0.7367), ("bkk", "Na"): (2.073, -0.363), ("bkk", "K"): (2.973, -0.54),
    ("pcp", "Li"): (1.56, -0.373), ("pcp", "K"): (3.035, -0.5723), ("pcp", "Cs"): (4.114, -0.8079),
    ("al", "Li"): (1.06, 0.0), ("al", "Na"): (1.67, 0.0), ("al", "K"): (2.14, 0.0),
}  # fmt: skip
PRINTED_E1 = {"Li": 0.1533, "Na": 0.177, "K": 0.1677}
STATES = {  # element, structure, V/V0, c/a
    "h": (("Na", "bcc", 1.0, IDEAL), ("Li", "fcc", 0.55, IDEAL), ("K", "hcp", 1.2, IDEAL),
          ("Cs", "bcc", 0.3, 1.6)),
    "kl": (("K", "bcc", 1.0, IDEAL), ("Li", "hcp", 0.8, IDEAL), ("Rb", "fcc", 1.15, IDEAL),
           ("Na", "bcc", 0.4, IDEAL)),
    "sstl": (("Li", "bcc", 1.0, IDEAL), ("Na", "fcc", 0.7, IDEAL), ("Rb", "hcp", 1.1, IDEAL)),
    "vs": (("Na", "bcc", 1.0, IDEAL), ("Li", "fcc", 1.4, IDEAL), ("K", "bcc", 0.75, IDEAL),
           ("Rb", "hcp", 0.9, IDEAL)),
    "ho": (("Li", "bcc", 1.0, IDEAL), ("K", "fcc", 0.7, IDEAL)),
    "mho": (("Rb", "bcc", 1.0, IDEAL), ("Cs", "hcp", 0.75, IDEAL)),
    "bkk": (("K", "bcc", 1.0, IDEAL), ("Na", "fcc", 0.85, IDEAL)),
    "pcp": (("K", "bcc", 1.0, IDEAL), ("Cs", "fcc", 0.8, IDEAL)),
    "al": (("Na", "bcc", 1.0, IDEAL), ("K", "fcc", 0.6, IDEAL), ("Li", "hcp", 1.1, IDEAL)),
}  # fmt: skip
PRINTED = {
    "h": (("K", "bcc", 1.0), ("Na", "fcc", 0.9)), "kl": (("Na", "bcc", 1.0),),
    "sstl": (("Li", "bcc", 0.9),), "vs": (("K", "bcc", 1.0), ("Na", "bcc", 0.7)),
    "ho": (("Na", "bcc", 1.0),), "mho": (("Na", "bcc", 1.0),), "bkk": (("Na", "bcc", 1.0),),
    "pcp": (("Li", "bcc", 1.0), ("K", "bcc", 0.8)), "al": (("K", "bcc", 1.0),),
}  # fmt: skip
STRAINED = {("h", "Na"), ("vs", "K"), ("kl", "Rb")}
SUM = "crystal: direct sums to 300 kF (hcp 60), differences"


def tasks() -> list[Callable[[], Reference]]:
    """Return what makes each reference, to be called."""
    made = [
        partial(reference, model, "standard", *state)
        for model, states in STATES.items()
        for state in states
    ]
    return made + [
        partial(reference, model, "printed", *state, IDEAL)
        for model, states in PRINTED.items()
        for state in states
    ]


def reference(
    model: str, convention: str, element: str, structure: str, ratio: float, axial: float
) -> Reference:
    """Return everything about one state; `ratio` is V/V0, `axial` c/a."""
    printed = convention == "printed"
    omega, mass, measured, ionisation, zero = METALS[element]
    radius, depth = WELLS[model, element]
    volume = float(f"{ratio * omega:.9g}")
    inputs = {
        "reference_volume": omega, "first_ionisation_energy": measured,
        "ionisation_energy": ionisation, "atomic_mass": mass,
    }  # fmt: skip
    metal = Metal(model, radius, depth)
    if model == "al":
        inputs["r_c"] = radius
        if printed:
            inputs["E1"] = PRINTED_E1[element]
            first = PRINTED_E1[element] * omega
        else:  # the constant that makes P of bcc vanish at the reference volume
            first = slope(metal, "bcc", omega, 0.0) * omega
    else:
        inputs |= {"R_M": radius, "u": depth}
        if model in {"h", "kl", "sstl", "vs"}:
            inputs["form_factor_zero"] = zero
        first = metal.first
    state = {"structure": structure, "volume": volume, "axial_ratio": axial}
    out = Reference(f"ha/{model}", convention, element, state, inputs, SUM)
    axial = axial if structure == "hcp" else IDEAL
    _energies(out, metal, structure, volume, first, axial)
    _mechanics(out, metal, model, structure, volume, first, axial)
    _screening(out, metal, structure, volume)
    if printed:
        _third_order(out, metal, structure, volume)
    if structure == "bcc" and not printed:
        _structural(out, metal, volume, float(state["axial_ratio"]))
    if ratio == 1.0:
        gas = MODELS[model][2] if printed else ""
        _equilibrium(out, Metal(model, radius, depth, gas), structure, volume, first)
        if model in {"h", "kl", "sstl", "vs"} and not printed:
            _fit(out, model, omega, zero)
    return out


def _energies(out, metal, structure, volume, first, axial) -> None:
    value = terms(metal, structure, volume, first, axial)
    for term, energy in zip(TERMS, value, strict=True):
        accuracy = NOISE[structure] * RYDBERG_EV if term == "second_order" else 1e-12 * abs(energy)
        out.put("total_energy", energy * RYDBERG_EV, accuracy + 1e-12, term)
    out.put("total_energy", value.sum() * RYDBERG_EV, (NOISE[structure] + 2e-12) * RYDBERG_EV)
    if out.convention == "printed":
        unit, ionisation = 13.60, out.inputs["ionisation_energy"]
    else:
        unit, ionisation = RYDBERG_EV, out.inputs["first_ionisation_energy"]
    out.put("cohesive_energy", -unit * value.sum() - ionisation, 20 * NOISE[structure])


def _mechanics(out, metal, model, structure, volume, first, axial) -> None:
    printed = out.convention == "printed"
    unit = 14711.0 if printed else RYDBERG_GPA
    d, e = series(metal, structure, volume, first, axial)
    if printed:  # P and B of the totals with another E_c, which goes into the second order
        other = Metal(model, metal.radius, metal.depth, MODELS[model][2])
        d2, _ = series(other, structure, volume, first, axial)
        for n in range(4):
            d[n][3] += d2[n][1] - d[n][1]
    for n in range(4):
        d[n], e[n] = np.append(d[n], d[n].sum()), np.append(e[n], e[n].sum())
    for i, term in ((0, "madelung"), (2, "first_order"), (3, "second_order"), (4, "total")):
        out.put("pressure", -unit * d[1][i] / volume, unit * e[1][i] / volume, term)
        bulk = (d[2][i] - d[1][i]) / volume
        out.put("bulk_modulus", unit * bulk, unit * (e[2][i] + e[1][i]) / volume, term)
    stiff = d[2][4] - d[1][4]
    slope_ = 1.0 - (d[3][4] - d[2][4]) / stiff
    spread = (e[3][4] + e[2][4] + abs(slope_) * (e[2][4] + e[1][4])) / abs(stiff)
    out.put("bulk_modulus_derivative", slope_, spread)
    if printed or (model, out.element) not in STRAINED:
        return
    found = strained(metal, structure, volume, 70.0)
    c = {}
    for name, (value, error) in found.items():
        for term, v, a in (
            ("madelung", value[0], error[0]),
            ("second_order", value[1], error[1]),
            ("total", value.sum(), error.sum()),
        ):
            out.put(name, unit * v, unit * a, term)
            c[name, term] = unit * v
    bulk, error = out.values["bulk_modulus", "total"]
    soft, hard = c["shear_constant", "total"], c["elastic_constant_c44", "total"]
    spread = out.values["shear_constant", "total"][1] + error
    c11, c12 = bulk + 4.0 / 3.0 * soft, bulk - 2.0 / 3.0 * soft
    out.put("elastic_constant_c11", c11, 2 * spread)
    out.put("elastic_constant_c12", c12, 2 * spread)
    theta = [debye(c11, c12, hard, volume, out.inputs["atomic_mass"], n) for n in (64, 96)]
    out.put("debye_temperature", theta[1], 2 * abs(theta[1] - theta[0]) + 1e-8 * theta[1])
    (waves, shear), (dw, ds) = long_waves(metal, structure, volume, 70.0)
    out.put("bulk_modulus_long_wave", unit * waves - 4.0 / 3.0 * soft, unit * dw)
    out.put("elastic_constant_c11_long_wave", unit * waves, unit * dw)
    out.put("elastic_constant_c44_long_wave", unit * shear, unit * ds)


def _screening(out, metal, structure, volume) -> None:
    k_f = (3.0 * pi**2 / volume) ** (1 / 3)
    if structure == "bcc":
        a = (2.0 * volume) ** (1 / 3)
        q = 2.0 * pi / a * np.sqrt([2.0, 4.0, 6.0])
        if out.convention == "printed":
            q = 2.0 * k_f * np.array([1.150, 1.625, 1.975])
        v = metal.screened(q, volume)
        for name, value in zip(("(110)", "(200)", "(211)"), v, strict=True):
            out.put("form_factor", value * RYDBERG_EV, 1e-11, name)
    zero = brentq(lambda z: metal.well(np.array(z / metal.radius)), 1e-6, 4.4934094, xtol=1e-14)
    out.closed("form_factor_zero", zero / metal.radius / (2.0 * k_f))
    amplitude = metal.normalised(np.array([2.0 * k_f]), volume, 2)[0] / k_f**2
    out.put("friedel_amplitude", amplitude * RYDBERG_EV, 1e-10 * amplitude * RYDBERG_EV)


def _third_order(out: Reference, metal: Metal, structure: str, volume: float) -> None:
    def at(t: float) -> np.ndarray:
        v = volume * np.exp(t)
        return np.array([triples.third(structure, v, lambda q: metal.screened(q, v))])

    d, e = differences(at, 0.02, 4e-13)
    out.put("total_energy", d[0][0] * RYDBERG_EV, 1e-10 * abs(d[0][0]), "third_order")
    unit = 14711.0 / volume
    out.put("pressure", -unit * d[1][0], unit * e[1][0], "third_order")
    bulk = unit * (d[2][0] - d[1][0])
    out.put("bulk_modulus", bulk, unit * (e[2][0] + e[1][0]), "third_order")


def _structural(out, metal, volume, axial) -> None:
    bcc = terms(metal, "bcc", volume, 0.0)
    for word in ("fcc", "hcp"):
        other = terms(metal, word, volume, 0.0, axial if word == "hcp" else IDEAL)
        change, accuracy = (other - bcc) * RYDBERG_EV, NOISE[word] * RYDBERG_EV
        name = f"structural_energy_{word}"
        out.put(name, change[0], 1e-12, "madelung")
        out.put(name, change[3], accuracy + 1e-12, "second_order")
        out.put(name, change[0] + change[3], accuracy + 2e-12)


def _fit(out: Reference, model: str, volume: float, zero: float) -> None:
    """R_M and u of which P of bcc vanishes, and the well at q0: a scan over R_M, then bisection."""
    q0 = 2.0 * zero * (3.0 * pi**2 / volume) ** (1 / 3)

    def metal(radius: float) -> Metal:
        z = q0 * radius
        return Metal(model, radius, cos(z) / (sin(z) / z - cos(z)))

    def pressure(radius: float) -> float:
        well = metal(radius)
        return slope(well, "bcc", volume, well.first)

    end = 4.493409457909064 / q0  # tan z = z, where u diverges
    grid = np.linspace(0.05, 0.995, 64) * end
    found = [pressure(r) for r in grid]
    for number, i in enumerate((i for i in range(63) if found[i] * found[i + 1] < 0.0), start=1):
        root = brentq(pressure, grid[i], grid[i + 1], xtol=1e-13)
        accuracy = 1e-9 * root
        moved = [metal(root + sign * accuracy).depth for sign in (1.0, -1.0)]
        out.put("model_radius", root, accuracy, f"root_{number}")
        out.put("model_depth", metal(root).depth, abs(moved[0] - moved[1]), f"root_{number}")


def _equilibrium(out: Reference, metal: Metal, structure: str, volume: float, first: float) -> None:
    """Minimum of a polynomial through E over ln V, from 0.67 to 1.5 V."""
    roots = []
    for count in (28, 24):
        t = 0.4 * chebpts1(count)
        energy = [terms(metal, structure, volume * np.exp(x), first).sum() for x in t]
        fit = Chebyshev.fit(t, energy, count - 1)
        slope_ = fit.deriv()
        grid = np.linspace(-0.39, 0.39, 79)
        up = [i for i in range(78) if slope_(grid[i]) < 0.0 <= slope_(grid[i + 1])]
        if not up:
            return
        here = min(up, key=lambda i: abs(grid[i]))
        roots.append(brentq(slope_, grid[here], grid[here + 1], xtol=1e-14))
    error = abs(roots[1] - roots[0]) + 1e-10
    out.put("equilibrium_volume", volume * np.exp(roots[0]), error * volume)
