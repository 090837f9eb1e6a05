"""Cost of `tf`: batches against scipy.integrate.solve_bvp at the same accuracy, and memory.

Run with one thread (OMP_NUM_THREADS=1). CPU times, the least of several in one run: trust ratios.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path
from time import process_time

import numpy as np

sys.path.append(str(Path(__file__).parents[1]))

from benchmarks.plain.tf import by_scipy, random_states
from metaleos.solvers import fermi_dirac
from metaleos.solvers.fermi_dirac import i_half
from metaleos.solvers.tf import batch, starts

ROUNDS = 5


def least(call, repeats=3):
    times = []
    for _ in range(repeats):
        start = process_time()
        call()
        times.append(process_time() - start)
    return min(times)


def solve_bvp_times(max_nodes: int = 50000) -> tuple[list[float], list[float], int]:
    """Time scipy where it can start from the uniform gas, at a tolerance that gives 1e-8 in P.

    Returns
    -------
    times, misses : list of float
        Seconds a state, and the error of y at the boundary.
    tried : int
        States, of which some fail.
    """
    r, t = random_states(400, 2)
    easy = (t * r > 0.02) & (r < 30.0)
    r, t = r[easy][:25], t[easy][:25]
    exact = batch.evaluate(r, t, ("chemical_potential",)).values["chemical_potential"]
    times, misses = [], []
    for radius, temperature, mu in zip(r, t, exact, strict=True):
        start = process_time()
        found = by_scipy(radius, temperature, 1e-7, max_nodes=max_nodes)
        if found.success:
            times.append(process_time() - start)
            misses.append(
                abs(found.y[0, -1] - mu * radius) / (radius * temperature + abs(mu * radius))
            )
    return times, misses, r.size


def seconds_a_state(count: int, repeats: int = 3) -> float:
    """Return the least time of a batch of random states over their number."""
    r, t = random_states(count, 1)
    return least(lambda: batch.evaluate(r, t, batch.BASIC), repeats) / count


def ratios() -> dict[str, float]:
    """Return the ratios that ``limits.toml`` bounds."""
    seconds_a_state(10_000, 1)  # the grid of starts, once per process
    # few nodes: without the one state that takes a second, and the others fail at once
    rounds = [seconds_a_state(10_000, 1) / np.mean(solve_bvp_times(2000)[0]) for _ in range(ROUNDS)]
    return {"tf": float(np.median(rounds))}


def main():
    eta = np.random.default_rng(0).uniform(-20, 100, 1_000_000)
    for name in fermi_dirac.NAMES:
        time = least(lambda n=name: fermi_dirac.evaluate((n,), eta))
        print(f"{name:18s} {time * 1e3:6.1f} ns an evaluation")
    value = i_half(eta)
    inverse = least(lambda: fermi_dirac.i_half_inverse(value))
    print(f"{'inverse of i_half':18s} {inverse * 1e3:6.1f} ns")

    start = process_time()
    starts.grid(cold=False)
    starts.grid(cold=True)
    print(f"grid of starts: {process_time() - start:.2f} s, once per process")

    per_state = {}
    for count in (1, 100, 10_000, 100_000):
        per_state[count] = seconds_a_state(count, 20 if count < 1000 else 3)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{count:7d} states: {per_state[count] * 1e6:9.1f} us a state, peak {peak:.0f} MB")
    r, t = random_states(10_000, 1)
    for label, names in (
        ("isolated", batch.ISOLATED),
        ("cold", batch.COLD),
        ("responses", batch.RESPONSES),
        ("all", batch.NAMES),
    ):
        time = least(lambda n=names: batch.evaluate(r, t, (*batch.BASIC, *n)))
        print(f"  with {label:10s} {time / 1e4 * 1e6:8.1f} us a state")
    time = least(lambda: batch.evaluate(r, 0.0 * t, batch.BASIC))
    print(f"  T = 0           {time / 1e4 * 1e6:8.1f} us a state")

    times, misses, tried = solve_bvp_times()
    print(
        f"solve_bvp: {len(times)} of {tried} states, median {np.median(times) * 1e3:.1f} ms, mean "
        f"{np.mean(times) * 1e3:.1f} ms, median error {np.median(misses):.1e}, "
        f"worst {max(misses):.1e}"
    )
    print(f"ratio to a batch of 10,000: {np.mean(times) / per_state[10_000]:.0f} (mean)")


if __name__ == "__main__":
    main()
