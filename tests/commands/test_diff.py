"""``metaleos diff``: what differs from another catalog, with its cause."""

from __future__ import annotations

import csv
import io


def test_diff(call, edited, session_small):
    call("recompute")
    code, out, err = call("diff", str(session_small), "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert f"{len(rows)} values differ" in err
    assert {row["cause"] for row in rows} == {"R_M 2.085 -> 2.1 bohr", "fact changed"}
    code, out, err = call("diff", str(session_small), "--limit", "2")
    assert len(out.splitlines()) == 4
    assert "2 shown" in err
    assert call("diff", "nowhere.duckdb")[0] == 2
