"""One version: of the package, on the command line, in the changelog."""

from __future__ import annotations

import re

import metaleos
from metaleos.version import __version__
from tests.docs.examples import ROOT


def test_the_package_and_the_command_line_say_it(run):
    assert metaleos.__version__ == __version__
    assert run("--version").out == f"metaleos {__version__}\n"


def test_the_changelog_begins_with_it():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## \[(.*?)\]", text, re.MULTILINE)[0] == __version__
