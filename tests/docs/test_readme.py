"""The README's two commands, links, and mention of every command."""

from __future__ import annotations

import re
import tomllib

import pytest

from metaleos.cli import LazyGroup
from tests.docs.examples import ROOT, blocks

ANSWER = (
    "python3 -m venv .venv && .venv/bin/pip install -q . && "
    ".venv/bin/metaleos query --element Na --model VS"
)
TESTS = (
    'python3 -m venv .venv && .venv/bin/pip install -q -e ".[test]" && .venv/bin/python -m pytest'
)
PAGES = [
    path
    for path in (
        ROOT / "README.md",
        ROOT / "CHANGELOG.md",
        *sorted((ROOT / "docs").rglob("*.md")),
        ROOT / "metaleos" / "ingest" / "data" / "README.md",
    )
    if path.exists()
]
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


def test_the_two_commands_stand_in_the_readme():
    lines = [text.strip() for _, text in blocks(ROOT / "README.md", "sh")]
    assert [line for line in lines if "pip install" in line] == [ANSWER, TESTS]


def test_ci_runs_the_readmes_test_command():
    assert TESTS in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_every_command_is_documented():
    text = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md"))
    text += (ROOT / "README.md").read_text(encoding="utf-8")
    for command in LazyGroup().list_commands(None):
        assert f"`{command}`" in text, command
        assert re.search(rf"metaleos {command}\b", text), command


def anchors(text: str) -> set[str]:
    """Return the names that headings have as link targets."""
    words = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in _HEADING.findall(text))
    return {heading.replace(" ", "-") for heading in words}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path):
    for target in _LINK.findall(path.read_text(encoding="utf-8")):
        if target.startswith("http"):
            continue
        name, _, anchor = target.partition("#")
        page = (path.parent / name).resolve() if name else path
        assert page.exists(), target
        if anchor:
            assert anchor in anchors(page.read_text(encoding="utf-8")), target


def test_the_extras_that_the_guide_names_exist():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    guide = (ROOT / "docs/user/getting-started.md").read_text(encoding="utf-8")
    for extra in project["optional-dependencies"]:
        assert f"`{extra}`" in guide, extra


def test_every_dependency_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    reasons = (ROOT / "docs/decisions/0003-dependencies.md").read_text(encoding="utf-8")
    for requirement in project["dependencies"]:
        name, bounds = re.fullmatch(r"([a-z]+)(.*)", requirement).groups()
        low, high = re.fullmatch(r">=([\d.]+),<([\d.]+)", bounds).groups()
        assert f"| {name} | >= {low}, < {high} |" in reasons, requirement
