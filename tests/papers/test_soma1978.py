"""`ha` in the convention `printed` against the tables of Soma et al. (1978).

The paper truncates rather than rounds, so one unit of the last place is always allowed. Larger
tolerances are stated where they stand, with their reason. Cells that no natural evaluation
reproduces are listed by name: the test fails when one of them starts to agree, too.
"""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks.plain.cells import Cell, cells
from benchmarks.plain.ha import BY_NAME, PROPERTIES, covered, solve
from metaleos.constants import RYDBERG_EV

STORED_PER_PRINTED = {
    "Ry": RYDBERG_EV,
    "eV": 1.0,
    "1e10 dyn/cm2": 1.0,
    "1e11 dyn/cm2": 10.0,
    "bohr": 1.0,
    "": 1.0,
}
FITTED = {"h", "kl", "sstl", "vs"}


@cache
def solved(variant: str):
    metals = covered(variant)
    return metals, solve(variant, metals, convention="printed", properties=PROPERTIES)


def table(*names: str) -> list[Cell]:
    return [
        c
        for c in cells("soma_1978")
        if c.table in names and c.model.startswith("ha/") and c.value is not None
    ]


def ours(cell: Cell) -> float:
    """Our value in the unit of the cell."""
    metals, solution = solved(cell.model.removeprefix("ha/"))
    value = solution.values[cell.property, cell.term][metals.index(cell.element)]
    return float(value) / STORED_PER_PRINTED[cell.unit]


def last_place(cell: Cell) -> float:
    _, _, decimals = cell.printed.partition(".")
    return 10.0 ** -len(decimals)


def name(cell: Cell) -> str:
    return f"{cell.element} {cell.model.removeprefix('ha/')} {cell.quantity}"


def outside(found: list[Cell], tolerance) -> set[str]:
    """Names of cells that differ by more than the tolerance and one unit of the last place."""
    return {
        name(c)
        for c in found
        if not abs(ours(c) - c.value) <= max(tolerance(c), last_place(c) * (1.0 + 1e-9))
    }


def test_every_cell_is_covered():
    every = table("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI")
    assert len({c.model for c in every}) == len(BY_NAME) == 9
    for cell in every:
        assert cell.element in covered(cell.model.removeprefix("ha/")), cell
    assert sum(c.table == "III" for c in every) == 123


@pytest.mark.long
def test_table_1_first_zeros():
    # two printed digits; K m.Ho, K P-C-P and Na m.Ho are 0.009-0.010 off
    assert outside(table("I"), lambda c: 0.0103) == set()


@pytest.mark.long
def test_table_2_fits():
    found = [c for c in table("II") if c.model.removeprefix("ha/") in FITTED]
    none = {"Cs sstl R_M", "Cs sstl u", "Cs vs R_M", "Cs vs u"}
    # The paper's R_M lies on a grid of 0.001 bohr and its q0 is known to 2e-5 only. dP/dR_M falls
    # from Li to Cs, where it vanishes between the two roots: the error of R_M grows likewise.
    radius = {"Li": 0.0035, "Na": 0.0035, "K": 0.0035, "Rb": 0.02, "Cs": 0.02}

    def tolerance(c: Cell) -> float:
        return radius[c.element] if c.quantity == "R_M" else 0.004

    assert outside(found, tolerance) == none


def test_caesium_fit_without_solution_says_so():
    for variant in ("sstl", "vs"):
        metals, solution = solved(variant)
        reason = solution.missing["model_radius"][metals.index("Cs")]
        assert reason.startswith("no R_M gives zero pressure")
    for variant in ("h", "kl"):  # the two roots: the paper prints the smaller
        metals, solution = solved(variant)
        row = metals.index("Cs")
        assert solution.values["model_radius", "root_2"][row] > 4.8


def test_table_3_form_factors():
    assert outside(table("III"), lambda c: 1.1e-4) == set()


def test_table_4_energies():
    found = [c for c in table("IV") if c.quantity == "E"]
    assert len(found) == 41
    assert outside(found, lambda c: 1.4e-4) == set()


def test_table_4_cohesive_energies():
    found = [c for c in table("IV") if c.quantity == "E_coh"]
    # 13.6 eV times the tolerance of E; Li is printed with two decimals
    assert outside(found, lambda c: 13.6 * 1.4e-4 + last_place(c) / 2) == set()


def test_table_5_bulk_moduli_of_others():
    found = [c for c in table("V") if c.model in {"ha/mho", "ha/pcp"}]
    # K, Rb, Cs and Na to 1 %; Li m.Ho 1.6 %: P2, B2 of the earlier models carry their own error
    assert outside(found, lambda c: 0.017 * c.value) == set()


def test_table_6_terms_of_the_energy():
    # E_i and E0 of the present models and E1, E2 of all; misprints are read as corrected
    assert outside(table("VI"), lambda c: 1.4e-4) == set()


def test_table_7_pressures():
    exact = [c for c in table("VII") if c.quantity in {"Pi", "P0", "P1"}]
    # the six-point polynomial of the S-S-T-L E_c wiggles in its derivative
    wiggles = {f"{e} pcp P0" for e in ("Li", "Na", "Rb", "Cs")}
    assert outside(exact, lambda c: 0.0103) == wiggles


def test_table_7_totals_and_second_order():
    """P = 0 with the correlation energy behind the totals; P2 follows by subtraction."""
    totals = [c for c in table("VII") if c.model in {"ha/pcp", "ha/vs"} and c.quantity == "P"]
    # a unit in the last digit of R_M moves P of Li by 0.02; Table II has three decimals
    assert outside(totals, lambda c: 0.012) == set()
    second = [c for c in table("VII") if c.model == "ha/vs" and c.quantity == "P2"]
    # the truncation of P_i, P0, P1 and the zero adds up to two units
    assert outside(second, lambda c: 0.02) == set()


def test_table_8_bulk_moduli():
    found = [c for c in table("VIII") if c.quantity in {"Bi", "B0", "B1"}]
    wiggles = {f"{e} pcp B0" for e in ("Li", "Na", "K", "Rb")}
    assert outside(found, lambda c: 0.002) == wiggles


# B2 of the present model: the exact derivative, from an independent reproduction, beside the print
EXACT_B2 = {"Li": -1.739, "Na": -0.289, "K": -0.071, "Rb": -0.024, "Cs": -0.0125}


@pytest.mark.parametrize("metal", EXACT_B2)
def test_second_order_bulk_modulus_is_the_exact_derivative(metal):
    found = solve("vs", [metal], properties=("bulk_modulus",)).values
    assert found["bulk_modulus", "second_order"][0] / 10.0 == pytest.approx(
        EXACT_B2[metal], abs=1e-3
    )


@pytest.mark.parametrize("metal", EXACT_B2)
def test_second_order_bulk_modulus_disagrees(metal):
    """Verdict `disagrees`: the E_c behind the totals explains the sign for Cs, not the size."""
    (cell,) = (
        c for c in table("VIII") if c.model == "ha/vs" and c.quantity == "B2" and c.element == metal
    )
    assert ours(cell) * cell.value > 0.0
    assert abs(ours(cell) - cell.value) > 0.01
    # nearer than the exact derivative of the model itself, apart from Li, which E_c leaves alone
    if metal != "Li":
        assert abs(ours(cell) - cell.value) < abs(EXACT_B2[metal] - cell.value)


@pytest.mark.parametrize(("quantity", "least"), [("E3", 15), ("P3", 21), ("B3", 11)])
def test_third_order_tables(quantity, least):
    """Within 5 % or one unit: as many cells as the paper's apparent restriction explains."""
    found = [c for c in table("IX", "X", "XI") if c.quantity == quantity]
    assert len(found) == 26
    assert 26 - len(outside(found, lambda c: 0.05 * abs(c.value))) >= least


def test_third_order_pressures_of_sodium_and_potassium():
    """All twelve, which were not used when the restriction was found."""
    found = [c for c in table("X") if c.quantity == "P3" and c.element in {"Na", "K"}]
    assert len(found) == 12
    assert outside(found, lambda c: 0.05 * abs(c.value)) == set()


@pytest.mark.parametrize(
    "cell",
    [
        c
        for c in table("IX")
        if c.quantity == "E3"
        and (c.element, c.model)
        in {("Li", "ha/vs"), ("Rb", "ha/vs"), ("Cs", "ha/vs"), ("Rb", "ha/al"), ("Cs", "ha/al")}
    ],
    ids=name,
)
def test_halved_third_order_energies(cell):
    """Printed at half of what the rest of the table follows: 0.5 of ours within a unit or 5 %."""
    assert 0.5 * ours(cell) == pytest.approx(cell.value, rel=0.05, abs=last_place(cell))
