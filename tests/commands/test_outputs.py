"""No command writes onto a catalog."""

from __future__ import annotations

import shutil


def test_every_command_that_writes_refuses(run, small_catalog, tmp_path):
    before = small_catalog.read_bytes()
    for suffix, *arguments in (
        (".csv", "export", "results"),
        (".csv", "export", "-e", "Na"),
        (".duckdb", "export", "all", "-f", "csv"),
        (".html", "report", "-e", "Na"),
        (".png", "plot", "-e", "Na", "-p", "pressure", "--volume-ratio", "0.9,1"),
    ):
        named = tmp_path / f"named{suffix}"
        shutil.copy(small_catalog, named)
        ran = run(*arguments, "-o", str(named), "--db", str(named))
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1), ran.err
        assert "would overwrite the catalog" in ran.err
        assert named.read_bytes() == before
        named.unlink()
