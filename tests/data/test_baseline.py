"""Accepting: what moved is printed, the file is written; with --check it is not."""

from __future__ import annotations

import pytest

from data import baseline as program
from metaleos.catalog.verify import baseline
from metaleos.catalog.verify.baseline import Outcome


@pytest.fixture
def accept(monkeypatch, tmp_path, capsys):
    """Run the program where one claim turned; return code, output and the file written."""
    path = tmp_path / "baseline.csv"
    path.write_bytes(program.PATH.read_bytes())
    monkeypatch.setattr(program, "PATH", path)
    monkeypatch.setattr(program, "build", lambda *_, **__: None)
    turned = {key: "1 fail" for key, out in baseline.stored().items()
              if key[0] == "claim" and out.text == "1 pass"}  # fmt: skip
    key = next(iter(turned))
    monkeypatch.setattr(program, "found", lambda _: baseline.stored() | {key: Outcome("1 fail")})
    return lambda *words: (program.main([*words]), capsys.readouterr().out, path.read_text(), key)


def test_what_moved_is_printed_and_written(accept):
    code, out, text, key = accept()
    assert code == 0
    assert out.splitlines()[0] == (
        f"! {key[0]}, {key[1]} ({key[2]}), {key[3]}: 1 pass -> 1 fail"
    )  # fmt: skip
    assert "1 of " in out.splitlines()[-1]
    assert f"{','.join(key)},1 fail,,\n" in text


def test_check_writes_nothing(accept):
    before = program.PATH.read_text()
    code, out, text, _ = accept("--check")
    assert (code, text) == (1, before)
    assert "1 pass -> 1 fail" in out


def test_the_file_is_as_the_program_writes_it(tmp_path):
    program.write(baseline.stored(), tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == program.PATH.read_bytes()
