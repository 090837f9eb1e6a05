"""Cost of `tf`: batches against scipy.integrate.solve_bvp at the same accuracy, and memory.

Run with one thread (OMP_NUM_THREADS=1). Times are the least of several in one run: trust ratios.
"""

from __future__ import annotations

import resource
from time import perf_counter

import numpy as np
from scipy.integrate import solve_bvp

from metaleos.solvers import fermi_dirac
from metaleos.solvers.fermi_dirac import i_half
from metaleos.solvers.tf import batch, starts
from metaleos.solvers.tf.scaling import COUPLING


def least(call, repeats=3):
    times = []
    for _ in range(repeats):
        start = perf_counter()
        call()
        times.append(perf_counter() - start)
    return min(times)


def random_states(count, seed=1):
    rng = np.random.default_rng(seed)
    volume = 10.0 ** rng.uniform(-26, -18, count) / 5.29177210544e-9**3
    return np.cbrt(0.75 * volume / np.pi), 10.0 ** rng.uniform(-4, 5, count) / 27.211386245981


def by_scipy(r, t, tol):
    """Solve one state plainly: y and y_x in u = sqrt(x), from the uniform gas."""
    lam, scaled = COUPLING * r**1.5, t * r

    def slope(u, v):
        eta = v[0] / (scaled * u * u)
        return np.array([2 * u * v[1], 3 * lam * scaled**1.5 * u**3 * i_half(eta)])

    u = np.linspace(1e-6, 1.0, 200)
    guess = np.array([1 - 1.5 * u**2 + 0.5 * u**6, -1.5 + 1.5 * u**4])
    return solve_bvp(
        slope,
        lambda a, b: np.array([a[0] - 1.0, b[1] - b[0]]),
        u,
        guess,
        tol=tol,
        max_nodes=50000,
    )


def main():
    eta = np.random.default_rng(0).uniform(-20, 100, 1_000_000)
    for name in fermi_dirac.NAMES:
        time = least(lambda n=name: fermi_dirac.evaluate((n,), eta))
        print(f"{name:18s} {time * 1e3:6.1f} ns an evaluation")
    value = i_half(eta)
    inverse = least(lambda: fermi_dirac.i_half_inverse(value))
    print(f"{'inverse of i_half':18s} {inverse * 1e3:6.1f} ns")

    start = perf_counter()
    starts.grid(cold=False)
    starts.grid(cold=True)
    print(f"grid of starts: {perf_counter() - start:.2f} s, once per process")

    per_state = {}
    for count in (1, 100, 10_000, 100_000):
        r, t = random_states(count)
        repeats = 20 if count < 1000 else 3
        time = least(lambda r=r, t=t: batch.evaluate(r, t, batch.BASIC), repeats)
        per_state[count] = time / count
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{count:7d} states: {time / count * 1e6:9.1f} us a state, peak {peak:.0f} MB")
    r, t = random_states(10_000)
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

    # states that scipy can do from the uniform gas, at a tolerance that gives 1e-8 in P
    r, t = random_states(400, 2)
    easy = (t * r > 0.02) & (r < 30.0)
    r, t = r[easy][:25], t[easy][:25]
    exact = batch.evaluate(r, t, ("chemical_potential",)).values["chemical_potential"]
    times, misses = [], []
    for radius, temperature, mu in zip(r, t, exact, strict=True):
        start = perf_counter()
        found = by_scipy(radius, temperature, 1e-7)
        if found.success:
            times.append(perf_counter() - start)
            misses.append(
                abs(found.y[0, -1] - mu * radius) / (radius * temperature + abs(mu * radius))
            )
    print(
        f"solve_bvp: {len(times)} of {r.size} states, median {np.median(times) * 1e3:.1f} ms, mean "
        f"{np.mean(times) * 1e3:.1f} ms, median error {np.median(misses):.1e}, "
        f"worst {max(misses):.1e}"
    )
    print(f"ratio to a batch of 10,000: {np.mean(times) / per_state[10_000]:.0f} (mean)")


if __name__ == "__main__":
    main()
