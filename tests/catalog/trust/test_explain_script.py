"""Scripts that recompute a stored number without the catalog."""

from __future__ import annotations

import subprocess
import sys

import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.errors import UsageError


@pytest.fixture
def catalog(session_small):
    return Catalog(session_small)


@pytest.mark.parametrize(
    ("element", "model", "name", "state"),
    [
        ("Na", "ha/vs", "bulk_modulus", {}),
        ("Na", "ha/al", "cohesive_energy", {"convention": "printed"}),
        ("Fe", "wh/vs", "entropy", {}),
        ("Al", "nud/exact", "expansion_shift", {}),
        ("Al", "tfdw", "pressure", {"temperature": "5 eV", "compression": 10}),
        ("Cu", "tf/exact", "pressure", {}),
    ],
)
def test_the_script_recomputes_the_number_without_a_catalog(
    catalog, tmp_path, element, model, name, state
):
    stored = catalog.query(element, model, name, **state).rows()
    if not stored:
        with pytest.raises(UsageError, match="0"):
            catalog.script(element, model, name, **state)
        return
    text = catalog.script(element, model, name, **state)
    assert "duckdb" not in text
    path = tmp_path / "number.py"
    path.write_text(text)
    ran = subprocess.run(
        [sys.executable, path], capture_output=True, text=True, check=True, cwd=tmp_path,
        timeout=60,
    )  # fmt: skip
    lines = ran.stdout.splitlines()
    assert lines[0].strip() == "ok"
    for line, record in zip(lines[1:], stored, strict=True):
        words = line.split()
        assert words[0] == record["term"]
        assert float(words[1]) == pytest.approx(
            record["value"], rel=1e-10, abs=record["error_estimate"]
        )


def test_a_script_needs_one_number(catalog):
    with pytest.raises(UsageError, match="one property at one state"):
        catalog.script("Na", "VS", None)
    with pytest.raises(UsageError, match="one property at one state"):
        catalog.script("Al", "tfdw", "pressure", all_states=True)


def test_the_script_has_the_inputs_of_the_run_and_not_those_of_today(small_catalog):
    catalog = Catalog(small_catalog)
    with catalog.file.writing() as connection:
        connection.execute("UPDATE parameter SET value = 2.1 WHERE id = 'ha/vs/Na/*/R_M'")
    text = catalog.script("Na", "ha/vs", "bulk_modulus")
    assert "    'R_M': 2.085,  # bohr, soma1978\n" in text
    compile(text, "script.py", "exec")


def test_the_script_has_the_state_in_full_precision(catalog):
    text = catalog.script("Al", "tfdw", "pressure")
    with catalog.file.reading() as connection:
        ((volume,),) = connection.execute(
            "SELECT s.volume FROM state s WHERE s.run IS NOT NULL "
            "AND s.element = 'Al' AND s.model = 'tfdw' AND s.convention = 'standard' "
            "AND s.is_reference"
        ).fetchall()
    assert f"    'volume': {volume!r},  # bohr3/atom\n" in text
    assert "convention='standard'" in text
