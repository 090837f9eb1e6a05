"""``python -m metaleos`` is the command line."""

from __future__ import annotations

import subprocess
import sys

import pytest

from metaleos.version import __version__


@pytest.mark.long
def test_the_module_runs_the_command_line():
    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "metaleos", *arguments],
            capture_output=True,
            text=True,
            check=False,
        )

    assert run("--version").stdout == f"metaleos {__version__}\n"
    wrong = run("quary")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr.startswith("error: ")
