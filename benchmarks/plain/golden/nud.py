"""`nud` by mpmath: the electrostatics of the displaced charge by quadrature, and its derivatives.

An electron at r has the energy -(z/r) in the field of the ion plus that in the uniform sphere of
electrons, 2 pi rho0 (R^2 - r^2/3). Charge dq is taken from the shell of thickness Theta in the
uniform cell and spread inside so that the cell stays neutral; its energy is Delta U (Eq. 3), to
first order in dq. Eq. 4 is taken as printed. Derivatives: Theta and dq fixed.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mpmath import cbrt, diff, mpf, pi, quad, workdps

from benchmarks.plain.golden.reference import (
    HARTREE_BOHR3_GPA,
    HARTREE_EV,
    ROUNDED,
    U_BOHR3_G_CM3,
    Reference,
)

if TYPE_CHECKING:
    from collections.abc import Callable

METALS = {  # z, mass [u], density [g/cm3], B [GPa]
    "Na": (1, 22.98976928, 0.968, 6.3),
    "Mg": (2, 24.305, 1.738, 35.4),
    "Al": (3, 26.9815384, 2.70, 75.8),
    "Pb": (4, 207.2, 11.34, 45.8),
    "Cs": (1, 132.90545196, 1.93, 1.6),
}
STATES = (  # element, x, V/V0
    ("Na", 0.5, 1.0),
    ("Na", 0.02, 1.3),
    ("Mg", 0.35, 0.6),
    ("Al", 0.8, 1.0),
    ("Al", 0.1, 0.05),
    ("Pb", 0.99, 0.9),
    ("Cs", 0.65, 1.7),
)
ORIGIN = "nud: electrostatics by quadrature, derivatives by mpmath"


def electrostatics(x, R, z):
    """Energy of the charge dq = z moved inwards out of the shell of thickness x R [hartree]."""
    s, sphere = 1 - x, 4 * pi * R**3 / 3
    moved = z / (sphere * (1 - s**3))

    def field(r):
        return -z / r + 2 * pi * (z / sphere) * (R**2 - r**2 / 3)

    def shell(a, b):
        return quad(lambda r: 4 * pi * r**2 * field(r), [a, b])

    inner = shell(0, s * R)
    return moved * (s**3 * shell(s * R, R) - (1 - s**3) * inner)


def printed(x, R, z):
    """Eq. 4 [hartree]."""
    return mpf(3) / 10 * z**2 / R * (1 - 2 * x) * (1 + x) / (1 - x)


def tasks() -> list[Callable[[], Reference]]:
    """Return what makes each reference, to be called."""
    out = []
    for variant in ("exact", "linear"):
        for convention in ("standard", "printed"):
            first = (variant, convention) == ("exact", "standard")
            for element, x, ratio in STATES if first else STATES[::3]:
                out.append(partial(_reference, variant, convention, element, x, ratio))
    return out


@workdps(30)
def _reference(variant: str, convention: str, element: str, x: float, ratio: float) -> Reference:
    z, mass, density, bulk = METALS[element]
    V0 = mpf(mass) * mpf(U_BOHR3_G_CM3) / mpf(density)
    V = mpf(float(V0 * ratio))
    inputs = {"valence": z, "atomic_mass": mass, "density": density, "bulk_modulus": bulk}
    out = Reference(
        f"nud/{variant}", convention, element, {"theta": x, "volume": float(V)}, inputs, ORIGIN
    )
    energy = electrostatics if (variant, convention) == ("exact", "standard") else printed

    def radius(v):
        return cbrt(3 * v / (4 * pi))

    R, R0 = radius(V), radius(V0)
    theta = mpf(x) * R

    def U(depth, v):
        return energy(depth / radius(v), radius(v), mpf(z))

    def slope(v):
        return diff(lambda depth: U(depth, v), theta)

    # B and C from U_metal = -C/R + B/R^3: U' = 0 and V U'' = K at V0, linear in both
    K0 = mpf(bulk) / mpf(HARTREE_BOHR3_GPA)
    B = K0 / (V0 * diff(lambda v: -3 / R0**2 / radius(v) + radius(v) ** -3, V0, 2))
    C = 3 * B / R0**2
    K = V * diff(lambda v: -C / radius(v) + B / radius(v) ** 3, V, 2)
    first, second = diff(slope, V), diff(slope, V, 2)
    rate = R  # dTheta/dT for dx/dT = 1/K
    limit = mpf(3) / 2 * R**3 / B * slope(V) * rate
    for name, value in (
        ("redistribution_energy", U(theta, V) * HARTREE_EV),
        ("redistribution_energy_dtheta", slope(V) * HARTREE_EV),
        ("redistribution_energy_dtheta_dradius", first * 4 * pi * R**2 * HARTREE_EV),
        ("redistribution_energy_dtheta_dvolume2", second * HARTREE_EV),
        ("redistribution_pressure", -diff(lambda v: U(theta, v), V) * HARTREE_BOHR3_GPA),
        ("metal_attraction_constant", C * HARTREE_EV),
        ("metal_repulsion_constant", B * HARTREE_EV),
        ("compressibility_coefficient", -V * second * rate / K),
        ("expansion_shift", limit if convention == "printed" else -first * rate / K),
        ("expansion_shift_limit", limit),
    ):
        out.put(name, value, 4 * ROUNDED * abs(value))
    return out
