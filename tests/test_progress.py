"""Progress that nobody listens to."""

from __future__ import annotations

from metaleos.progress import silent


def test_silent_takes_a_step_and_says_nothing(capsys):
    assert silent("facts", 0.5) is None
    assert capsys.readouterr() == ("", "")
