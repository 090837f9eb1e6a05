"""Times of elasticity, phonons and the pair potential against the bars of the issue.

Prints milliseconds, ratios to the bar (below 1 is within) and ratios between the pieces, which do
not depend on the machine. Run: ``python -m benchmarks.bench_phonons``.
"""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.ha.lattice_dynamics.density_of_states import density_of_states, phonon_mesh
from metaleos.solvers.ha.lattice_dynamics.dynamical_matrix import Ion, dynamical_matrix
from metaleos.solvers.ha.lattice_dynamics.elastic import elasticity
from metaleos.solvers.ha.lattice_dynamics.long_waves import long_waves
from metaleos.solvers.ha.lattice_dynamics.phonons import dispersion, wavevectors
from metaleos.solvers.ha.pair_potential import pair_potential
from metaleos.solvers.ha.variants import variant

if TYPE_CHECKING:
    from collections.abc import Callable

MASS = 22.98976928
STATE = (variant("vs"), "bcc", 254.732, 2.085, -0.3074)


def best(run: Callable[[], object], repeats: int = 5) -> float:
    run()
    times = []
    for _ in range(repeats):
        start = perf_counter()
        run()
        times.append(perf_counter() - start)
    return min(times)


def main() -> None:
    ion = Ion(*STATE)
    zeta = np.linspace(0.01, 1.0, 100)
    r = np.linspace(2.0, 40.0, 381)
    q = np.concatenate([wavevectors(ion, d, zeta[:10]) for d in ("100", "110", "111")])

    phonons = best(lambda: dispersion(ion, MASS, zeta))
    whole = best(lambda: dynamical_matrix(ion, q), 2) * 10.0
    elastic = best(lambda: elasticity(*STATE))
    many = best(lambda: elasticity(STATE[0], "bcc", np.full(2000, 254.732), *STATE[3:]), 2)
    waves = best(lambda: long_waves(ion))
    coarse = Ion(*STATE, 10.0)
    mesh = best(lambda: phonon_mesh(coarse, MASS), 2)
    grid = phonon_mesh(coarse, MASS)
    density = best(lambda: density_of_states(grid, np.linspace(0.0, 5.0, 201)), 2)
    pair = best(lambda: pair_potential(STATE[0], *STATE[2:], r))

    print(f"dispersion, 3 x 100 q      {phonons * 1e3:8.1f} ms   {phonons / 0.5:6.3f} of the bar")
    print(f"  without stars of G       {whole * 1e3:8.1f} ms   {whole / phonons:6.1f} times that")
    print(f"elastic constants, 1 state {elastic * 1e3:8.2f} ms   {elastic / 0.02:6.3f} of the bar")
    print(f"  each of 2000 states      {many / 2.0:8.2f} ms   {many / 2000 / elastic:6.2f} of one")
    print(
        f"long waves by the matrix   {waves * 1e3:8.2f} ms   {waves / elastic:6.1f} times elastic"
    )
    print(f"mesh of 16^3 wavevectors   {mesh * 1e3:8.1f} ms   {mesh / phonons:6.2f} of dispersion")
    print(f"density of states, 201     {density * 1e3:8.1f} ms   {density / mesh:6.2f} of the mesh")
    print(f"pair potential, 381 r      {pair * 1e3:8.1f} ms   {pair / phonons:6.2f} of dispersion")


if __name__ == "__main__":
    main()
