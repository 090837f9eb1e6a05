"""Print the tables of ``wh.md``: run ``python -m docs.theory.make_wh_tables`` from the root."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from benchmarks.plain.cells import cells
from benchmarks.plain.wh_metals import PAPER, elements, facts, metal, solve
from metaleos.constants import BOLTZMANN_HARTREE_K, HARTREE_EV
from metaleos.solvers.wh import PRINTED, STANDARD
from metaleos.solvers.wh.claims import claims
from metaleos.solvers.wh.differences import differences

GAS_CONSTANT = 8.314462618
MISSING = {"Tc"}  # no measured density of the liquid


def observed(name: str) -> np.ndarray:
    return np.array([np.nan if e in MISSING else facts(e, name) for e in elements()])


def print_differences(kind: str) -> None:
    metals = metal(*elements(), slip=True)
    if kind == "h":
        metals = replace(metals, ion_sphere=np.zeros(len(metals)))
    melting = np.array([facts(e, "melting_temperature") for e in elements()])
    found = differences(metals, kind, melting * BOLTZMANN_HARTREE_K)
    print(f"\nwh/{kind}: change of F in mHa, change of eta in thousandths\n")
    print("| |", " | ".join(f"{d.name} F | eta" for d in found), "|")
    print("|---|" + "---|" * (2 * len(found)))
    for i, name in enumerate(elements()):
        cells_ = [f"{1e3 * d.free_energy[i]:+.2f} | {1e3 * d.eta[i]:+.1f}" for d in found]
        print(f"| {name} |", " | ".join(cells_), "|")
    for label, reduce in (("mean", np.nanmean), ("largest", lambda x: np.nanmax(np.abs(x)))):
        row = [f"{1e3 * reduce(d.free_energy):+.2f} | {1e3 * reduce(d.eta):+.1f}" for d in found]
        print(f"| {label} |", " | ".join(row), "|")


def print_deviations() -> None:
    for convention in ("printed", "standard"):
        for kind in ("h", "vs", "iu"):
            v = solve(kind, elements(), convention).values
            eta, energy = (
                np.array(
                    [
                        next(
                            c.value
                            for c in cells(PAPER)
                            if (c.element, c.model, c.quantity) == (e, f"wh/{kind}", quantity)
                        )
                        for e in elements()
                    ]
                )
                for quantity in ("eta", "F")
            )
            a = v["packing_fraction", "total"] - eta
            b = v["free_energy", "total"] / HARTREE_EV - energy
            print(
                f"{convention} {kind}: eta rms {np.sqrt(np.mean(a**2)):.4f}, within .0025 "
                f"{np.sum(np.abs(a) <= 0.0025)}, .005 {np.sum(np.abs(a) <= 0.005)}; F mean "
                f"{np.mean(b):+.5f}, scatter {np.std(b):.5f}, within 8.5e-4 "
                f"{np.sum(np.abs(b) <= 8.5e-4)} of 27"
            )


def print_experiment() -> None:
    melting = np.array([facts(e, "melting_temperature") for e in elements()])
    measured = observed("entropy_liquid_melting") / GAS_CONSTANT
    for kind in ("h", "vs", "iu"):
        v = solve(kind, elements(), temperature=melting).values
        s, electronic = v["entropy", "total"], v["entropy", "electronic"]
        for label, difference in (("S", s - measured), ("S - S_el", s - electronic - measured)):
            rms = np.sqrt(np.nanmean(difference**2))
            print(f"{kind} {label}: mean {np.nanmean(difference):+.2f}, rms {rms:.2f} k per atom")
        if kind == "iu":
            print(", ".join(f"{e} {d:+.2f}" for e, d in zip(elements(), s - measured, strict=True)))


def main() -> None:
    print_deviations()
    print_experiment()
    for label, slip, treatment in (("standard", False, STANDARD), ("printed", True, PRINTED)):
        for claim in claims(metal(*elements(), slip=slip), elements(), treatment):
            print(f"{label} {claim.name}: {claim.holds}; {claim.finding}")
    for kind in ("h", "iu"):
        print_differences(kind)


if __name__ == "__main__":
    main()
