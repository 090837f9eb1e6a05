"""Run a command as a user would, in this process."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from metaleos.cli import main


@dataclass
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        return json.loads(self.out)


@pytest.fixture
def run(capsys, monkeypatch, session_catalog):
    """Run ``metaleos`` on the session's catalog; a fault of ours is raised, not told."""
    monkeypatch.setenv("METALEOS_DB", str(session_catalog))

    def call(*arguments: str) -> Ran:
        with pytest.raises(SystemExit) as left:
            main(["--debug", *arguments])
        captured = capsys.readouterr()
        return Ran(left.value.code, captured.out, captured.err)

    return call
