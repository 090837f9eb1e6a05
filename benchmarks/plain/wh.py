"""`wh` typed again in the plainest way, by adaptive quadrature: a second opinion.

Bretonnet & Derouiche (1990), numbers of its equations in brackets: F_HS [2] over the ideal gas,
u_d [4], F_N [6], the volume energy [7, 8] with gamma = lim G/Q^2 [9], u_s and E_pair, in the forms
of ``docs/theory/wh.md``. Nothing here is imported from the solver. Hartree atomic units.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from math import gamma

import numpy as np
from scipy.integrate import quad
from scipy.special import iv

VS_A = (0.70853, 0.85509, 0.97805, 1.08482, 1.17987, 1.26569)
VS_B = (0.36940, 0.33117, 0.30440, 0.28430, 0.26850, 0.25561)


def log_term(Q: float) -> float:
    """(4 - Q^2)/(4Q) ln|(2 + Q)/(2 - Q)|."""
    if Q == 0.0:
        return 1.0
    if Q == 2.0:
        return 0.0
    return (4 - Q * Q) / (4 * Q) * np.log(abs((2 + Q) / (2 - Q)))


def vs_coefficients(r_s: float) -> tuple[float, float]:
    """Lagrange's polynomial through the six points."""
    nodes = np.arange(1.0, 7.0)
    weights = [np.prod([(r_s - b) / (a - b) for b in nodes if b != a]) for a in nodes]
    return float(np.dot(weights, VS_A)), float(np.dot(weights, VS_B))


def iu_coefficients(r_s: float) -> tuple[float, float, float, float]:
    alpha = (4 / (9 * np.pi)) ** (1 / 3)

    def slope(r: float) -> float:
        x = np.sqrt(r)
        top = 0.0621814 * (1 + 9.81379 * x)
        return top / (1 + 9.81379 * x + 2.82224 * x**2 + 0.736411 * x**3) / r

    h = 1e-3 * r_s
    points = [slope(r_s + k * h) / (r_s + k * h) ** 2 for k in (-2, -1, 1, 2)]
    derivative = (points[0] - 8 * points[1] + 8 * points[2] - points[3]) / (12 * h)
    gamma0 = 0.25 - np.pi * alpha / 24 * r_s**5 * derivative
    z = 4 * np.sqrt(alpha * r_s / np.pi)
    hole = 1 - 0.125 * (z / iv(1, z)) ** 2
    A = 0.029
    B = 9 / 16 * gamma0 - 3 / 64 * hole - 16 / 15 * A
    C = -3 / 4 * gamma0 + 9 / 16 * hole - 16 / 5 * A
    return A, B, C, gamma0


@dataclass(frozen=True)
class Plain:
    """One metal with one local field."""

    kind: str
    volume: float
    valence: float
    core_radius: float
    Z_d: float
    r_d: float
    kt: float
    n: float = 12.0
    slip: bool = False  # Z_s^(1/3) r_s for r_s in E_EG and G, as behind the printed numbers

    @property
    def gas_radius(self) -> float:
        """The r_s of E_EG and G [bohr]."""
        return self.r_s * self.valence ** (1 / 3) if self.slip else self.r_s

    @property
    def r_s(self) -> float:
        """Radius of the sphere of one s electron [bohr]."""
        return (3 * self.volume / (4 * np.pi * self.valence)) ** (1 / 3)

    @property
    def k_f(self) -> float:
        """Fermi wavenumber (9 pi/4)^(1/3)/r_s [1/bohr]."""
        return (9 * np.pi / 4) ** (1 / 3) / self.r_s

    def field(self, Q: float) -> float:
        """Return the local field G(Q)."""
        if self.kind == "h":
            return 0.0
        if self.kind == "vs":
            a, b = vs_coefficients(self.gas_radius)
            return a * (1 - np.exp(-b * Q * Q))
        A, B, C, _ = iu_coefficients(self.gas_radius)
        if Q > 30:  # the closed form has lost its digits; G is flat to 1e-4 by then
            Q = 30.0
        w = log_term(Q)
        return A * Q**4 + B * Q**2 + C + (A * Q**4 + (B + 8 * A / 3) * Q**2 - C) * w

    @property
    def gamma(self) -> float:
        """Lim G/Q^2 at small Q, Eq. 9."""
        if self.kind == "h":
            return 0.0
        if self.kind == "vs":
            a, b = vs_coefficients(self.gas_radius)
            return a * b
        return iu_coefficients(self.gas_radius)[3]

    def screened(self, q: float) -> float:
        """Q_0/[1 + (1 - G) Q_0] of Eq. 6."""
        Q = q / self.k_f
        if Q > 40:
            lindhard = 4 / (3 * Q * Q) + 16 / (15 * Q**4) + 64 / (35 * Q**6)
        else:
            lindhard = 0.5 + 0.5 * log_term(Q)
        q0 = 4 * self.k_f / (np.pi * q * q) * lindhard
        return q0 / (1 + (1 - self.field(Q)) * q0)

    def f_n(self, q: float) -> float:
        """F_N = cos^2(q R_c) Q_0/[1 + (1 - G) Q_0], Eq. 6."""
        return 1.0 if q == 0.0 else np.cos(q * self.core_radius) ** 2 * self.screened(q)

    def u_s(self, r: float) -> float:
        """(Z_s^2/r) [1 - (2/pi) int F_N sin(qr)/q dq]."""
        k = self.k_f

        def integrand(q: float) -> float:
            return self.f_n(q) / q

        total = quad(lambda q: self.f_n(q) * np.sinc(q * r / np.pi) * r, 0, k, epsabs=1e-13)[0]
        for a, b in ((k, 2 * k), (2 * k, 3 * k), (3 * k, 12 * k)):
            total += quad(integrand, a, b, weight="sin", wvar=r, epsabs=1e-13, limit=400)[0]
        total += quad(integrand, 12 * k, np.inf, weight="sin", wvar=r, epsabs=1e-13, limlst=200)[0]
        return self.valence**2 / r * (1 - 2 / np.pi * total)

    def u_d(self, r: float) -> float:
        """-A/r^5 + C/r^8, Eq. 4."""
        band = 28.1 / np.pi * np.sqrt(12 / self.n) * self.Z_d * (1 - self.Z_d / 10) * self.r_d**3
        return -band / r**5 + 225 / np.pi**2 * self.Z_d * self.r_d**6 / r**8

    def structure_factor(self, y: float, eta: float) -> float:
        """1/(1 - rho c) with the direct correlation's transform as in the textbooks."""
        a = (1 + 2 * eta) ** 2 / (1 - eta) ** 4
        b = -6 * eta * (1 + eta / 2) ** 2 / (1 - eta) ** 4
        g = 0.5 * eta * a
        if y < 0.4:
            return (1 - eta) ** 4 / (1 + 2 * eta) ** 2 if y == 0 else self._small(y, a, b, g, eta)
        s, c = np.sin(y), np.cos(y)
        total = a * (s - y * c) / y**3
        total += b * (2 * y * s - (y * y - 2) * c - 2) / y**4
        total += g * ((4 * y**3 - 24 * y) * s - (y**4 - 12 * y * y + 24) * c + 24) / y**6
        return 1 / (1 + 24 * eta * total)

    @staticmethod
    def _small(y: float, a: float, b: float, g: float, eta: float) -> float:
        # powers of y under the integral of x^2 (a + b x + g x^3) sin(yx)/(yx)
        total, term = 0.0, 1.0
        for k in range(8):
            total += term * (a / (2 * k + 3) + b / (2 * k + 4) + g / (2 * k + 6))
            term *= -y * y / ((2 * k + 2) * (2 * k + 3))
        return 1 / (1 + 24 * eta * total)

    def pair_energy(self, eta: float) -> float:
        """2 pi rho int_sigma r^2 g(r) u(r) dr."""
        return sum(self.pair_parts(eta))

    def pair_parts(self, eta: float) -> tuple[float, float]:
        """Return its s part, in q space, and its d part, by `power`."""
        sigma = (6 * eta * self.volume / np.pi) ** (1 / 3)
        k, rho, z2 = self.k_f, 1 / self.volume, self.valence**2

        def overlap(q: float) -> float:
            return (self.structure_factor(q * sigma, eta) - 1) * self.f_n(q)

        ends = [0, k, 2 * k, 3 * k, 4 * k, 8 * k, 16 * k, 32 * k, 64 * k]
        total = sum(
            quad(overlap, p, q, epsabs=1e-12, epsrel=1e-10, limit=300)[0]
            for p, q in itertools.pairwise(ends)
        )
        coulomb = -(10 - 2 * eta + eta * eta) / (20 * (1 + 2 * eta))
        long_wave = self.core_radius**2 + np.pi / (4 * k) - self.gamma / k**2
        s = 2 * np.pi * rho * z2 * sigma**2 * coulomb - z2 / np.pi * total
        s += 2 * np.pi * rho * z2 * long_wave
        band = 28.1 / np.pi * np.sqrt(12 / self.n) * self.Z_d * (1 - self.Z_d / 10) * self.r_d**3
        shift = 225 / np.pi**2 * self.Z_d * self.r_d**6
        d = shift * self.power(8, eta) / sigma**5 - band * self.power(5, eta) / sigma**2
        return s, 2 * np.pi * rho * d

    @staticmethod
    def power(p: int, eta: float) -> float:
        """Int_1 x^(2-p) g(x) dx by Wertheim's Laplace transform of x g(x)."""

        def integrand(s: float) -> float:
            L = (1 + eta / 2) * s + 1 + 2 * eta
            S = (1 - eta) ** 2 * s**3 + 6 * eta * (1 - eta) * s**2
            S += 18 * eta**2 * s - 12 * eta * (1 + 2 * eta)
            return s ** (p - 2) * s * L / (12 * eta * L + S * np.exp(s))

        return quad(integrand, 1e-6, 60, epsabs=1e-12, epsrel=1e-11, limit=200)[0] / gamma(p - 1)

    def eta_dependent(self, eta: float) -> float:
        """F_HS over the ideal gas (Eq. 2), plus E_pair."""
        excess = (3 - 2 * eta) / (1 - eta) ** 2 - 3
        return self.kt * excess + self.pair_energy(eta)

    def volume_energy(self) -> tuple[float, float, float]:
        """E_EG (Eq. 8), self-energy and long-wave term (Eq. 7)."""
        r, k, z = self.gas_radius, self.k_f, self.valence
        gas = z / 2 * (2.21 / r**2 - 0.916 / r + 0.031 * np.log(r) - 0.115)
        ends = [0, k, 2 * k, 3 * k, 8 * k, 24 * k, 72 * k, 216 * k]
        total = sum(
            quad(self.f_n, p, q, epsabs=1e-12, epsrel=1e-11, limit=600)[0]
            for p, q in itertools.pairwise(ends)
        )
        # beyond, the mean of the cosine's square and its oscillation apart
        far = 216 * k
        total += 0.5 * quad(self.screened, far, np.inf, epsabs=1e-14)[0]
        total += (
            0.5
            * quad(
                self.screened, far, np.inf, weight="cos", wvar=2 * self.core_radius, epsabs=1e-14
            )[0]
        )
        long_wave = np.pi / (4 * k) - self.gamma / k**2
        return gas, -z * z / np.pi * total, -2 * np.pi * z * z / self.volume * long_wave


def plain(one, kind: str) -> Plain:
    """Return the first metal of a `LiquidMetal` with a local field of this kind."""
    columns = (
        one.volume, one.valence, one.core_radius, one.d_electrons, one.d_radius, one.temperature,
    )  # fmt: skip
    return Plain(kind, *(float(column[0]) for column in columns))
