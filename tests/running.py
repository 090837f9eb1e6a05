"""Run a command as a user would: what it left behind."""

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


def ran(capsys: pytest.CaptureFixture[str], *arguments: str) -> Ran:
    """Run ``metaleos`` in this process."""
    with pytest.raises(SystemExit) as left:
        main(arguments)
    captured = capsys.readouterr()
    return Ran(left.value.code, captured.out, captured.err)
