"""Faults are planted where they say, and a session tells who notices."""

from __future__ import annotations

import ast
import random
from itertools import islice

import pytest

from tests.faults.code import code_faults
from tests.faults.data import cell_faults, fact_faults
from tests.faults.session import ROOT, Found, chosen, group_of, summary, theories_of

CODE = '''"""Docstring with 2.5."""


def f(x, y):
    """3.5 is no literal here."""
    if not x < 2.5 and y:
        return -x**2 + max(x, 1.5) * y  # 4.5
    return sin(x) - 7
'''


@pytest.fixture
def faults(tmp_path):
    path = tmp_path / "module.py"
    path.write_text(CODE, encoding="utf-8")
    return list(code_faults(path, tmp_path))


def test_each_kind_is_found_where_it_stands(faults):
    seen = {(fault.kind, fault.old, fault.new) for fault in faults}
    assert {
        ("literal", "1.5", repr(1.5 * (1 + 1e-4))), ("literal", "2.5", repr(2.5 * (1 + 1e-4))),
        ("exponent", "2", "3"), ("integer", "7", "8"), ("function", "max", "min"),
        ("function", "sin", "cos"), ("comparison", "<", ">="), ("boolean", "and", "or"),
        ("boolean", "not ", ""), ("sign", "-", "+"), ("sign", "+", "-"), ("factor", "*", "/"),
    } <= seen  # fmt: skip
    assert not any("3.5" in fault.old or "4.5" in fault.old for fault in faults)


def test_a_planted_fault_is_one_change_that_python_reads(faults):
    for fault in faults:
        planted = fault.plant(CODE)
        assert planted != CODE
        assert ast.dump(ast.parse(planted)) != ast.dump(ast.parse(CODE))
    with pytest.raises(ValueError, match="does not have"):
        faults[0].plant("x" * len(CODE))


@pytest.mark.long
def test_drawn_faults_are_the_same_for_a_seed_and_lie_in_their_groups():
    few = chosen(1, 5, 3, 2, 2)
    assert few == chosen(1, 5, 3, 2, 2)
    assert [group_of(fault) for fault in few] == 5 * ["solver"] + 3 * ["package"] + [
        "fact", "fact", "cell", "cell",
    ]  # fmt: skip
    for fault in few:
        assert fault.plant((ROOT / fault.file).read_text(encoding="utf-8"))


@pytest.mark.long
def test_a_wrong_fact_differs_by_more_than_two_sources_do():
    for faults in (fact_faults(ROOT, random.Random(3)), cell_faults(ROOT, random.Random(3))):
        for fault in islice(faults, 5):
            assert fault.old.count(",") == fault.new.count(",")
            assert " -> " in str(fault)


@pytest.mark.long
def test_a_module_of_the_solvers_names_the_theories_that_read_it():
    assert theories_of("metaleos/solvers/wh/pair_potential.py") == ["wh"]
    assert "tfdw" in theories_of("metaleos/solvers/tfd/equations.py")
    assert {"ha", "wh"} <= set(theories_of("metaleos/solvers/electron_gas/local_field.py"))


def test_the_summary_rings_where_too_few_are_caught_or_an_unknown_one_survives():
    def solver(name, by, *, counts=True):
        return Found(name, "solver", counts, main=counts, by=by, seconds=1.0)

    def fact(by):
        return Found("f", "fact", counts=True, main=False, by=by, seconds=1.0)

    assert summary([solver("a", "verify")] * 10)[1]
    assert summary([solver("a", "verify")] * 9 + [solver("a", "tests")])[1]
    assert not summary([solver("a", "verify")] * 8 + [solver("a", "tests")] * 2)[1]
    lines, good = summary([solver("new", "")] + [solver("a", "verify")] * 20)
    assert not good
    assert "survives: new" in lines
    assert summary([solver("a", "tests")] * 2, shares=False)[1]
    assert summary([solver("idle", "", counts=False)])[1]
    assert summary([fact("verify")] * 4 + [fact("")])[1]
    assert not summary([fact("verify")] * 3 + [fact("")])[1]
