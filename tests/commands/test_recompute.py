"""``metaleos recompute``: what is stale, told and renewed."""

from __future__ import annotations

import json


def test_recompute_dry_run_and_for_good(call, edited):
    code, out, err = call("recompute", "--dry-run", "--format", "json")
    found = json.loads(out)
    assert code == 0
    assert found["states"] == 2
    assert found["expected_seconds"] > 0
    assert "nothing was solved" in err
    assert call("status", "--check")[0] == 3
    code, out, err = call("recompute", "--workers", "1")
    assert code == 0
    assert "R_M 2.085 -> 2.1 bohr" in out
    assert "2 states solved" in err
    assert "processes" not in err
    assert call("status", "--check")[0] == 0
    assert "nothing is stale" in call("recompute")[2]
