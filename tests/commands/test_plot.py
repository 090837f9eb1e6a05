"""``metaleos plot``: files, notices, exit codes."""

from __future__ import annotations

import pytest


def test_plot_writes_a_picture_and_says_where(run, tmp_path):
    pytest.importorskip("matplotlib")
    path = tmp_path / "na.png"
    ran = run("plot", "-e", "Na", "-m", "ha/h", "-p", "pressure", "--volume-ratio", "0.9:1.1:5",
              "-o", str(path))  # fmt: skip
    assert (ran.code, ran.out) == (0, "")
    assert f"{path}: Na, ha/h, standard, bcc. pressure P [GPa] from " in ran.err
    assert ran.err.endswith(" over volume ratio from 0.9 to 1.1: 1 line.\n")
    assert path.stat().st_size > 5000


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "--output"),
        (("-o", "x.gif"), ".png, .svg or .pdf"),
        (("-o", "x.png", "-p", "pressure"), "nothing varies"),
        (("-o", "x.png", "-p", "presure"), "pressure"),
    ],
)
def test_bad_requests_are_one_line(run, options, words, monkeypatch, tmp_path):
    pytest.importorskip("matplotlib")
    monkeypatch.chdir(tmp_path)
    ran = run("plot", "-e", "Na", "-m", "ha/h", *options)
    assert ran.code == 2
    assert words in ran.err
    assert ran.err.count("\n") == 1
    assert not list(tmp_path.iterdir())
