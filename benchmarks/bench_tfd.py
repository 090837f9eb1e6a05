"""Speed of `tfd` and `tfdw` against a `solve_bvp` script, in one run.

Run as ``OMP_NUM_THREADS=1 python benchmarks/bench_tfd.py``. Prints CPU times per state, their
ratio to the script's, the error of each at the same states, the cost against mesh and batch size,
and the time for Tables I-III. The script solves Eq. 7 and Poisson's equation as a boundary value
problem. Its local functions are either the package's own tables, which favours it (the ratio is
then that of the methods), or what one would type from the paper: the fits of App. A and B by
`np.polyval` and Eq. 24 as it stands. It starts from the screened charge, or from the solution
disturbed by 2 %, which favours it too. Memory is the peak of the process.
"""

from __future__ import annotations

import resource
import time
from math import pi

import numpy as np
from scipy.integrate import solve_bvp

from metaleos.solvers.tfd import atoms, ladder, solve_atoms
from metaleos.solvers.tfd.fits import F_HIGH, F_LOW, H_HIGH, H_LOW, Y0
from metaleos.solvers.tfd.functional import (
    chemical_potential,
    densities,
    exchange_potential,
    gas,
    gradient_coefficient,
)
from metaleos.solvers.tfd.maps import default_maps
from metaleos.solvers.tfd.screened_start import screened_density


def from_tables(nu: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return dF/dn, h and dh/d ln n from the package's tables."""
    g = gas(nu, t)
    h, h1, _h2 = gradient_coefficient(g)
    return chemical_potential(g)[0] + exchange_potential(g)[0], h, h1


def from_the_paper(nu: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return dF/dn, h and dh/d ln n as typed from App. A, App. B and Eq. 24."""
    y = pi * pi / 2**0.5 * np.exp(nu) / t**1.5
    low, u = y <= Y0, y ** (2.0 / 3.0)
    s, w = np.minimum(y, Y0), np.maximum(u, Y0 ** (2.0 / 3.0)) ** -2.0
    a, b = np.array(F_LOW[::-1]), np.array(H_LOW[::-1])
    A, B = np.array(list(F_HIGH.values())[::-1]), np.array(list(H_HIGH.values())[::-1])
    f = np.where(low, nu * 0.0 + np.log(y) + np.polyval(a, s), u * np.polyval(A, w))
    slope = np.polyval(A, w) - 2.0 * w * np.polyval(np.polyder(A), w)
    f1 = np.where(low, 1.0 + s * np.polyval(np.polyder(a), s), 2.0 / 3.0 * u * slope)
    h = np.where(low, np.polyval(b, s), np.polyval(B, w)) / 12.0
    bent = -4.0 / 3.0 * w * np.polyval(np.polyder(B), w)
    h1 = np.where(low, s * np.polyval(np.polyder(b), s), bent) / 12.0
    z = 1.5 ** (4.0 / 3.0) / u + 27.0 / 16.0 / y**2
    z1 = -2.0 / 3.0 * 1.5 ** (4.0 / 3.0) / u - 27.0 / 8.0 / y**2
    th = np.tanh(np.minimum(z, 40.0))
    sech2_z1 = np.where(z < 40.0, (1.0 - th * th) * np.maximum(z1, -1e3), 0.0)
    return t * (f + f1) - pi / 2.0 * np.exp(nu) / t * (2.0 * th + sech2_z1), h, h1


def pressure_by_bvp(
    Z: float, kT: float, volume: float, tolerance: float, *, warm: bool, local=from_tables
) -> tuple[float, float]:
    """Return the pressure [Ha/bohr3] by `solve_bvp` and the seconds it took."""
    S = np.cbrt(3.0 * volume / (4.0 * np.pi))
    t, c = np.array([kT]), 0.1 / Z

    def rhs(s, Y):
        nu, w, psi, field = Y
        r, dr = c * np.expm1(s), c * np.exp(s)
        safe = np.maximum(r, 1e-300)
        rest = np.where(s > 1e-6, dr / safe - 1.0 / np.maximum(s, 1e-300), 0.5)
        potential, h, h1 = local(nu, t)
        source = (r * potential + psi - (h + h1) * w**2 / safe) / (2.0 * h)
        return np.array(
            [w * rest, source * dr - w * rest, field * dr, -4.0 * np.pi * r * np.exp(nu) * dr]
        )

    def ends(a, b):
        return np.array([a[1], a[2] + Z, b[1], b[3] - b[2] / S])

    s = np.linspace(0.0, np.log1p(S / c), 150)
    r = np.minimum(c * np.expm1(s), S)
    if warm:
        known = solve_atoms(Z, kT, volume, radii=r)
        nu, start_mu = np.log(known.density[0]) + 0.02 * np.cos(s), known.values["mu"][0]
    else:
        one = np.ones(1)
        stack = ladder.States(Z * one, t, S * one, -np.inf * one)
        cell = ladder.build_cells(65, stack, ladder.Physics(), default_maps(Z * one, S * one, 1.0))
        screened, mu = screened_density(cell)
        nu, start_mu = np.interp(r, cell.mesh.r[0], screened[0]), mu[0]
    w = r * np.gradient(nu, s) / (c * np.exp(s))
    psi = -Z * (1.0 - r / S) ** 2 - start_mu * r
    singular = np.zeros((4, 4))
    singular[0, 1], singular[1, 1] = 1.0, -1.0
    guess = np.array([nu, w, psi, np.gradient(psi, r)])
    clock = time.process_time()
    result = solve_bvp(rhs, ends, s, guess, S=singular, tol=tolerance, max_nodes=20000)
    seconds = time.process_time() - clock
    edge, mu = result.y[0, -1], -result.y[2, -1] / S
    d = densities(gas(np.array([edge]), t))
    return float(np.exp(edge) * (mu - d.free0[0] - d.free_xc[0])), seconds


def states(n: int, seed: int = 5) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return random Z 3-92, kT 0.1 eV - 1 keV, compression 0.1-100."""
    rng = np.random.default_rng(seed)
    Z = rng.integers(3, 93, n).astype(float)
    return (
        Z,
        10.0 ** rng.uniform(-1, 3, n) / 27.2114,
        rng.uniform(50, 250, n) / 10 ** rng.uniform(-1, 2, n),
    )


def timed(n: int, repeat: int = 1, **options: float) -> tuple[float, atoms.Atoms]:
    """Return seconds per state (best of `repeat`) and the solutions."""
    Z, kT, V = states(n)
    best = np.inf
    for _ in range(repeat):
        clock = time.process_time()
        found = solve_atoms(Z, kT, V, **options)
        best = min(best, (time.process_time() - clock) / n)
    return best, found


def main() -> None:
    """Print the table."""
    timed(64)
    Z, kT, V = states(24)
    bvp: dict[str, float] = {}
    for tolerance, warm, local in (
        (1e-4, False, from_tables),
        (1e-5, False, from_tables),
        (1e-5, True, from_tables),
        (1e-5, False, from_the_paper),
    ):
        functions = "exact" if local is from_tables else "fits"
        exact = solve_atoms(Z, kT, V, tolerance=1e-10, functions=functions).values
        scale = ladder.pressure_scale(exact)
        runs = [
            pressure_by_bvp(z, t, v, tolerance, warm=warm, local=local)
            for z, t, v in zip(Z, kT, V, strict=True)
        ]
        error = np.abs(np.array([p for p, _ in runs]) - exact["pressure"]) / scale
        label = f"tol {tolerance:.0e}{', warm' if warm else ''}, {local.__name__}"
        bvp[label] = float(np.mean([s for _, s in runs]))
        print(
            f"solve_bvp {label}: {bvp[label] * 1e3:.1f} ms a state, error median"
            f" {np.median(error):.1e} max {error.max():.1e} of P0"
        )
    print()
    for name, gradient in (("tfdw", 1.0), ("tfd", 0.0)):
        tight = timed(1000, gradient=gradient, tolerance=1e-10)[1]
        seconds, found = timed(1000, 3, gradient=gradient)
        good = found.solved & tight.solved
        error = np.abs(found.values["pressure"] - tight.values["pressure"])[good]
        error /= ladder.pressure_scale(tight.values)[good]
        print(
            f"{name}, batch of 1000: {seconds * 1e3:.3f} ms a state, error median"
            f" {np.median(error):.1e} max {error.max():.1e}; not solved"
            f" {int((~found.solved & found.exists).sum())}, no solution"
            f" {int((~found.exists).sum())}; solve_bvp/this = "
            + ", ".join(f"{s / seconds:.0f} ({label})" for label, s in bvp.items())
        )
        for n in (1, 10, 100, 1000, 10000):
            repeat = 3 if n > 1 else 30
            seconds = timed(n, repeat if n < 10000 else 1, gradient=gradient)[0]
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
            print(f"   batch of {n:5d}: {seconds * 1e3:.3f} ms a state, peak memory {peak:.0f} MB")
    print()
    ladders = ladder.LADDER
    for m in (33, 49, 65, 97, 129):
        ladder.LADDER = (m, m)
        seconds, found = timed(300, 2)
        print(f"tfdw on {m:3d} points (twice, no ladder): {seconds * 1e3:.3f} ms a state")
    ladder.LADDER = ladders
    Z = np.repeat([4.0, 13.0, 29.0], 15)
    V = np.repeat([54.7, 108.6, 79.7], 15) / np.tile([0.1, 1.0, 10.0], 15)
    kT = np.tile(np.repeat([0.0, 5.0, 10.0, 20.0, 50.0], 3), 3) / 27.21
    clock = time.process_time()
    solve_atoms(Z, kT, V, functions="fits")
    solve_atoms(Z, kT, V, functions="fits", gradient=0.0)
    solve_atoms(Z, kT, V, functions="fits", gradient=0.0, exchange=0.0)
    print(f"\nTables I-III, 135 states: {time.process_time() - clock:.3f} s")


if __name__ == "__main__":
    main()
