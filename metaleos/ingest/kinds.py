"""The kinds of evidence and of uncertainty, each named once."""

from __future__ import annotations

from typing import Literal, get_args

Evidence = Literal[
    "primary", "cited", "uncited", "convention", "computed", "predicted", "recalled"
]  # fmt: skip
UncertaintyKind = Literal["", "standard", "expanded", "range", "estimate", "stated"]

KINDS = {"evidence": get_args(Evidence), "uncertainty_kind": get_args(UncertaintyKind)[1:]}
"""Words by the column that holds them."""
