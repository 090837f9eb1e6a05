"""Tables in LaTeX: a ``tabular`` with the rules of the package booktabs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metaleos.catalog.text.table import TextTable

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu",
    "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi",
    "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta",
    "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
_CHARACTERS = str.maketrans(
    {
        **{char: f"\\{char}" for char in "%$&#_{}"},
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        "`": r"\textasciigrave{}",
        '"': r"\textquotedbl{}",
        **{char: f"$\\{name}$" for char, name in _GREEK.items()},
    }
)


def escape(text: str) -> str:
    r"""Return `text` for LaTeX, in a cell or a line; blanks at the beginning indent.

    A leading ``[`` or ``*`` is put in braces: after ``\\`` it would be read as its argument. A
    leading minus before a digit is a minus and no hyphen; two hyphens do not become a dash.
    """
    words = " ".join(text.split())
    indent = "~" * (len(text) - len(text.lstrip(" "))) if words else ""
    written = words.translate(_CHARACTERS)
    written = re.sub(r"^[\[*]", lambda found: f"{{{found[0]}}}", written)
    written = re.sub(r"^-(?=[\d.])", "$-$", written)
    return indent + re.sub(r"(?<=-)(?=-)", "{}", written)


def latex_table(table: TextTable) -> str:
    r"""Return a table as a ``tabular``, caption, remarks and sources as lines around it.

    It needs ``\usepackage{booktabs}``.
    """
    if not table.headings:
        return ""
    columns = "".join("r" if number else "l" for number in table.right)
    head = [_row(table.headings), r"\midrule"] if any(table.headings) else []
    return "\n".join(
        [
            *_lines([table.caption] if table.caption else []),
            rf"\begin{{tabular}}{{{columns}}}",
            r"\toprule",
            *head,
            *map(_row, table.cells),
            r"\bottomrule",
            r"\end{tabular}\par",
            *_lines([*table.remarks, *table.sources]),
        ]
    )


def _row(cells: Sequence[str]) -> str:
    return " & ".join(map(escape, cells)) + r" \\"


def _lines(texts: Sequence[str]) -> list[str]:
    return [rf"\noindent {escape(text)}\par" for text in texts]
