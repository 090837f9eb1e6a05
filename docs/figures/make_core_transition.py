"""Draw the first-order transition of the core of `tfdw` over the volume.

Run as ``python docs/figures/make_core_transition.py [folder]`` (half a minute; needs matplotlib).
"""

from __future__ import annotations

import sys
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np

from metaleos.constants import HARTREE_EV
from metaleos.solvers.tfd.atom.core_transition import core_transition

ELEMENTS = {"C": 6.0, "Al": 13.0, "Fe": 26.0}
VOLUMES = np.geomspace(8.0, 4e4, 120)
NAME = "core_transition.png"


def figure() -> plt.Figure:
    """Return kT of the transition, and n(0) of both cores, over the volume per atom."""
    drawn, (left, right) = plt.subplots(1, 2, figsize=(10.0, 4.2), layout="constrained")
    for (symbol, z), colour in zip(ELEMENTS.items(), ("C0", "C1", "C2"), strict=True):
        found = core_transition(z, VOLUMES)
        left.plot(VOLUMES, found.kT * HARTREE_EV / z**1.8, colour, label=symbol)
        for k, line in enumerate(("-", "--")):
            right.plot(VOLUMES, found.centre[:, k] / z**3, colour + line)
    for ax in (left, right):
        ax.set_xscale("log")
        ax.set_xlabel("volume per atom [bohr3]")
        ax.grid(alpha=0.3)
    left.set_ylabel("kT of the transition / Z^1.8 [eV]")
    left.legend()
    right.set_yscale("log")
    right.set_ylabel("n(0) / Z^3 [1/bohr3]: collapsed (-), diffuse (--)")
    return drawn


def main() -> None:
    """Write the picture into the folder given, or beside this file."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    figure().savefig(folder / NAME, dpi=110, metadata={"Software": None})


if __name__ == "__main__":
    main()
