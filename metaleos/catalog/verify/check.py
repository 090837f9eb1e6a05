"""One outcome of the harness, and how it is graded."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from math import isfinite
from typing import Literal

Kind = Literal["integrity", "paper", "claim", "fact"]
Grade = Literal["pass", "fail", "not_applicable"]

BOUND = 1e-4
"""Of a property's largest term: no error estimate gives more room (P of an alkali metal to 1e-3
GPa). The papers print three or four digits: a fault that estimates hide shows in none of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One verification of one model, or of the shipped facts.

    Parameters
    ----------
    kind : {"integrity", "paper", "claim", "fact"}
        Whether it tests the model against itself, against a printed table, a statement of the
        paper, or one fact against others.
    name : str
        The identity or statement: ``P = -dF/dV``.
    model, element, convention, state : str
        What was tested; element ``*`` where it is all of them.
    residual, tolerance : float or None
        In the unit that `detail` names.
    detail : str
        What was compared with what.
    """

    kind: Kind
    name: str
    model: str
    element: str
    convention: str
    state: str
    residual: float | None
    tolerance: float | None
    grade: Grade
    detail: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What a check is about: model, convention, element and state in words."""

    model: str
    convention: str
    element: str
    state: str

    def judged(
        self,
        name: str,
        found: float,
        expected: float,
        tolerance: float,
        unit: str,
        sharp: float = 0.0,
        largest: float = 0.0,
    ) -> Check:
        """Grade ``found`` against ``expected``; NaN of either is a failure.

        `sharp` is what rounding and differencing alone leave: within it the identity holds,
        whatever the solver's error estimates (which `tolerance` has too). Beyond it, a residual
        within the estimates that is more than `BOUND` of the value (of the `largest` term, where
        that is given) proves nothing: not applicable.
        """
        residual = abs(found - expected)
        detail = f"{found:.10g} against {expected:.10g} {unit}".rstrip()
        if not isfinite(residual) or not isfinite(tolerance):
            text = f"{detail}: a value or its error is missing"
            return self.row(name, grade="fail", detail=text)
        grade: Grade = "fail" if residual > max(tolerance, sharp) else "pass"
        bound = max(sharp, BOUND * max(abs(found), abs(expected), largest))
        if grade == "pass" and residual > bound:
            grade, detail = "not_applicable", f"{detail}: the errors are too wide to tell"
        tolerance = sharp if residual <= sharp else min(tolerance, bound)
        return self.row(name, grade=grade, detail=detail, residual=residual, tolerance=tolerance)

    def row(
        self,
        name: str,
        *,
        grade: Grade,
        detail: str,
        residual: float | None = None,
        tolerance: float | None = None,
        kind: Kind = "integrity",
    ) -> Check:
        """Return a check of this subject."""
        return Check(
            kind=kind, name=name, **asdict(self),
            residual=residual, tolerance=tolerance, grade=grade, detail=detail,
        )  # fmt: skip
