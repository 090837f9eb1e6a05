"""Cost of `ha`: the whole paper, one state, the lattice cut-off, the size of a batch.

Run with one thread (OMP_NUM_THREADS=1). Times are the least of several in one run: trust ratios.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from time import perf_counter

import numpy as np

sys.path.append(str(Path(__file__).parents[1]))

from benchmarks.plain.ha import BY_NAME, PROPERTIES, covered, solve
from metaleos.solvers.ha.derived import fit_of
from metaleos.solvers.ha.energy import energy_series
from metaleos.solvers.ha.lattice_sum import lattice_sum
from metaleos.solvers.ha.third_order import triple_sum
from metaleos.solvers.ha.variants import variant
from metaleos.solvers.lattice import madelung_constant

BASIC = ("total_energy", "pressure", "bulk_modulus")


def least(call, repeats=5):
    times = []
    for _ in range(repeats):
        start = perf_counter()
        call()
        times.append(perf_counter() - start)
    return min(times)


def forget():
    for cached in (fit_of, lattice_sum, triple_sum, madelung_constant):
        cached.cache_clear()


def whole_paper():
    """All tables, third order and fits included, nothing remembered."""
    forget()
    for name in BY_NAME:
        solve(name, covered(name), convention="printed", properties=PROPERTIES)


def main():
    solve("vs", ["Na"])
    print(f"whole paper, cold        {least(whole_paper, 3) * 1e3:9.1f} ms")
    unit = None
    second_order = {"third_order_cutoff": 0.0}
    for name in ("h", "vs"):
        for label, settings in (("E P B", second_order), ("and third order", {})):
            seconds = least(
                lambda n=name, s=settings: solve(n, ["Na"], properties=BASIC, settings=s), 40
            )
            unit = unit or seconds
            ratio = seconds / unit
            print(f"one state, {name:2s} {label:16s} {seconds * 1e3:6.2f} ms  ratio {ratio:6.2f}")
    print(
        "lattice cut-off (kF), points, ms a state, deviation of E, P, B (Ry, GPa, GPa) from 60 kF:"
    )
    at = np.linspace(100.0, 187.0, 1000)
    best = energy_series(variant("h"), lattice_sum("bcc", cutoff=60.0), at, 1.384, 0.6885)
    for cutoff in (10.0, 12.0, 16.0, 20.0, 24.0, 32.0, 48.0):
        points = lattice_sum("bcc", cutoff=cutoff)
        run = partial(energy_series, variant("h"), points, at, 1.384, 0.6885)
        seconds, total = least(run, 3) / 1000, run().terms["total"]
        d = np.abs(total - best.terms["total"])
        p, b = d[1] / at * 14710.5, (2 * d[2] + d[1]) / at * 14710.5
        print(
            f"  {cutoff:5.0f} {len(points.x):6d} {seconds * 1e3:8.4f} ms   "
            f"{d[0].max():.1e}  {p.max():.1e}  {b.max():.1e}"
        )
    print("batch size, microseconds a state (vs, E P B without third order), ratio to one:")
    one = None
    for size in (1, 10, 100, 1000, 10000):
        metals = ["Na"] * size
        ratio = np.linspace(0.8, 1.2, size)
        seconds = least(
            lambda m=metals, r=ratio: solve(
                "vs", m, ratio=r, properties=BASIC, settings={"third_order_cutoff": 0.0}
            ),
            3,
        )
        one = one or seconds
        print(f"  {size:6d} {seconds / size * 1e6:9.1f}  {seconds / size / one:6.3f}")


if __name__ == "__main__":
    main()
