"""Liquid transition metals: the solver against a plain ``minimize_scalar`` over ``quad``.

Run as ``python -m benchmarks.bench_wh``. Both do the same physics (all
space, Percus-Yevick); the plain way is timed on three metals and scaled to the 27.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
from scipy.optimize import minimize_scalar

sys.path.append(str(Path(__file__).parents[1]))

from benchmarks.plain.wh import plain
from benchmarks.plain.wh_metals import elements, metal, solve
from metaleos.solvers.wh import PRINTED, STANDARD, free_energy, minimise

KINDS = ("h", "vs", "iu")
SAMPLE = ("Ti", "Mo", "Au")


def best(function, repeats: int = 5) -> float:
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    metals = metal(*elements(), slip=True)

    def all_81(treatment) -> None:
        for kind in KINDS:
            free_energy(metals, kind, minimise(metals, kind, treatment).eta, treatment)

    def adapter(convention: str) -> None:
        for kind in KINDS:
            solve(kind, elements(), convention)

    def naive() -> None:
        for kind in KINDS:
            for name in SAMPLE:
                other = plain(metal(name), kind)
                minimize_scalar(
                    other.eta_dependent,
                    bounds=(0.2, 0.59),
                    method="bounded",
                    options={"xatol": 1e-7},
                )
                other.volume_energy()

    standard, printed = best(lambda: all_81(STANDARD)), best(lambda: all_81(PRINTED))
    slow = best(naive, 1) * 81 / (len(KINDS) * len(SAMPLE))
    print(f"81 minimisations, all terms of F, standard   {standard:8.3f} s")
    print(f"81 minimisations, all terms of F, printed    {printed:8.3f} s")
    for convention in ("standard", "printed"):
        seconds = best(lambda c=convention: adapter(c), 3)
        print(f"81 states, every scalar with errors, {convention:9s}{seconds:7.3f} s")
    print(f"81 plain minimisations over quad, standard   {slow:8.2f} s")
    print(f"ratio plain/solver                           {slow / standard:8.0f}")

    potential, r = metal("Ti").pair_potential("iu"), np.linspace(3.0, 20.0, 500)
    scattered = np.geomspace(3.0, 20.0, 500)
    other = plain(metal("Ti"), "iu")
    even, uneven = best(lambda: potential(r), 50), best(lambda: potential(scattered), 20)
    quads = best(lambda: [other.u_s(x) for x in r[::25]], 1) * 25
    print(f"u(r) on 500 even points                      {1e3 * even:8.2f} ms")
    print(f"u(r) on 500 uneven points                    {1e3 * uneven:8.2f} ms")
    print(f"ratio quad/solver                            {quads / even:8.0f}")


if __name__ == "__main__":
    main()
