"""A second evaluation of the model, written from the paper's equations as plainly as possible.

Direct sum over integer vectors to a large radius, no windows, no tail integral, no series.
"""

from __future__ import annotations

from functools import cache

import numpy as np


@cache
def bcc_shells(limit: int) -> tuple[np.ndarray, np.ndarray]:
    """h^2 + k^2 + l^2 = N with h + k + l even, and how many vectors have each N."""
    edge = int(limit**0.5) + 1
    axis = np.arange(-edge, edge + 1)
    h, k = np.meshgrid(axis, axis, indexing="ij")
    count = np.zeros(limit + 1)
    for m in axis:
        n = h * h + k * k + m * m
        use = ((h + k + m) % 2 == 0) & (n <= limit) & (n > 0)
        count += np.bincount(n[use], minlength=limit + 1)
    shells = np.flatnonzero(count)
    return shells.astype(float), count[shells]


def energy(volume: float, radius: float, depth: float, field: str, limit: int = 20000) -> float:
    """E_i + E0 + E1 + E2 [Ry] of bcc with Nozieres-Pines correlation (`h` and `kl`)."""
    r_s = (3.0 * volume / (4.0 * np.pi)) ** (1.0 / 3.0)
    k_f = (3.0 * np.pi**2 / volume) ** (1.0 / 3.0)
    n, count = bcc_shells(limit)
    q = 2.0 * np.pi / (2.0 * volume) ** (1.0 / 3.0) * np.sqrt(n)
    bare = (
        -8.0
        * np.pi
        / (volume * q**2)
        * ((1.0 + depth) * np.cos(q * radius) - depth * np.sin(q * radius) / (q * radius))
    )
    y = q / (2.0 * k_f)
    chi = (
        k_f
        / (4.0 * np.pi**2)
        * (1.0 + (1.0 - y**2) / (2.0 * y) * np.log(np.abs((1.0 + y) / (1.0 - y))))
    )
    xi = 2.0 / (1.0 + 0.0254 * r_s)
    x2 = (q / k_f) ** 2
    f = {"h": x2 / (2 * (x2 + xi)), "kl": x2 / (4 * (x2 + xi)) + x2 / (4 * xi)}[field]
    second = (
        -volume / 2.0 * np.sum(count * bare**2 * chi / (1.0 + (1.0 - f) * 8.0 * np.pi / q**2 * chi))
    )
    gas = 2.21 / r_s**2 - 0.916 / r_s - 0.115 + 0.031 * np.log(r_s)
    first = 4.0 * np.pi * radius**2 * (1.0 + 2.0 * depth / 3.0) / volume
    return float(-1.7918585113635 / r_s + gas + first + second)
