"""Examples in the documentation: find them, run them, compare what they print.

A ``console`` block holds ``$ metaleos ...`` lines, each followed by its output; a ``pycon`` block
holds ``>>>`` lines. In an output, a line ``...`` stands for any lines, runs of blanks count as
one, and a number counts as equal within one unit of the last digit shown.
"""

from __future__ import annotations

import doctest
import re
import shlex
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).parents[2]
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e[-+]?\d+)?(?![\w])")
_RULE = re.compile(r"-{3,}")


@dataclass(frozen=True)
class Example:
    """One command with what it prints."""

    where: str
    command: str
    output: str
    typed: str = ""
    """The command as the page has it, over as many lines."""

    @property
    def arguments(self) -> list[str]:
        """The words after ``metaleos``, without redirection and pipes."""
        words = shlex.split(self.command, comments=True)
        for mark in ("|", ">", "&&"):
            if mark in words:
                words = words[: words.index(mark)]
        return words[1:]


def documents() -> list[Path]:
    """Return the pages whose examples are run."""
    return [
        ROOT / "README.md",
        ROOT / "docs" / "index.md",
        *sorted((ROOT / "docs/user").glob("*.md")),
    ]


def blocks(path: Path, *languages: str) -> list[tuple[str, str]]:
    """Return place and text of every fenced block in one of `languages`."""
    text = path.read_text(encoding="utf-8")
    return [
        (f"{path.relative_to(ROOT)}:{text[: match.start()].count(chr(10)) + 1}", match.group(2))
        for match in _FENCE.finditer(text)
        if match.group(1) in languages
    ]


def shown_examples(path: Path) -> list[Example]:
    """Return the commands of a page that stand with their output."""
    found = []
    for where, text in blocks(path, "console"):
        for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            typed = command
            while command.endswith("\\"):
                more, _, output = output.partition("\n")
                command = command[:-1] + more.removeprefix("> ").strip()
                typed += f"\n{more}"
            found.append(Example(where, command, output, typed))
    return [example for example in found if example.command.startswith("metaleos ")]


def unshown_commands(path: Path) -> list[Example]:
    """Return the ``metaleos ...`` lines of a page that stand without their output."""
    found = []
    for where, text in blocks(path, "sh"):
        lines = text.replace("\\\n", " ").splitlines()
        found += [Example(where, line, "") for line in lines if line.startswith("metaleos ")]
    return found


def session(path: Path) -> list[doctest.Example]:
    """Return the Python lines of a page: its blocks follow one another in one session."""
    parser = doctest.DocTestParser()
    return [line for _, text in blocks(path, "pycon") for line in parser.get_examples(text)]


def differences(expected: str, got: str) -> str:
    """Return why `got` is not what was shown; empty where it is.

    Where ``...`` stands, the lines after it are looked for further down, in their order.
    """
    wanted = [_normal(line) for line in expected.rstrip().splitlines()]
    lines = [_normal(line) for line in got.rstrip().splitlines()]
    place, skip = 0, False
    for line in wanted:
        if line == "...":
            skip = True
            continue
        end = len(lines) if skip else min(place + 1, len(lines))
        hit = next((i for i in range(place, end) if same(line, lines[i])), None)
        if hit is None:
            seen = lines[place] if place < len(lines) else "(end)"
            return f"shown {line!r}, now {seen!r}"
        place, skip = hit + 1, False
    if place < len(lines) and not skip:
        return f"not shown: {lines[place]!r}"
    return ""


def same(shown: str, now: str) -> bool:
    """Return whether two lines agree, numbers to the digits that are shown."""
    if _NUMBER.sub("#", shown) != _NUMBER.sub("#", now):
        return False
    return all(
        _agree(a, b) for a, b in zip(_NUMBER.findall(shown), _NUMBER.findall(now), strict=True)
    )


def _agree(shown: str, now: str) -> bool:
    if shown == now:
        return True
    if not all("." in text or "e" in text for text in (shown, now)):
        return False  # counts are exact
    # How many digits are shown follows the error estimate, which may be estimated anew: the
    # coarser of both last digits decides, and it is not coarser by more than a hundred.
    a, b = Decimal(shown), Decimal(now)
    places = [int(number.as_tuple().exponent) for number in (a, b)]
    return max(places) - min(places) <= 2 and abs(a - b) <= Decimal(1).scaleb(max(places))


def _normal(line: str) -> str:
    return _RULE.sub("---", " ".join(line.split()))
