"""Why printed cells are known to be wrong or cannot be reproduced: the rules, first match wins.

A rule names cells by what it gives: table, element, model, quantity, label, state (a part of it),
printed. Values are tuples of alternatives. A reading is a reason of its own and needs no rule
(`reading_kind` and `reading_reason` of papers/*.csv). Everything here was found by the independent
reproductions of the four papers; where the cell's own note in papers/*.csv says more, the note is
the explanation and the rule gives only the kind.
"""

from __future__ import annotations

from dataclasses import dataclass

PRESENT = ("ha/h", "ha/kl", "ha/sstl", "ha/vs")
OTHERS = ("ha/ho", "ha/mho", "ha/bkk", "ha/al")
HALF = "exactly or nearly half of the restricted sum that reproduces the other cells"
THIRD = (
    "the paper's third-order sum takes G1 only from the 12 {110} vectors (triples weigh 1, 2/3, "
    "1/3 or 0): inferred from the numbers; a full sum gives other values"
)
B2 = "the printed second-order bulk modulus has no natural explanation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One reason; an empty selector matches everything, an empty explanation takes the note."""

    kind: str
    explanation: str = ""
    table: tuple[str, ...] = ()
    element: tuple[str, ...] = ()
    model: tuple[str, ...] = ()
    quantity: tuple[str, ...] = ()
    label: tuple[str, ...] = ()
    state: str = ""
    printed: tuple[str, ...] = ()


SOMA = (
    # misprints and slips
    Rule(table=("VII",), element=("Li",), quantity=("Pi",), kind="misprint"),
    Rule(table=("VI",), element=("Cs",), quantity=("Ei",), kind="convention"),
    Rule(table=("IX",), element=("K",), model=("ha/mho",), quantity=("R_E",), kind="misprint"),
    # scan
    Rule(table=("II",), element=("Li",), model=("ha/bkk",), printed=("*",), kind="scan"),
    Rule(table=("III",), element=("Li",), quantity=("V_S(110)",), model=("ha/h", "ha/pcp"),
         kind="scan"),
    # fitted parameters that the printed digits do not fix
    Rule(table=("II",), element=("Cs",), model=PRESENT, quantity=("R_M",), kind="unknown",
         explanation="ill-posed: dP/dR_M is near zero; two roots of P(R_M) = 0 for h and kl, none "
         "for sstl and vs, where the printed value sits at the extremum of P"),
    Rule(table=("II",), element=("Rb",), model=PRESENT, quantity=("R_M",), kind="unknown",
         explanation="our fit differs by about 0.02 bohr: P(R_M) is flat, so R_M is badly fixed"),
    # the second-order bulk modulus and what follows from it
    Rule(table=("VIII",), model=("ha/vs",), quantity=("B2",), kind="unknown",
         explanation=f"{B2}: the exact derivatives at fixed R_M and u are -1.739, -0.289, -0.071, "
         "-0.024, -0.0125 (Li ... Cs, 1e11 dyn/cm2)"),
    Rule(table=("V",), model=PRESENT, quantity=("B",), kind="unknown",
         explanation=f"{B2}, and the total contains it (Li 24 to 41 % off)"),
    Rule(table=("V",), model=("ha/pcp",), quantity=("B",), kind="convention",
         explanation="the totals P and B use the Nozieres-Pines correlation energy, the printed P0 "
         "and B0 that of S-S-T-L"),
    Rule(table=("V",), model=("ha/ho", "ha/bkk", "ha/al"), quantity=("B",), kind="unknown",
         explanation=f"{B2} (also of the earlier models), and the total contains it"),
    Rule(table=("VIII",), model=OTHERS, quantity=("B2",), kind="unknown", explanation=B2),
    Rule(table=("VII",), model=OTHERS, quantity=("P2",), kind="unknown",
         explanation="the second-order pressure is off by 0.01 to 0.9 (1e10 dyn/cm2); 4096 subsets "
         "of forgotten volume dependence and other causes were excluded"),
    Rule(table=("VII",), model=("ha/pcp",), quantity=("P0",), kind="convention"),
    Rule(table=("VIII",), element=("Rb",), model=("ha/pcp",), quantity=("B0",), kind="convention"),
    Rule(table=("VII", "VIII"), model=("ha/pcp",), quantity=("P2", "B2"), kind="convention",
         explanation="comes by subtraction: total with Nozieres-Pines, P0 and B0 with S-S-T-L"),
    # third order
    Rule(table=("IX",), element=("Li", "Rb", "Cs"), model=("ha/vs",), quantity=("E3",),
         kind="unknown", explanation=HALF),
    Rule(table=("IX",), element=("Rb", "Cs"), model=("ha/al",), quantity=("E3",), kind="unknown",
         explanation=HALF),
    Rule(table=("X",), element=("Li",), model=("ha/vs",), quantity=("P3",), kind="unknown",
         explanation=HALF),
    Rule(table=("IX",), element=("Li",), model=("ha/al", "ha/pcp"), quantity=("E3",),
         kind="unknown", explanation="unexplained by the restricted sum"),
    Rule(table=("IX",), element=("Cs",), model=("ha/vs",), quantity=("R_E",), kind="convention"),
    Rule(table=("X",), element=("Li",), model=("ha/ho",), quantity=("R_p",), kind="unknown"),
    Rule(table=("XI",), element=("Cs",), model=("ha/vs",), quantity=("B3",), kind="unknown"),
    Rule(table=("IX", "X", "XI"), quantity=("E3", "P3", "B3", "R_E", "R_p", "R_B"),
         kind="convention", explanation=THIRD),
)  # fmt: skip

BRETONNET = (
    Rule(table=("I", "II", "III"), element=("Sc", "Ti"), quantity=("d", "P_d"), kind="convention"),
    Rule(element=("Mn",), quantity=("d", "P_d"), table=("I",), kind="unknown"),
    Rule(element=("Cu",), quantity=("P_d",), kind="constants"),
    Rule(element=("Tc",), quantity=("P_HS",), kind="unknown"),
    Rule(element=("Ru",), quantity=("P_HS",), kind="unknown"),
    Rule(element=("Cr",), quantity=("P_HS",), kind="unknown",
         explanation="implies a temperature 2 to 3 % below the melting point"),
    Rule(element=("Rh",), table=("II",), quantity=("Z_d",), kind="misprint",
         explanation="the row is headed Rn; it must be Rh"),
    Rule(element=("La",), quantity=("r_d", "P_d"), kind="misprint"),
    Rule(element=("Os",), quantity=("d", "P_d"), table=("III",), kind="convention"),
    Rule(element=("Ir",), quantity=("d",), kind="misprint"),
    Rule(element=("Ir",), quantity=("P_d",), kind="convention"),
    Rule(element=("Pt",), quantity=("R_c",), kind="unknown"),
    Rule(element=("Au",), quantity=("P_d",), kind="convention"),
    Rule(table=("I", "II", "III"), quantity=("P_d",), kind="convention",
         element=("Y", "Co", "Zr", "Ru", "Rh", "Pd", "Ag", "Hf", "Ta", "Pt"),
         explanation="quoted by the paper from Wills and Harrison; the printed d and r_d with "
         "n = 12 give a value 3 to 11 % off"),
    Rule(table=("V",), element=("Tc",), quantity=("F",), kind="unknown"),
    Rule(table=("V",), element=("Ru",), quantity=("F",), kind="unknown",
         explanation="F fits a temperature of about 2560 K, the printed P_HS one of 2525 K"),
    Rule(table=("VI",), element=("Au",), quantity=("F",), kind="convention"),
)  # fmt: skip

LATTER = (
    Rule(label=("row 7(a) FMT1949",), quantity=("P/Z^(10/3)", "E_tot/(Z kT)", "E_kin/(Z kT)"),
         kind="unknown"),
    Rule(label=("row 7(a) FMT1949",), quantity=("-E_pot/(Z kT)",), kind="unknown"),
    Rule(label=("row 6(b) Latter1955", "row 7(b) Latter1955", "row 9(b) Latter1955"),
         quantity=("Z V", "P/Z^(10/3)", "E_tot/(Z kT)"), kind="convention"),
    Rule(label=tuple(f"row {n}(a) FMT1949" for n in (3, 6, 10, 11)),
         quantity=("P/Z^(10/3)", "E_tot/(Z kT)", "-E_pot/(Z kT)", "E_kin/(Z kT)"), kind="unknown",
         explanation="numerical error of the 1949 integration: the row is off by 1 to 16 %"),
)  # fmt: skip

PERROT = (
    Rule(element=("Be",), model=("tfdw",), quantity=("P",), printed=("25.05", "258.8"),
         kind="unknown"),
    Rule(element=("Cu",), printed=("48.05", "30.60"), quantity=("E",), kind="unknown"),
    Rule(model=("tfdw",), quantity=("P",), kind="unknown",
         explanation="the printed TFDW pressures are high, of all three metals"),
)  # fmt: skip

RULES = {
    "soma_1978": SOMA,
    "bretonnet_derouiche_1990": BRETONNET,
    "latter_1955": LATTER,
    "perrot_1979": PERROT,
}
