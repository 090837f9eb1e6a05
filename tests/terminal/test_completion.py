"""Completion: names as typed so far, without a catalog."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from metaleos.solvers.registry import properties
from metaleos.terminal.completion import (
    complete_columns,
    complete_convention,
    complete_element,
    complete_model,
    complete_paper,
    complete_property,
    complete_source,
    complete_table,
    complete_units,
)
from metaleos.units import same_dimension


@pytest.mark.parametrize(
    ("complete", "typed", "some"),
    [
        (complete_element, "N", {"Na", "Ni", "N"}),
        (complete_element, "Na,", {"Na,K", "Na,Al"}),
        (complete_element, "Na,s", {"Na,si", "Na,sc"}),
        (complete_element, "sod", {"sodium"}),
        (complete_element, "alk", {"alkali", "alkaline_earth"}),
        (complete_model, "ha/", {"ha/vs", "ha/h"}),
        (complete_model, "V", {"Vs"}),
        (complete_model, "t", {"tf", "tfd", "tfdw", "tf/exact"}),
        (complete_model, "tfd,ha/v", {"tfd,ha/vs"}),
        (complete_property, "bulk", {"bulk_modulus", "bulk_modulus_derivative"}),
        (complete_convention, "", {"standard", "printed"}),
        (complete_paper, "", {"soma1978", "perrot1979", "all"}),
        (complete_paper, "la", {"latter1955"}),
        (complete_units, "ener", {"energy="}),
        (complete_units, "pressure=M", {"pressure=Mbar", "pressure=MPa"}),
        (complete_units, "pressure=GPa,energy=R", {"pressure=GPa,energy=Ry"}),
        (complete_units, "bulk_modulus=", {"bulk_modulus=GPa", "bulk_modulus=Mbar"}),
        (complete_columns, "+s", {"+source", "+state"}),
        (complete_columns, "+source,-st", {"+source,-state"}),
        (complete_table, "r", {"results", "runs"}),
        (complete_source, "som", {"soma1978"}),
    ],
)
def test_what_may_follow(complete, typed, some):
    found = complete(typed)
    assert some <= set(found)
    assert all(item.startswith(typed) for item in found)
    assert len(found) == len(set(found))


def test_what_is_used_is_not_offered_again():
    assert "Na,Na" not in complete_element("Na,N")


def test_nothing_fits():
    for complete in (complete_element, complete_model, complete_property, complete_units):
        assert complete("qqq") == []
    assert complete_units("qqq=G") == []


def test_every_property_has_units_and_only_fitting_ones():
    for name, item in properties().items():
        found = [text.partition("=")[2] for text in complete_units(f"{name}=")]
        assert item.unit in found
        assert all(same_dimension(unit, item.unit) for unit in found)


@pytest.mark.long
def test_the_shell_gets_them_without_a_catalog(tmp_path):
    environment = {
        **os.environ,
        "METALEOS_DB": str(tmp_path / "none.duckdb"),
        "_METALEOS_COMPLETE": "complete_bash",
        "COMP_WORDS": "metaleos query --element Na,K --model ha/v",
        "COMP_CWORD": "5",
    }
    done = subprocess.run(
        [sys.executable, "-m", "metaleos"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.split() == ["ha/vs"]
    assert not (tmp_path / "none.duckdb").exists()
