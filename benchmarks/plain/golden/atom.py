"""`tf` and `tfd` as initial value problems, from the boundary of the cell inwards.

mu - U(r) = dF/dn gives dn/dr from the field U' = Q/r^2, Q the charge enclosed, so that one unknown,
the density at the boundary, is shot for Q(0) = Z. Inwards the boundary's error dies out. Variables
over s = r^(1/2): ln(n s^3) and Q, and the integrals of the energies with them.
"""

from __future__ import annotations

from functools import cache, partial
from math import pi, sqrt
from typing import TYPE_CHECKING

import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from benchmarks.plain.golden.gas import Gas, entropy, fermi
from benchmarks.plain.golden.reference import (
    BOHR_ANGSTROM,
    HARTREE_BOHR3_GPA,
    HARTREE_EV,
    U_BOHR3_G_CM3,
    Reference,
    slope,
    sphere,
)

if TYPE_CHECKING:
    from collections.abc import Callable

START = 2e-6
ISOLATED = -0.768745124213662  # of Z^(7/3) hartree: Latter (1955), and any table since


TOLERANCE, ROUGH = 1e-12, 1e-6


@cache
def solve(
    Z: float,
    T: float,
    volume: float,
    exchange: float = 0.0,
    fits: bool = False,
    tolerance: float = TOLERANCE,
) -> dict[str, float]:
    """Return everything of one atom [hartree, bohr]; `exchange` 1 for Eq. 24, 0 without."""
    gas = Gas(T, exchange, fits=fits)
    outer = sqrt(sphere(volume))

    def field(s, v):
        L = v[0] - 3.0 * np.log(s)
        chi = gas.free(L)[1] + gas.bound(L)[1]
        return [3.0 / s - 2.0 * v[1] / (s**3 * chi), -8.0 * pi * np.exp(v[0]) * s * s]

    def far(_, v):
        return v[1] - 1e3 * Z

    far.terminal = True

    def shoot(log_n: float, accuracy: float = tolerance) -> float:
        found = solve_ivp(
            field, (outer, START), [log_n + 3.0 * np.log(outer), 0.0], method="DOP853",
            rtol=accuracy, atol=accuracy * 1e-2, events=far,
        )  # fmt: skip
        if not found.success or found.t[-1] > START:
            return 1e3
        return float(found.y[1, -1] + 8 / 3 * pi * np.exp(found.y[0, -1]) * START**3 - Z)

    high = float(np.log(Z / volume)) + 1e-9
    low = high - 0.05
    while shoot(low, ROUGH) > 0.0:
        low, high = low - max(0.3, 0.6 * (high - low)), low
    near = brentq(lambda x: shoot(x, ROUGH), low, high, xtol=1e-5)
    width = 1e-4
    while not shoot(near - width) < 0.0 < shoot(near + width):
        width *= 10.0
    log_n = brentq(shoot, near - width, near + width, xtol=1e-15, rtol=1e-15)

    def whole(s, v):
        L = v[0] - 3.0 * np.log(s)
        d = field(s, v[:2])
        phi, _, p, sigma = gas.free(L)
        _, _, xf, xp, xe, xs = gas.bound(L)
        electrons = 8.0 * pi * np.exp(v[0]) * s * s
        inside = Z - v[1]
        each = np.array([1.5 * p, phi - p, sigma, xf, xp, xe, xs]) * electrons
        return [*d, -Z * electrons / s**2, inside**2 / s**3, *each]

    start = [log_n + 3.0 * np.log(outer), 0.0, *np.zeros(9)]
    found = solve_ivp(
        whole, (outer, START), start, method="DOP853", rtol=tolerance, atol=tolerance * 1e-2
    )
    # the integrands are flat in s at the nucleus
    end = found.y[:, -1]
    rest = np.array(whole(START, end))[2:] * START
    nucleus, repulsion, kinetic, free, heat, xf, xp, xe, xs = -end[2:] + rest
    repulsion += Z * Z / (2.0 * outer**2)
    phi, _, p, _ = gas.free(log_n)
    xmu, _, _, pressure_x, _, _ = gas.bound(log_n)
    n = np.exp(log_n)
    return {
            "n": n, "mu": float(phi + xmu), "p0": float(n * p), "px": float(n * pressure_x),
            "pressure": float(n * (p + pressure_x)), "kinetic": kinetic, "nucleus": nucleus,
            "repulsion": repulsion, "xe": xe, "entropy": heat + xs,
            "energy": kinetic + nucleus + repulsion + xe,
            "free": free + nucleus + repulsion + xf,
            "virial": (2 * kinetic + nucleus + repulsion + 3 * xp) / (3 * volume),
    }  # fmt: skip


def latter(Z: float, T: float, volume: float, tolerance: float = TOLERANCE) -> dict[str, float]:
    """Return the atom with Latter's fit: zeta = r (mu - U), zeta'' = 4 pi r n, zeta(0) = Z.

    His fit gives the density alone; P and the entropy have the true integrals, and the kinetic
    energy follows from the virial theorem.
    """
    S = sphere(volume)
    outer, factor = sqrt(S), sqrt(2.0) / pi**2 * T**1.5

    def charge(s: float, v: np.ndarray) -> float:
        return factor * half_fitted(v[0] / (s * s * T)) * s**3  # n s^3

    def field(s, v):
        return [2.0 * s * v[1], 8.0 * pi * charge(s, v)]

    def integrate(zeta: float, system, rest) -> np.ndarray:
        return solve_ivp(
            system, (outer, START), [zeta, zeta / S, *rest], method="DOP853",
            rtol=tolerance, atol=tolerance * 1e-2,
        ).y[:, -1]  # fmt: skip

    def shoot(eta: float) -> float:
        y = integrate(eta * T * S, field, [])
        return float(y[0] - START**2 * y[1] - Z)

    eta = brentq(shoot, -40.0, Z / (S * T), xtol=1e-14, rtol=1e-15)

    def whole(s, v):
        n3 = charge(s, v)
        inside = Z - (v[0] - s * s * v[1])
        electrons = 8.0 * pi * s * s * factor * fermi(0.5, v[0] / (s * s * T))[0] * s**3
        sigma = entropy(np.atleast_1d(v[0] / (s * s * T)))[0]
        return [
            *field(s, v), -8.0 * pi * Z * n3, inside**2 / s**3, sigma * electrons,
        ]  # fmt: skip

    end = integrate(eta * T * S, whole, [0.0, 0.0, 0.0])
    rest = np.array(whole(START, end))[2:] * START
    nucleus, repulsion, heat = -end[2:] + rest
    repulsion += Z * Z / (2.0 * S)
    pressure = 2.0 / 3.0 * factor * T * fermi(1.5, eta)[0]
    kinetic = 0.5 * (3.0 * pressure * volume - nucleus - repulsion)
    energy = kinetic + nucleus + repulsion
    return {
        "n": factor * fermi(0.5, eta)[0], "mu": eta * T, "pressure": pressure, "kinetic": kinetic,
        "nucleus": nucleus, "repulsion": repulsion, "entropy": heat, "energy": energy,
        "free": energy - T * heat,
    }  # fmt: skip


BELOW = (0.678091, 0.53619667, 0.16909748, 0.018780823, -0.0023575446, -0.000639610797)
TO_THREE = (0.678091, 0.53638, 0.1668235, 0.0206067, -0.00601491, 0.000490398)
TO_TEN = (0.757064709, 0.3922888, 0.2705525, -0.01682933, 0.0008258364, -0.00001819771)
LARGE = (1.0, 1.2337005, 1.0654119, 9.7015185, 242.71502, 12313.691)


def half_fitted(eta: float) -> float:
    """I_1/2 by Eqs. 86 to 91 of Latter (1955), the doubled line of Eq. 89 mended."""
    if eta <= -2.0:
        return (
            sqrt(pi)
            / 2.0
            * sum((-1.0) ** k * np.exp((k + 1) * eta) / (k + 1) ** 1.5 for k in range(7))
        )
    for end, fit in ((0.0, BELOW), (3.0, TO_THREE), (10.0, TO_TEN)):
        if eta <= end:
            return sum(c * eta**k for k, c in enumerate(fit))
    if eta > 1e5:
        return 2.0 / 3.0 * eta**1.5
    return 2.0 / 3.0 * eta**1.5 * sum(c * eta ** (-2 * k) for k, c in enumerate(LARGE))


EV_KELVIN = 1.602176634e-19 / 1.380649e-23
ORIGIN = "atom: initial value problem from the boundary, DOP853"
# Perrot's units: a0 [angstrom], hartree [eV], Ha/a0^3 [Mbar]
PERROT = {"bohr_radius": 0.53, "hartree_energy": 27.21, "pressure_unit": 292.83}
NAMES = {"H": 1, "Be": 4, "Al": 13, "Fe": 26, "Cu": 29, "Mo": 42, "Au": 79, "U": 92}

# element, kT [eV], V [bohr3/atom], what derivatives: V, T, thermal parts
TF = (
    ("Al", 0.0, 112.0, "V"), ("Al", 5.0, 112.0, "VTC"), ("U", 0.0, 14.0, ""),
    ("Fe", 100.0, 8.0, "VTC"), ("Be", 50.0, 550.0, ""), ("Au", 1.0, 115.0, "C"),
    ("H", 20.0, 20.0, ""), ("Cu", 1e4, 79.0, ""), ("Mo", 1.0, 1000.0, ""), ("H", 0.0, 1.0, "V"),
)  # fmt: skip
TF_PRINTED = (("Al", 10.0, 111.0), ("Cu", 0.0, 8.0))
# dense and cold: eta stays above the joints of the fit, where it jumps
TF_LATTER = (("Fe", 2.0, 30.0), ("U", 2.0, 30.0))
APPROXIMATE = (("Al", 5.0, 112.0), ("Fe", 1000.0, 80.0), ("U", 50.0, 10.0), ("Be", 0.0, 55.0))
SCALED = (("Al", 1.0, 112.0), ("U", 50.0, 10.0), ("Cu", 10.0, 8.0), ("Be", 0.0, 55.0))
TFD = (
    ("Al", 0.0, 112.0, "V"), ("Al", 5.0, 112.0, "VT"), ("Cu", 4.0, 30.0, ""),
    ("Au", 0.0, 30.0, ""), ("Be", 50.0, 500.0, "T"), ("Fe", 1000.0, 8.0, ""),
    ("U", 10.0, 140.0, ""), ("H", 100.0, 20.0, ""),
)  # fmt: skip
TFD_PRINTED = (("Al", 10.0, 112.0), ("Cu", 0.0, 40.0), ("Be", 2.0, 30.0))
# Perrot's states: mass, density, compression, kT [eV]: P [Mbar], from an independent program
EXACT_PRESSURES = {
    ("Be", 9.012183, 1.8450): "1.4059026 2.304702 4.083788 8.719364 27.05543",
    ("Al", 26.981538, 2.7847): "1.0251155 1.849115 3.471923 7.858353 26.91274",
    ("Cu", 63.546, 8.9382): "4.4894899 5.792465 8.772449 17.08561 53.42763",
    ("Al", 26.981538, 27.847): "182.53481 185.4784 194.1500 226.1171 388.3398",
}


def tasks() -> list[Callable[[], Reference]]:
    """Return what makes each reference, to be called."""
    made = [
        partial(_known, *metal, kT, pressure)
        for metal, found in EXACT_PRESSURES.items()
        for kT, pressure in zip((0.0, 5.0, 10.0, 20.0, 50.0), found.split(), strict=True)
    ]
    made += [partial(_atom, "tf/exact", "standard", *state) for state in TF]
    made += [partial(_atom, "tf/exact", "printed", *state) for state in TF_PRINTED]
    made += [partial(_latter, *state) for state in TF_LATTER]
    made += [partial(_uniform, "standard", *state) for state in APPROXIMATE]
    made += [partial(_uniform, "printed", "Al", 20.0, 112.0)]
    made += [partial(_scaled, "standard", *state) for state in SCALED]
    made += [partial(_scaled, "printed", "Al", 2.0, 60.0)]
    made += [partial(_atom, "tfd", "standard", *state) for state in TFD]
    return made + [partial(_atom, "tfd", "printed", *state) for state in TFD_PRINTED]


def _known(element: str, mass: float, density: float, kT: float, pressure: str) -> Reference:
    volume = float(f"{mass * U_BOHR3_G_CM3 / density:.10g}")
    out = _blank("tf/exact", "standard", element, kT, volume)
    out.origin = "an independent program, seven digits"
    half = 0.5 * 10.0 ** -len(pressure.partition(".")[2])
    # half a unit of the last digit, and 3e-8 for the constants behind the volume
    out.put("pressure", 100.0 * float(pressure), 100.0 * (half + 3e-8 * float(pressure)))
    return out


def _blank(model: str, convention: str, element: str, kT: float, volume: float) -> Reference:
    inputs = {"Z": float(NAMES[element])}
    if convention == "printed" and element in {"Be", "Al", "Cu"}:
        inputs |= PERROT
    state = {"temperature": kT * EV_KELVIN, "volume": volume}
    return Reference(model, convention, element, state, inputs, ORIGIN)


def _units(out: Reference) -> tuple[float, float, float]:
    """Return the unit of length [CODATA bohr], hartree [eV] of kT, Ha/bohr3 [GPa]."""
    if "bohr_radius" in out.inputs:
        return (
            PERROT["bohr_radius"] / BOHR_ANGSTROM,
            PERROT["hartree_energy"],
            PERROT["pressure_unit"] * 100.0,
        )
    return 1.0, HARTREE_EV, HARTREE_BOHR3_GPA


def put_solved(
    out: Reference, a: dict[str, float], b: dict[str, float], unit: float, length: float
) -> None:
    """Put what `a` says, with the change to `b` as accuracy, and five digits fewer than doubles."""

    def put(name, key, factor, term="total", size=None):
        least = 2e-11 * abs(size if size is not None else a[key])
        out.put(name, a[key] * factor, (2 * abs(a[key] - b[key]) + least) * abs(factor), term)

    big = abs(a["nucleus"])
    put("pressure", "pressure", unit)
    put("chemical_potential", "mu", HARTREE_EV, size=abs(a["mu"]) + 0.01)
    put("boundary_density", "n", length**-3.0)
    put("total_energy", "energy", HARTREE_EV, size=big)
    put("free_energy", "free", HARTREE_EV, size=big)
    put("entropy", "entropy", 1.0)
    put("potential_energy", "nucleus", HARTREE_EV, "electron_nucleus")
    put("potential_energy", "repulsion", HARTREE_EV, "electron_electron")
    if out.model.startswith("tf/"):
        put("kinetic_energy", "kinetic", HARTREE_EV)
        return
    put("kinetic_energy", "kinetic", HARTREE_EV, "homogeneous")
    put("pressure", "p0", unit, "homogeneous")
    put("pressure", "px", unit, "exchange_correlation")
    put("pressure_virial", "virial", unit, size=big / 1e3)
    put("potential_energy", "xe", HARTREE_EV, "exchange_correlation", size=a["xe"] * 10)


def _atom(
    model: str, convention: str, element: str, kT: float, volume: float, which: str = ""
) -> Reference:
    out = _blank(model, convention, element, kT, volume)
    length, hartree, pressure = _units(out)
    Z, T, V = float(NAMES[element]), kT / hartree, volume / length**3
    exchange = 1.0 if model == "tfd" else 0.0
    fits = convention == "printed" and model == "tfd"

    def at(t: float, v: float) -> dict[str, float]:
        return solve(Z, t, v, exchange, fits)

    a, b = at(T, V), solve(Z, T, V, exchange, fits, 1e-11)
    put_solved(out, a, b, pressure, length)
    if model == "tf/exact":
        alone = ISOLATED * Z ** (7 / 3)
        for name, key in (("energy", "energy"), ("free_energy", "free")):
            error = out.values[f"total_{name}" if name == "energy" else name, "total"][1]
            out.put(f"{name}_above_isolated", (a[key] - alone) * HARTREE_EV, error)
        if T > 0.0:
            out.closed("reduced_potential_origin", Z / (sphere(V) * T))
            mu, error = out.values["chemical_potential", "total"]
            if convention == "standard":
                kt = T * HARTREE_EV
                out.put("reduced_potential_boundary", mu / kt, error / kt)
    if "C" in which:
        cold = at(0.0, V)
        for name, key, unit in (
            ("thermal_energy", "energy", HARTREE_EV),
            ("thermal_free_energy", "free", HARTREE_EV),
            ("thermal_pressure", "pressure", pressure),
        ):
            error = sum(out.values[n, "total"][1] for n in ("total_energy", "pressure"))
            out.put(name, (a[key] - cold[key]) * unit, error)
    if "V" in which:
        d, e = slope(lambda t: np.array([at(T, V * np.exp(t))["pressure"]]), 0.03, 1e-12)
        out.put("bulk_modulus", -d[0] * pressure, e[0] * pressure)
    if "T" in which:
        (heat, push), (e_heat, e_push) = slope(
            lambda t: np.array([at(T * np.exp(t), V)[k] for k in ("entropy", "pressure")]),
            0.03,
            1e-12,
        )
        out.put("heat_capacity", heat, e_heat)
        gamma = V * push / T / heat
        spread = e_heat / abs(heat) + e_push / abs(push)
        out.put("grueneisen_parameter", gamma, spread * abs(gamma))
        if model == "tfd":
            kelvin = pressure / out.state["temperature"]
            out.put("thermal_pressure_coefficient", push * kelvin, e_push * kelvin)
    return out


# Footnote 13 of Latter (1955): m, e, h, eV
_M, _E, _H, _EV = 9.10710e-28, 4.80217e-10, 6.62363e-27, 1.6020e-12


def _latter(element: str, kT: float, volume: float) -> Reference:
    out = _blank("tf/exact", "printed", element, kT, volume)
    bohr = (_H / (2.0 * pi)) ** 2 / (_M * _E**2)  # cm
    hartree = _E**2 / bohr / _EV
    pressure = _E**2 / bohr**4 * 1e-10
    length = bohr / (BOHR_ANGSTROM * 1e-8)
    a, b = (
        latter(float(NAMES[element]), kT / hartree, volume / length**3, t) for t in (1e-12, 1e-11)
    )
    for name, key, factor, term in (
        ("pressure", "pressure", pressure, "total"),
        ("chemical_potential", "mu", hartree, "total"),
        ("boundary_density", "n", length**-3.0, "total"),
        ("total_energy", "energy", hartree, "total"),
        ("kinetic_energy", "kinetic", hartree, "total"),
        ("free_energy", "free", hartree, "total"),
        ("entropy", "entropy", 1.0, "total"),
        ("potential_energy", "nucleus", hartree, "electron_nucleus"),
        ("potential_energy", "repulsion", hartree, "electron_electron"),
    ):
        size = abs(a["nucleus"]) if "energy" in name else abs(a[key])
        # the fit is not continuous at its joints: a step over one costs about the tolerance
        out.put(name, a[key] * factor, (4 * abs(a[key] - b[key]) + 1e-9 * size) * factor, term)
    return out


def _uniform(convention: str, element: str, kT: float, volume: float) -> Reference:
    out = _blank("tf/uniform", convention, element, kT, volume)
    out.origin = "gas: Fermi integrals by the trapezoidal rule"
    length, hartree, pressure = _units(out)
    Z, T, V = float(NAMES[element]), kT / hartree, volume / length**3
    mu, _, p, sigma = (float(x) for x in Gas(T, 0.0).free(np.log(Z / V)))
    kinetic, nucleus, repulsion = 1.5 * p * Z, -1.5 * Z * Z / sphere(V), 0.6 * Z * Z / sphere(V)
    energy = kinetic + nucleus + repulsion
    for name, value, factor, term in (
        ("pressure", Z / V * p, pressure, "total"),
        ("chemical_potential", mu, HARTREE_EV, "total"),
        ("boundary_density", Z / V, length**-3.0, "total"),
        ("kinetic_energy", kinetic, HARTREE_EV, "total"),
        ("potential_energy", nucleus + repulsion, HARTREE_EV, "total"),
        ("potential_energy", nucleus, HARTREE_EV, "electron_nucleus"),
        ("potential_energy", repulsion, HARTREE_EV, "electron_electron"),
        ("total_energy", energy, HARTREE_EV, "total"),
        ("free_energy", energy - T * Z * sigma, HARTREE_EV, "total"),
        ("entropy", Z * sigma, 1.0, "total"),
    ):
        size = abs(nucleus) + kinetic if "energy" in name else abs(value)
        out.put(name, value * factor, 1e-11 * size * factor, term)
    return out


def _scaled(convention: str, element: str, kT: float, volume: float) -> Reference:
    """Solve Eq. 82: the cold atom's mu, less what I_1/2 has over its limit at the boundary."""
    out = _blank("tf/scaled", convention, element, kT, volume)
    length, hartree, pressure = _units(out)
    Z, T = float(NAMES[element]), kT / hartree
    cold = solve(Z, 0.0, volume / length**3)["mu"]
    if T == 0.0:
        mu, p = cold, 0.4 * cold
        n = (2.0 * cold) ** 1.5 / (3.0 * pi**2)
    else:
        out.origin += "; root of Eq. 82"

        def miss(eta: float) -> float:
            # y1 = mu S/Z, t = T S/Z: mu + T^(3/2) A/cold^(1/2) = cold
            a = fermi(0.5, eta)[0] - 2.0 / 3.0 * eta**1.5
            return eta * T + T**1.5 * a / sqrt(cold) - cold

        eta = brentq(miss, 0.0, cold / T, xtol=1e-14, rtol=1e-15)
        mu, n = eta * T, sqrt(2.0) / pi**2 * T**1.5 * fermi(0.5, eta)[0]
        p = 2.0 / 3.0 * T * fermi(1.5, eta)[0] / fermi(0.5, eta)[0]
    out.put("pressure", n * p * pressure, 1e-9 * n * p * pressure)
    out.put("chemical_potential", mu * HARTREE_EV, 1e-9 * abs(mu) * HARTREE_EV)
    out.put("boundary_density", n / length**3, 1e-9 * n / length**3)
    return out
