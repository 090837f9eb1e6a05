"""Speed of `tfd` and `tfdw` against a `solve_bvp` script, in one run.

Run as ``OMP_NUM_THREADS=1 python -m benchmarks.bench_tfd``. Prints CPU times per state, their
ratio to the script's, the error of each at the same states, the cost against mesh and batch size,
and the time for Tables I-III. The script solves Eq. 7 and Poisson's equation as a boundary value
problem. Its local functions are either the package's own tables, which favours it (the ratio is
then that of the methods), or what one would type from the paper: the fits of App. A and B by
`np.polyval` and Eq. 24 as it stands. It starts from the screened charge, or from the solution
disturbed by 2 %, which favours it too. Memory is the peak of the process.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

sys.path.append(str(Path(__file__).parents[1]))

from benchmarks.plain.tfd import from_tables, from_the_paper, pressure, problem
from metaleos.solvers.tfd import Physics, solve_atoms
from metaleos.solvers.tfd.atom import atoms, ladder

ROUNDS = 5


def states(n: int, seed: int = 5) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return random Z 3-92, kT 0.1 eV - 1 keV, compression 0.1-100."""
    rng = np.random.default_rng(seed)
    Z = rng.integers(3, 93, n).astype(float)
    return (
        Z,
        10.0 ** rng.uniform(-1, 3, n) / 27.2114,
        rng.uniform(50, 250, n) / 10 ** rng.uniform(-1, 2, n),
    )


def timed(n: int, repeat: int = 1, **options: Any) -> tuple[float, atoms.Atoms]:
    """Return seconds per state (best of `repeat`) and the solutions."""
    Z, kT, V = states(n)
    best = np.inf
    for _ in range(repeat):
        clock = time.process_time()
        found = solve_atoms(Z, kT, V, **options)
        best = min(best, (time.process_time() - clock) / n)
    return best, found


def by_bvp(
    tolerance: float, *, warm: bool = False, local=from_tables, count: int = 24
) -> tuple[np.ndarray, np.ndarray]:
    """Return the pressures [Ha/bohr3] of the first random states by `solve_bvp`, and seconds."""
    found, seconds = [], []
    for Z, kT, V in zip(*states(count), strict=True):
        solve = problem(Z, kT, V, warm=warm, local=local)
        clock = time.process_time()
        result = solve(tolerance)
        seconds.append(time.process_time() - clock)
        found.append(pressure(result, kT, V))
    return np.array(found), np.array(seconds)


def ratios() -> dict[str, float]:
    """Return the ratios that ``limits.toml`` bounds."""
    timed(64)
    rounds = [timed(1000)[0] / by_bvp(1e-4)[1].mean() for _ in range(ROUNDS)]
    return {"tfdw": float(np.median(rounds))}


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
        exact = solve_atoms(Z, kT, V, tolerance=1e-10, physics=Physics(functions=functions)).values
        scale = ladder.pressure_scale(exact)
        found, seconds = by_bvp(tolerance, warm=warm, local=local)
        error = np.abs(found - exact["pressure"]) / scale
        label = f"tol {tolerance:.0e}{', warm' if warm else ''}, {local.__name__}"
        bvp[label] = float(seconds.mean())
        print(
            f"solve_bvp {label}: {bvp[label] * 1e3:.1f} ms a state, error median"
            f" {np.median(error):.1e} max {error.max():.1e} of P0"
        )
    print()
    for name, gradient in (("tfdw", 1.0), ("tfd", 0.0)):
        tight = timed(1000, physics=Physics(gradient), tolerance=1e-10)[1]
        seconds, found = timed(1000, 3, physics=Physics(gradient))
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
            seconds = timed(n, repeat if n < 10000 else 1, physics=Physics(gradient))[0]
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
    solve_atoms(Z, kT, V, physics=Physics(functions="fits"))
    solve_atoms(Z, kT, V, physics=Physics(0.0, functions="fits"))
    solve_atoms(Z, kT, V, physics=Physics(0.0, 0.0, "fits"))
    print(f"\nTables I-III, 135 states: {time.process_time() - clock:.3f} s")


if __name__ == "__main__":
    main()
