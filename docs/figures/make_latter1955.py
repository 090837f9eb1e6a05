"""Redraw Figs. 1-11 of Latter (1955) from our own data.

Run as ``python docs/figures/make_latter1955.py [folder]`` (half a minute; needs matplotlib). Units
are the paper's: eV, dyn/cm2 and cm3, by CODATA.
"""

from __future__ import annotations

import sys
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np

from metaleos import constants
from metaleos.solvers.tf import batch, parameters, perturbation
from metaleos.solvers.tf.scaling import COUPLING

EV = constants.HARTREE_EV
DYN = constants.HARTREE_PER_BOHR3_GPA * 1e10
BOHR = constants.BOHR_M * 100.0
KT = np.array([1e-4, 1e-3, 1e-2, 0.1, 1.0, 10.0, 100.0, 1e3, 1e4, 1e5])

ZV = np.geomspace(1e-26, 1e-18, 161)
RADIUS = np.cbrt(0.75 / np.pi * ZV) / BOHR


def grid(temperatures, names=batch.BASIC):
    """Values on (temperature in eV, ZV), as 2-D arrays."""
    t, r = np.meshgrid(np.asarray(temperatures) / EV, RADIUS, indexing="ij")
    found = batch.evaluate(r.ravel(), t.ravel(), names)
    return {name: value.reshape(t.shape) for name, value in found.values.items()}


def axes(x, y, title):
    figure, ax = plt.subplots(figsize=(6.0, 5.0))
    ax.set_xlabel(x)
    ax.set_ylabel(y)
    ax.set_title(title, fontsize=10)
    ax.grid(alpha=0.3)
    return figure, ax


def figure_1():
    figure, ax = axes("a", "f(a)", "Fig. 1. Boundary of the admissible solutions")
    work = np.array([5.0, 3.0, 2.0, 1.0, 0.5, 0.0, -0.5, -1.0, -1.5, -2.0, -2.5, -3.0])
    ax.plot([parameters.boundary(value) for value in work], work, "o-", ms=3)
    return figure


def isotherms(name, factor, label, title, temperatures, *, shift=0.0):
    figure, ax = axes("ZV [cm3]", label, title)
    value = grid(temperatures)[name] * factor + shift
    colours = plt.get_cmap("viridis")(np.linspace(0.0, 0.95, len(temperatures)))
    for kt, row, colour in zip(temperatures, value, colours, strict=True):
        label_t = f"{kt:g} eV" if kt else "T = 0"
        ax.loglog(ZV, np.where(row > 0, row, np.nan), color=colour, label=label_t)
    ax.legend(fontsize=7)
    return figure


def contours(name, factor, levels, label, title):
    """P against ZV along lines of fixed `name`."""
    figure, ax = axes("ZV [cm3]", "P/Z^(10/3) [dyn/cm2]", title)
    names = (*batch.BASIC, "energy_above_isolated")
    value = grid(np.geomspace(1e-3, 1e5, 161), names)
    x = np.log10(np.broadcast_to(ZV, value["pressure"].shape))
    y = np.log10(value["pressure"] * DYN)
    lines = ax.contour(x, y, np.log10(value[name] * factor), levels=np.log10(levels))
    ax.clabel(lines, fmt=lambda level: f"{10**level:g}{label}", fontsize=7)
    ax.set_xlabel("log10 ZV [cm3]")
    ax.set_ylabel("log10 P/Z^(10/3) [dyn/cm2]")
    return figure


def figure_7():
    figure, ax = axes("phi(1)", "phi(0)", "Fig. 7. phi(0) against phi(1) for fixed a")
    for a in (1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0):
        phi0 = np.geomspace(1e-3, 300.0, 120)
        # a = (3/2) lam t^(1/2), t = 1/phi(0)
        r = (a * np.sqrt(phi0) / (1.5 * COUPLING)) ** (2.0 / 3.0)
        t = 1.0 / (phi0 * r)
        mu = batch.evaluate(r, t, ("chemical_potential",)).values["chemical_potential"]
        ax.semilogy(mu / t, phi0, label=f"a = {a:g}")
    ax.legend(fontsize=7)
    ax.set_xlim(-12, 8)
    return figure


def compared(name, title, label, *, scaled):
    """Exact (full) and perturbation theory (dashed), in T or in scaled variables."""
    temperatures = np.array([0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0])
    exact = grid(temperatures, (*batch.BASIC, "energy_above_isolated", "thermal_energy"))
    cold = grid([0.0], (*batch.BASIC, "energy_above_isolated"))
    theory = perturbation.evaluate(RADIUS)
    figure, ax = axes("ZV [cm3]", label, title)
    for i, kt in enumerate(temperatures):
        t2 = (kt / EV) ** 2
        if name == "pressure":
            base, full, second = cold["pressure"][0], exact["pressure"][i], theory.pressure_t2
        else:
            base, full = cold["energy_above_isolated"][0], exact["energy_above_isolated"][i]
            second = theory.total_energy_t2
        colour = f"C{i}"
        if scaled:  # the thermal part over its first term, against phi(1) of the theory
            phi1 = theory.chemical_potential / (kt / EV)
            ax.semilogx(phi1, (full - base) / (second * t2), colour, label=f"{kt:g} eV")
            ax.axhline(1.0, color="k", ls="--", lw=0.7)
            ax.set_xlabel("cold chemical potential over kT")
        else:
            ax.loglog(ZV, full / base, colour, label=f"{kt:g} eV")
            ax.loglog(ZV, 1.0 + second * t2 / base, colour, ls="--", lw=0.8)
            one = exact["chemical_potential"][i] / (kt / EV)
            if one.min() < 1 < one.max():
                at = np.interp(1.0, one[::-1], np.arange(ZV.size)[::-1])
                ax.plot(ZV[round(at)], (full / base)[round(at)], "ko", ms=3)
    if not scaled:
        ax.set_ylim(0.9, 30.0)
    ax.legend(fontsize=7)
    return figure


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "latter1955"
    folder.mkdir(parents=True, exist_ok=True)
    energy = np.array([1e-2, 0.1, 1.0, 10.0, 100.0, 1e3, 1e4, 1e5])
    isolated = 0.768745124213662 * EV
    figures = {
        1: figure_1,
        2: lambda: isotherms(
            "pressure", DYN, "P/Z^(10/3) [dyn/cm2]", "Fig. 2. Pressure at fixed T", [0.0, *KT]
        ),
        3: lambda: contours(
            "energy_above_isolated", EV, energy, " eV", "Fig. 3. Pressure at fixed energy"
        ),
        4: lambda: contours(
            "entropy",
            1.0,
            [0.01, 0.03, 0.1, 0.3, 1, 2, 5, 10, 20],
            " k",
            "Fig. 4. At fixed entropy",
        ),
        5: lambda: isotherms(
            "total_energy", EV, "dE/Z^(7/3) [eV]", "Fig. 5. Energy at fixed T", KT, shift=isolated
        ),
        6: lambda: isotherms(
            "kinetic_energy", EV, "dE_kin [eV]", "Fig. 6. Kinetic energy", KT, shift=-isolated
        ),
        7: figure_7,
        8: lambda: compared("pressure", "Fig. 8. P/P0 (dots: phi(1) = 1)", "P/P0", scaled=False),
        9: lambda: compared("energy", "Fig. 9. dE/dE0 (dots: phi(1) = 1)", "dE/dE0", scaled=False),
        10: lambda: compared(
            "pressure", "Fig. 10. Thermal pressure", "over its T^2 term", scaled=True
        ),
        11: lambda: compared("energy", "Fig. 11. Thermal energy", "over its T^2 term", scaled=True),
    }
    for number, draw in figures.items():
        figure = draw()
        figure.tight_layout()
        figure.savefig(folder / f"figure_{number:02d}.png", dpi=70)
        plt.close(figure)


if __name__ == "__main__":
    main()
