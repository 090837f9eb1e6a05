"""Faults in code: one literal, sign, operator, function, comparison or boolean is another."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True)
class Fault:
    """One replacement in one file.

    Parameters
    ----------
    file : str
        Relative to the repository.
    kind : str
        ``literal``, ``sign``, ``exponent`` ...; of facts ``digit``, ``factor`` ...
    line : int
    start, end : int
        Where in the text of the file.
    old, new : str
    about : str
        Which number, where the text is longer than that.
    """

    file: str
    kind: str
    line: int
    start: int
    end: int
    old: str
    new: str
    about: str = ""

    def __str__(self) -> str:
        """Return where and what, in one line."""
        return f"{self.file}:{self.line}: {self.kind}: {self.about or f'{self.old} -> {self.new}'}"

    def plant(self, text: str) -> str:
        """Return the text with the fault in it."""
        if text[self.start : self.end] != self.old:
            raise ValueError(f"{self.file} does not have {self.old!r} at {self.start}")
        return text[: self.start] + self.new + text[self.end :]


_OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_OTHER = {"+": "-", "-": "+", "*": "/", "/": "*"}
_COMPARISONS = {
    ast.Lt: ("<", ">="), ast.LtE: ("<=", ">"), ast.Gt: (">", "<="), ast.GtE: (">=", "<"),
    ast.Eq: ("==", "!="), ast.NotEq: ("!=", "=="), ast.Is: ("is", "is not"),
    ast.In: ("in", "not in"),
}  # fmt: skip
_FUNCTIONS = {
    "sin": "cos", "cos": "sin", "sinh": "cosh", "cosh": "sinh", "min": "max", "max": "min",
    "minimum": "maximum", "maximum": "minimum", "exp": "expm1", "log": "log1p", "any": "all",
    "all": "any", "floor": "ceil", "fmin": "fmax", "fmax": "fmin",
}  # fmt: skip


def code_faults(path: Path, root: Path) -> Iterator[Fault]:
    """Yield every fault that this file can have, from its syntax tree; docstrings have none."""
    text = path.read_text(encoding="utf-8")
    text_bytes = None if text.isascii() else text.encode()  # columns of the tree count bytes
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    lines = text.splitlines(keepends=True)

    def place(line: int, column: int) -> int:
        if text_bytes is not None:
            column = len(lines[line - 1].encode()[:column].decode())
        return starts[line - 1] + column

    def fault(kind: str, node: ast.AST, start: int, end: int, new: str) -> Fault:
        name = path.relative_to(root).as_posix()
        return Fault(name, kind, node.lineno, start, end, text[start:end], new)  # type: ignore[attr-defined]

    def span(node: ast.expr) -> tuple[int, int]:
        return (place(node.lineno, node.col_offset),
                place(node.end_lineno or 0, node.end_col_offset or 0))  # fmt: skip

    def between(left: ast.expr, right: ast.expr, sign: str) -> tuple[int, int] | None:
        """Return where an operator stands; none where brackets or comments are in the way."""
        begin, end = span(left)[1], span(right)[0]
        gap = text[begin:end]
        if "#" in gap or gap.count(sign) != 1:
            return None
        return begin + gap.index(sign), begin + gap.index(sign) + len(sign)

    tree = ast.parse(text)
    powers = {id(node.right) for node in ast.walk(tree)
              if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow)}  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and type(node.value) in {int, float}:
            start, end = span(node)
            if id(node) in powers:
                yield fault("exponent", node, start, end, repr(node.value + 1))
            elif type(node.value) is float and node.value not in {0.0, 1.0}:
                yield fault("literal", node, start, end, repr(node.value * (1.0 + 1e-4)))
            elif type(node.value) is int and abs(node.value) > 1:
                yield fault("integer", node, start, end, repr(node.value + 1))
        elif isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
            sign = _OPERATORS[type(node.op)]
            where = between(node.left, node.right, sign)
            if where and not _is_text(node):
                kind = "sign" if sign in "+-" else "factor"
                yield fault(kind, node, *where, _OTHER[sign])
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            start, _ = span(node)
            yield fault("sign", node, start, start + 1, "+")
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            start, _ = span(node)
            yield fault("boolean", node, start, start + 4, "")
        elif isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARISONS:
            sign, new = _COMPARISONS[type(node.ops[0])]
            if where := between(node.left, node.comparators[0], sign):
                yield fault("comparison", node, *where, new)
        elif isinstance(node, ast.BoolOp):
            sign = "and" if isinstance(node.op, ast.And) else "or"
            if where := between(node.values[0], node.values[1], sign):
                yield fault("boolean", node, *where, "or" if sign == "and" else "and")
        elif isinstance(node, ast.Call):
            name = node.func
            word = name.attr if isinstance(name, ast.Attribute) else getattr(name, "id", "")
            if word in _FUNCTIONS:
                end = span(name)[1]
                yield fault("function", node, end - len(word), end, _FUNCTIONS[word])


def _is_text(node: ast.BinOp) -> bool:
    sides = (node.left, node.right)
    return any(isinstance(side, ast.JoinedStr) or (isinstance(side, ast.Constant)
               and isinstance(side.value, str)) for side in sides)  # fmt: skip
