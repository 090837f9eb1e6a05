"""Random scaled states over the range that Latter's figures cover."""

from __future__ import annotations

import numpy as np

BOHR_CM = 5.29177210544e-9
HARTREE_EV = 27.211386245981


def random_states(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """r~ [bohr] and T~ [hartree]: ZV from 1e-26 to 1e-18 cm3, kT/Z^(4/3) from 1e-4 to 1e5 eV."""
    rng = np.random.default_rng(seed)
    volume = 10.0 ** rng.uniform(-26, -18, count) / BOHR_CM**3
    temperature = 10.0 ** rng.uniform(-4, 5, count) / HARTREE_EV
    return np.cbrt(0.75 * volume / np.pi), temperature
