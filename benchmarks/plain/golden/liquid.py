"""`wh` by adaptive quadrature, and its minimum by a polynomial through F.

``standard`` is `benchmarks.plain.wh`, all in q space; ``printed`` integrates in real space to three
diameters, with g of Verlet and Weis on top of Percus and Yevick's from Baxter's equation, which is
solved by collocation, one diameter after the other. Hartree atomic units.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache, partial
from math import log, pi, sqrt
from typing import TYPE_CHECKING

import numpy as np
from numpy.polynomial import Chebyshev
from numpy.polynomial.chebyshev import chebpts1, chebvander
from scipy.optimize import brentq, minimize_scalar

from benchmarks.plain.golden.reference import (
    HARTREE_BOHR3_GPA,
    HARTREE_EV,
    KELVIN_HARTREE,
    U_ELECTRON_MASSES,
    Reference,
)
from benchmarks.plain.wh import Plain

if TYPE_CHECKING:
    from collections.abc import Callable

NODES = 24


@lru_cache(maxsize=64)
def percus_yevick(eta: float, diameters: int = 5) -> list[Chebyshev]:
    """X g(x) between 1 and 2, 2 and 3 ..., by Baxter's equation.

    x h(x) = 12 eta int_0^1 (x - t) h(|x - t|) Q(t) dt for x > 1, with
    Q = a (t^2 - 1)/2 + b (t - 1) and h = -1 inside the core.
    """
    a, b = (1 + 2 * eta) / (1 - eta) ** 2, -1.5 * eta / (1 - eta) ** 2

    def Q(t):
        return a * (t * t - 1) / 2 + b * (t - 1)

    x, weights = np.polynomial.legendre.leggauss(NODES)
    nodes = chebpts1(NODES)
    parts: list[Chebyshev] = []

    def before(u: np.ndarray) -> np.ndarray:
        return parts[-1](u) if parts else -u

    for k in range(1, diameters):
        at = k + 0.5 * (nodes + 1)
        left, matrix = np.zeros(NODES), chebvander(nodes, NODES - 1)
        for i, r in enumerate(at):
            u = r - 1 + 0.5 * (k - r + 1) * (x + 1)
            left[i] = 12 * eta * 0.5 * (k - r + 1) * np.sum(weights * before(u) * Q(r - u))
            u = k + 0.5 * (r - k) * (x + 1)
            basis = chebvander(2 * (u - k) - 1, NODES - 1)
            matrix[i] -= 12 * eta * 0.5 * (r - k) * ((weights * Q(r - u)) @ basis)
        parts.append(Chebyshev(np.linalg.solve(matrix, left), domain=[k, k + 1]))
    one = [Chebyshev.fit([k, k + 1], [k, k + 1], 1, domain=[k, k + 1]) for k in range(1, diameters)]
    return [h + r for h, r in zip(parts, one, strict=True)]


def verlet_weis(eta: float) -> tuple[np.ndarray, np.ndarray]:
    """Nodes x from 1 to 3 and weights for the integral of x^2 g(x), g of Verlet and Weis (1972).

    Gauss's rule between the kinks of g, and close to contact where the correction lives.
    """
    w = eta - eta**2 / 16
    d = (w / eta) ** (1 / 3)
    parts = percus_yevick(w)
    A = 0.75 * w**2 * (1 - 0.7117 * w - 0.114 * w**2) / (1 - w) ** 4
    mu = 24 * A / (w * float(parts[0](1.0)))
    t, weight = np.polynomial.legendre.leggauss(40)
    nodes, weights = [], []
    for low, high, part in (
        (1.0, 1.3, 0), (1.3, 2 * d, 0), (2 * d, 3 * d, 1), (3 * d, 3.0, 2),
    ):  # fmt: skip
        x = low + 0.5 * (high - low) * (t + 1)
        phase = mu * (x - 1)
        g = d * parts[part](x / d) + A * np.exp(-phase) * np.cos(phase)
        nodes.append(x)
        weights.append(0.5 * (high - low) * weight * x * g)
    return np.concatenate(nodes), np.concatenate(weights)


class Liquid:
    """F(eta) and its terms for one metal in one convention [hartree]."""

    def __init__(self, metal: Plain, *, printed: bool, shift: float = 0.0) -> None:
        self.metal, self.printed, self.shift = metal, printed, shift
        if printed:
            low, high = (metal.volume * 6 * e / pi for e in (0.3, 0.58))
            ends = [low ** (1 / 3), 3 * high ** (1 / 3)]
            self.s_part = Chebyshev.interpolate(
                lambda r: np.array([metal.u_s(float(x)) for x in np.atleast_1d(r)]), 70, ends
            )
            tail = np.abs(self.s_part.coef[-4:]).max()
            assert tail < 1e-10, tail

    def pair(self, eta: float) -> tuple[float, float]:
        """E_pair, its s and its d part."""
        m = self.metal
        if not self.printed:
            return m.pair_parts(eta)
        sigma = (6 * eta * m.volume / pi) ** (1 / 3)
        x, weight = verlet_weis(eta)
        weight = 2 * pi / m.volume * sigma**3 * weight
        return float(weight @ self.s_part(x * sigma)), float(weight @ m.u_d(x * sigma))

    def varying(self, eta: float) -> float:
        """Excess F_HS + E_pair."""
        return self.metal.kt * excess(eta) + sum(self.pair(eta))

    def minimum(self) -> tuple[float, float]:
        """Packing fraction at the minimum of F, and its error."""
        rough = minimize_scalar(self.varying, bounds=(0.31, 0.57), method="bounded",
                                options={"xatol": 1e-3}).x  # fmt: skip
        found = []
        for width in (0.012, 0.016):
            x = rough + width * chebpts1(11)
            fit = Chebyshev.fit(x, [self.varying(float(v)) for v in x], 10)
            slope = fit.deriv()
            found.append(brentq(slope, rough - width, rough + width, xtol=1e-15))
        return found[0], 2 * abs(found[1] - found[0]) + 1e-10


def excess(eta: float) -> float:
    """Carnahan and Starling's free energy over the ideal gas [kT]."""
    return eta * (4 - 3 * eta) / (1 - eta) ** 2


def compressibility(eta: float) -> float:
    return (1 + eta + eta**2 - eta**3) / (1 - eta) ** 3


METALS = {  # M [u], Z_s, Z_d, r_d, R_c, W_d [eV], r_s, P_HS, d, n_solid, P_d
    "Ti": (47.867, 1.5, 2.5, 2.042, 1.731, 6.08, 2.748, 0.446, 5.578, 12, -1.716),
    "Fe": (55.845, 1.5, 6.5, 1.512, 1.372, 4.82, 2.421, 0.603, 4.692, 8, -2.184),
    "Cu": (63.546, 1.5, 9.5, 1.267, 0.807, 2.8, 2.427, 0.449, 4.832, 12, 0.164),
    "Mo": (95.95, 1.5, 4.5, 2.268, 1.805, 9.98, 2.66, 0.727, 5.151, 8, -2.672),
    "Au": (196.96657, 2.0, 9.0, 1.909, 0.633, 5.28, 2.479, 0.312, 5.452, 12, 1.249),
    "Zr": (91.224, 1.5, 2.5, 2.665, 2.034, 8.37, 3.039, 0.358, 6.01, 12, -1.345),
}
STANDARD = {  # element, T [K], V [bohr3/atom]
    "h": (("Fe", 1811.0, 89.158804), ("Ti", 4000.0, 110.0), ("Au", 1400.0, 160.0)),
    "vs": (("Fe", 1811.0, 89.158804), ("Cu", 3000.0, 75.0), ("Zr", 2200.0, 200.0)),
    "iu": (("Fe", 1811.0, 89.158804), ("Mo", 6000.0, 100.0), ("Cu", 1400.0, 110.0)),
}
PRINTED = {
    "h": (("Fe", 1811.0, 89.158804),),
    "vs": (("Mo", 2892.8, 118.25643),),
    "iu": (("Fe", 1811.0, 89.158804), ("Ti", 2500.0, 120.0)),
}
ORIGIN = "wh: adaptive quadrature in q space, minimum of a polynomial through F"
REAL = "liquid: Baxter's equation, quadrature to three diameters, minimum of a polynomial"


def tasks() -> list[Callable[[], Reference]]:
    """Return what makes each reference, to be called."""
    made = [
        partial(_reference, kind, "standard", *state, pushes=number == 0)
        for kind, states in STANDARD.items()
        for number, state in enumerate(states)
    ]
    return made + [
        partial(_reference, kind, "printed", *state, pushes=False)
        for kind, states in PRINTED.items()
        for state in states
    ]


def _reference(
    kind: str, convention: str, element: str, kelvin: float, volume: float, *, pushes: bool
) -> Reference:
    mass, z, z_d, r_d, core, width, r_s, p_hs, d, n_solid, p_d = METALS[element]
    inputs = {
        "atomic_mass": mass, "Z_s": z, "Z_d": z_d, "r_d": r_d, "n": 12, "R_c": core, "W_d": width,
        "r_s": r_s, "P_HS": p_hs, "d": d, "n_solid": n_solid, "P_d": p_d, "ion_sphere": 1,
    }  # fmt: skip
    printed = convention == "printed"
    kt = kelvin * KELVIN_HARTREE
    metal = Plain(kind, volume, z, core, z_d, r_d, kt, 12.0, slip=printed and kind != "h")
    shift = 0.5 * metal.u_d(d) if printed else 0.0
    liquid = Liquid(metal, printed=printed, shift=shift)
    out = Reference(
        f"wh/{kind}", convention, element, {"temperature": kelvin, "volume": volume}, inputs,
        REAL if printed else ORIGIN,
    )  # fmt: skip
    eta, error = liquid.minimum()
    out.put("packing_fraction", eta, error)
    sigma = (6 * eta * volume / pi) ** (1 / 3)
    out.put("hard_sphere_diameter", sigma, sigma * error / (3 * eta) + 1e-12)
    _energies(out, liquid, eta, error, width / HARTREE_EV)
    _beside(out, metal, d, int(n_solid), p_d, printed=printed)
    if pushes:
        _pressure(out, liquid, eta, width / HARTREE_EV)
    if not printed:
        _peak(out, metal, eta, error, sigma)
    return out


def _electrons(metal: Plain, width: float) -> float:
    """S_el [k], (pi^2/3) kT (3 Z_s/kF^2 + 10/W_d)."""
    return pi**2 / 3 * metal.kt * (3 * metal.valence / metal.k_f**2 + 10 / width)


def _energies(out: Reference, liquid: Liquid, eta: float, error: float, width: float) -> None:
    metal, kt = liquid.metal, liquid.metal.kt
    mass = out.inputs["atomic_mass"] * U_ELECTRON_MASSES
    ideal = -kt * (log((mass * kt / (2 * pi)) ** 1.5 * metal.volume) + 1)
    s, d = liquid.pair(eta)
    gas, self_energy, long_wave = metal.volume_energy()
    electronic = 0.0 if liquid.printed else -kt * _electrons(metal, width)
    volume = gas + self_energy + long_wave
    shift = liquid.shift
    packing = kt * excess(eta)
    # quadratures are asked for 1e-12; terms move with eta, their sum does not
    noise = 3e-11
    moved = 40 * kt * error
    for term, value, accuracy in (
        ("total", ideal + packing + s + d + volume + electronic + shift, noise),
        ("ideal", ideal, 3e-12),
        ("packing", packing, moved + 1e-12),
        ("hard_sphere", ideal + packing, moved + 3e-12),
        ("pair", s + d, moved + noise),
        ("pair_s", s, moved + noise),
        ("pair_d", d, moved + noise),
        ("volume", volume, noise),
        ("electron_gas", gas, 1e-12),
        ("self_energy", self_energy, noise),
        ("long_wave", long_wave, 1e-11),  # gamma by differences: 1e-11
        ("electronic", electronic, 1e-13),
        ("d_shift", shift, 1e-13),
    ):
        out.put("free_energy", value * HARTREE_EV, accuracy * HARTREE_EV, term)
    heat = 1.5 * kt + s + d + volume + shift
    out.put("total_energy", heat * HARTREE_EV, (moved + noise) * HARTREE_EV)
    entropies = (1.5 - ideal / kt, -excess(eta), _electrons(metal, width))
    spread = 40 * error + 1e-11
    for term, value in zip(("ideal", "hard_sphere", "electronic"), entropies, strict=True):
        out.put("entropy", value, spread if term == "hard_sphere" else 1e-10, term)
    out.put("entropy", sum(entropies), spread + 1e-10)


def _beside(
    out: Reference, metal: Plain, d: float, n_solid: int, p_d: float, *, printed: bool
) -> None:
    well = minimize_scalar(metal.u_d, bounds=(1.0, 40.0), method="bounded", options={"xatol": 1e-6})
    # at r_m both powers balance: 5 A/r^6 = 8 C/r^9; the depth is stationary there
    out.put("d_well_distance", well.x, 3e-6)
    out.put("d_well_depth", well.fun * HARTREE_EV, 1e-10)
    hs = compressibility(0.45) * metal.kt / metal.volume
    band = -15.45 * sqrt(n_solid) * metal.Z_d * (1 - metal.Z_d / 10) * metal.r_d**3 / d**5
    shift = 11.4 * n_solid * metal.Z_d * metal.r_d**6 / d**8
    solid = d**3 * (4 / 27**0.5 if n_solid == 8 else 0.5**0.5)
    d_band = (5 * band + 8 * shift) / (3 * solid)
    out.closed("pressure", hs * HARTREE_BOHR3_GPA, "hard_sphere")
    out.closed("pressure", d_band * HARTREE_BOHR3_GPA, "d_band")
    push = 1e-3 * p_d if printed else d_band
    r, z = metal.r_s, metal.valence
    square = (-4.42 * r + (0.916 + 1.8 * z ** (2 / 3)) * r**2 + 0.031 * r**3) / 9
    square -= 8 * pi / 9 * r**6 * (push + hs)
    if square > 0:
        out.put("core_radius", sqrt(square), 1e-11)


def _pressure(out: Reference, liquid: Liquid, eta: float, width: float) -> None:
    """-dF/dV at fixed diameter and temperature, by differences of fourth and sixth order."""

    def terms(t: float) -> np.ndarray:
        metal = replace(liquid.metal, volume=liquid.metal.volume * np.exp(t))
        pair = sum(metal.pair_parts(eta * np.exp(-t)))
        return np.array([pair, sum(metal.volume_energy()), -metal.kt * _electrons(metal, width)])

    h = 0.02
    f = {k: terms(k * h) for k in (-3, -2, -1, 1, 2, 3)}
    six = (45 * (f[1] - f[-1]) - 9 * (f[2] - f[-2]) + (f[3] - f[-3])) / (60 * h)
    four = (8 * (f[1] - f[-1]) - (f[2] - f[-2])) / (12 * h)
    V = liquid.metal.volume
    fluid = compressibility(eta) * liquid.metal.kt / V
    error = np.abs(six - four) * 0.1 + 1e-9
    values = dict(zip(("pair", "volume", "electronic"), -six / V, strict=True))
    moved = 2e-7 * abs(fluid)
    for (term, value), e in zip(values.items(), error / V, strict=True):
        out.put("pressure", value * HARTREE_BOHR3_GPA, (e + moved) * HARTREE_BOHR3_GPA, term)
    out.put("pressure", fluid * HARTREE_BOHR3_GPA, moved * HARTREE_BOHR3_GPA, "fluid")
    total = fluid + sum(values.values())
    out.put("pressure", total * HARTREE_BOHR3_GPA, (error.sum() / V + moved) * HARTREE_BOHR3_GPA)


def _peak(out: Reference, metal: Plain, eta: float, error: float, sigma: float) -> None:
    def s_of(y: float) -> float:
        return float(metal.structure_factor(y, eta))

    grid = np.linspace(5.0, 9.0, 81)
    top = grid[np.argmax([s_of(y) for y in grid])]
    x = top + 0.15 * chebpts1(17)
    fit = Chebyshev.fit(x, [s_of(y) for y in x], 16)
    y = brentq(fit.deriv(), top - 0.12, top + 0.12, xtol=1e-14)
    out.put("structure_factor_peak_position", y / sigma, (1e-9 + 10 * error) / sigma)
    out.put("structure_factor_peak_height", s_of(y), 1e-10 + 60 * error)
