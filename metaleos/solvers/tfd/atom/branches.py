"""Two solutions of ``tfdw`` at one state: the collapsed and the diffuse core of hot thin atoms.

h falls from 1/24 to 1/72 as a density becomes degenerate, so a denser core costs less gradient
energy, and the core goes over from degenerate to classical near kT = 0.4-0.8 Z^1.8 Ha. In dense
cells it does so continuously; in thin cells (and for Z about 30 at normal density too) both kinds
of core are stationary over a range of temperatures, and the one of lower free energy is the
equilibrium: a transition of first order, where P jumps by a few 1e-3. The paper does not mention
it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.tfd.atom.screened_start import COLDEST, screened_density

if TYPE_CHECKING:
    from metaleos.solvers.arrays import BoolArray, FloatArray
    from metaleos.solvers.tfd.atom.cells import Cells

BAND = (0.8, 1.25)  # kT over that of the transition, within which both kinds of core are tried
LIGHT = 15.0  # Z below which a cell must be thinner for two cores
THIN = (100.0, 5.0)  # volume [bohr3] above which both are tried, light and heavy: found by search


def transition_estimate(Z: FloatArray, volume: FloatArray) -> FloatArray:
    """Return kT [Ha] at which the core changes, within 8 %.

    The transition was followed by continuation in T for Z = 1-35 and V = 15-40000 bohr3; its
    temperature over Z^1.8 falls with ln V as fitted here.
    """
    spread = np.log(volume / 15.0)
    result: FloatArray = (0.82 - 0.088 * spread + 0.0036 * spread**2) * Z**1.8
    return result


def may_have_two(Z: FloatArray, kT: FloatArray, volume: FloatArray, gradient: float) -> BoolArray:
    """Return which cells lie where two solutions can exist."""
    if not gradient:
        return np.zeros(Z.shape, dtype=np.bool_)
    scaled = kT / transition_estimate(Z, volume)
    thin = np.where(Z < LIGHT, *THIN)
    result: BoolArray = (scaled > BAND[0]) & (scaled < BAND[1]) & (volume > thin)
    return result


def collapsed_density(cell: Cells) -> FloatArray:
    """Return a starting ln n with the core of the cold atom in the surroundings of the hot one."""
    cold, _mu = screened_density(replace(cell, kT=np.full_like(cell.kT, COLDEST)))
    hot, _mu = screened_density(cell)
    log_n: FloatArray = np.maximum(hot, cold)
    charge = np.sum(cell.shell * cell.weights * np.exp(log_n), axis=1)
    # the core keeps its density; the electrons it takes come from outside
    return log_n + np.where(cold > hot, 0.0, np.log(cell.Z / charge)[:, None])


def diffuse_density(cell: Cells) -> FloatArray:
    """Return a starting ln n with the core of a hotter atom."""
    log_n, _mu = screened_density(replace(cell, kT=1.6 * cell.kT))
    return log_n
