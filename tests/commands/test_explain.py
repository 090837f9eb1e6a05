"""``metaleos explain``: how a number came about, and a script that makes it again."""

from __future__ import annotations

import csv
import io
import json


def test_explain(call):
    code, out, _ = call("explain", "-e", "Na", "-m", "VS", "-p", "bulk_modulus")
    assert code == 0
    for words in ("R_M", "2.085", "bohr3/atom", "soma1978", "fingerprint", "second_order"):
        assert words in out
    _, out, _ = call("explain", "-e", "Na", "-m", "VS", "-p", "bulk_modulus", "-f", "json")
    found = json.loads(out)
    assert found["schema"] == "metaleos.explain/1"
    assert {item["key"] for item in found["sources"]} == set(found["rows"][0]["sources"])
    _, out, _ = call("explain", "-e", "Na", "-m", "VS", "-p", "bulk_modulus", "-f", "csv")
    kinds = {row["kind"] for row in csv.DictReader(io.StringIO(out))}
    assert kinds == {"term", "input"}


def test_explain_script_is_python(call):
    _, out, _ = call("explain", "-e", "Na", "-m", "VS", "-p", "bulk_modulus", "--script")
    compile(out, "script.py", "exec")
    assert "from metaleos.solvers" in out
    code, _, err = call("explain", "-e", "Na", "-m", "VS", "--script")
    assert code == 2
    assert "one property at one state" in err
