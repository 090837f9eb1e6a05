"""``metaleos cite``: BibTeX of what is behind the rows."""

from __future__ import annotations

import json


def test_cite_prints_bibtex(call):
    code, out, _ = call("cite", "-e", "Na", "-m", "VS", "-p", "bulk_modulus")
    assert code == 0
    assert out.startswith("@")
    assert out.partition("{")[2].startswith("soma1978,")
    assert "\n% read in " in out
    _, out, _ = call("cite", "-e", "Na", "-m", "VS", "-p", "bulk_modulus", "-f", "json")
    assert json.loads(out)["rows"][0]["key"] == "soma1978"
    code, out, err = call("cite", "-e", "Na", "-m", "wh")
    assert (code, out) == (0, "")
    assert "nothing is stored" in err
