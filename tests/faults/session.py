"""Plant faults one by one in copies of the repository, and see who notices: ``nox -s faults``.

A fault in a solver counts if it moves a stored value by more than ten times its error estimate, or
an outcome, or if the program ends; elsewhere if it changes a verdict, a check or a line on screen.
`metaleos verify` is asked first, then the tests that mirror the file, then those that go further.
"""

from __future__ import annotations

import ast
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from time import perf_counter
from typing import TYPE_CHECKING

import duckdb

from tests.faults.code import Fault, code_faults
from tests.faults.data import cell_faults, fact_faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).resolve().parents[2]
SURVIVORS = Path(__file__).with_name("survivors.toml")
THEORIES = ("ha", "wh", "tf", "tfd", "nud")
LIMIT = 400.0
"""Seconds after which a program that does not end has noticed, as a person would."""
MAIN = {
    "total_energy", "free_energy", "cohesive_energy", "kinetic_energy", "potential_energy",
    "pressure", "bulk_modulus", "entropy", "chemical_potential", "packing_fraction",
    "equilibrium_volume", "redistribution_energy", "compressibility_coefficient",
}  # fmt: skip
ROOMS = ("compare", "solve", "text", "states", "verify", "trust", "ask")
SCREEN = (
    ("query", "-e", "Na,K", "-m", "ha"), ("query", "-e", "Na", "-m", "VS", "-f", "json"),
    ("query", "-e", "Fe", "-m", "wh", "--where", "pressure > -1 GPa", "-f", "csv"),
    ("compare", "-m", "ha,wh"), ("compare", "--paper", "soma1978", "-f", "csv"),
    ("compare", "-m", "ha", "--summary"), ("report", "-e", "Li", "-m", "ha"),
    ("explain", "-e", "Na", "-m", "VS", "-p", "pressure"), ("ingest", "--lint"),
    ("solve", "Al", "wh", "--temperature", "1000 K"), ("status",), ("elements", "-e", "Cu"),
)  # fmt: skip
"""Commands whose output is compared where no stored number moves."""
_MOVED = """
SELECT DISTINCT property FROM now
FULL JOIN was USING (element, model, convention, place, property, term)
WHERE model IN (SELECT DISTINCT model FROM now_state) AND (
    now.outcome IS DISTINCT FROM was.outcome OR (now.value IS NULL) <> (was.value IS NULL)
    OR abs(now.value - was.value) > 10 * coalesce(was.error_estimate, 0) + 1e-12 * abs(was.value))
"""
_ROWS = """
CREATE VIEW {name} AS SELECT s.element, s.model, s.convention, s.place, r.property, r.term,
    r.value, r.error_estimate, r.outcome
FROM {name}_file.result r JOIN {name}_file.state s ON r.state = s.id AND r.run = s.run
"""


@dataclass(frozen=True)
class Found:
    """What became of one fault.

    Parameters
    ----------
    fault : str
    group : {"solver", "package", "fact", "cell"}
    counts : bool
        Whether it changes what is stored or shown.
    main : bool
        Of a solver: whether it moves a main property at a stored state.
    by : str
        Who noticed: ``verify``, ``tests``, or nobody.
    seconds : float
    """

    fault: str
    group: str
    counts: bool
    main: bool
    by: str
    seconds: float


class Copy:
    """A copy of the repository in which a fault can be planted.

    Parameters
    ----------
    folder : Path
    reference : Path
        The catalog that the unchanged package makes; `shown` is what that package prints of it.
    """

    def __init__(self, folder: Path, reference: Path) -> None:
        self.folder, self.reference = folder, reference
        self.shown = ""
        names = ("metaleos", "tests", "data", "benchmarks", "docs", "pyproject.toml", "README.md",
                 "CHANGELOG.md", "noxfile.py", ".ci", "LICENSE", "CITATION.cff")  # fmt: skip
        for name in names:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, folder / name,
                                ignore=shutil.ignore_patterns("__pycache__"))  # fmt: skip
            else:
                shutil.copy(ROOT / name, folder / name)

    def run(self, *arguments: str, limit: float = LIMIT) -> subprocess.CompletedProcess[str]:
        """Run Python in the copy; a program that does not end has exit code 124."""
        env = {**os.environ, "PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1",
               "OMP_NUM_THREADS": "1", "COLUMNS": "100"}  # fmt: skip
        env.pop("METALEOS_DB", None)
        command = [sys.executable, *arguments]
        try:
            return subprocess.run(command, cwd=self.folder, env=env, capture_output=True,
                                  text=True, timeout=limit, check=False)  # fmt: skip
        except subprocess.TimeoutExpired:
            return subprocess.CompletedProcess(command, 124, "", "no end")

    def ask(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of metaleos in the copy."""
        return self.run("-m", "metaleos", *arguments)

    def tests(self, *names: str) -> bool:
        """Return whether tests that exist fail."""
        there = [name for name in names if (self.folder / name).exists()]
        return bool(there) and self.run("-m", "pytest", "-x", "-q", "-n0", *there).returncode != 0

    def judge(self, fault: Fault) -> Found:
        """Plant a fault, see what notices it, and take it out again."""
        path = self.folder / fault.file
        before = path.read_text(encoding="utf-8")
        start = perf_counter()
        path.write_text(fault.plant(before), encoding="utf-8")
        try:
            group = group_of(fault)
            counts, main, by = getattr(self, f"_{group}")(fault)
        finally:
            path.write_text(before, encoding="utf-8")
            for left in self.folder.glob("fault*"):
                left.unlink()
        return Found(str(fault), group, counts, main, by, round(perf_counter() - start, 1))

    def _solver(self, fault: Fault) -> tuple[bool, bool, str]:
        models = ",".join(theories_of(fault.file))
        made = self.ask("compute", "-m", models, "--db", "fault.duckdb")
        moved = self._moved() if made.returncode == 0 else {"the build"}
        main = made.returncode != 0 or bool(moved & MAIN)
        if self.ask("verify", "-m", models, "--db", "fault.duckdb", "--no-store").returncode:
            return True, main, "verify"
        return self._by_tests(fault, bool(moved), main)

    def _by_tests(self, fault: Fault, counts: bool, main: bool) -> tuple[bool, bool, str]:
        mirror = Path("tests", *Path(fault.file).parts[1:])
        nearest = mirror.with_name(f"test_{mirror.name}")
        if self.tests(str(nearest), *([str(mirror.parent)] if "solvers" in fault.file else [])):
            return True, main, "tests"
        if counts and self.tests(*_further(mirror)):
            return True, main, "tests"
        return counts, main, ""

    def _package(self, fault: Fault) -> tuple[bool, bool, str]:
        mirror = Path("tests", *Path(fault.file).parts[1:])
        if self.tests(str(mirror.with_name(f"test_{mirror.name}"))):
            return True, False, "tests"
        made = self.ask("compute", "-m", "ha,wh,nud", "--db", "fault.duckdb")
        verified = (
            made.returncode
            or self.ask(
                "verify", "-m", "ha,wh,nud", "--db", "fault.duckdb", "--no-store"
            ).returncode
        )
        if verified or self.ask("verify", "-k", "fact", "--db", "fault.duckdb").returncode:
            return True, False, "verify"
        counts = bool(self._moved()) or self.screen("fault.duckdb") != self.shown
        return self._by_tests(fault, counts, main=False)

    def _fact(self, fault: Fault) -> tuple[bool, bool, str]:
        del fault
        done = self.ask("verify", "-k", "fact", "--db", str(self.reference), "--no-store")
        return True, False, "verify" if done.returncode else ""

    def _cell(self, fault: Fault) -> tuple[bool, bool, str]:
        models = {"soma": "ha", "bretonnet": "wh", "latter": "tf", "perrot": "tfd,tfdw"}
        name = models[Path(fault.file).name.split("_")[0]]
        if self.ask("compute", "-e", "Na", "-m", "nud", "--db", "fault.duckdb").returncode:
            return True, False, "verify"
        done = self.ask("verify", "-m", name, "-k", "paper", "--db", "fault.duckdb", "--no-store")
        return True, False, "verify" if done.returncode else ""

    def _moved(self) -> set[str]:
        """Return the properties of which a stored value or outcome is another."""
        with duckdb.connect() as connection:
            connection.execute(f"ATTACH '{self.reference}' AS was_file (READ_ONLY)")
            connection.execute(f"ATTACH '{self.folder / 'fault.duckdb'}' AS now_file (READ_ONLY)")
            for name in ("was", "now"):
                connection.execute(_ROWS.format(name=name))
            connection.execute("CREATE VIEW now_state AS SELECT * FROM now_file.state")
            return {name for (name,) in connection.execute(_MOVED).fetchall()}

    def screen(self, path: str) -> str:
        """Return what some commands print of one catalog."""
        return "\n".join(self.ask(*command, "--db", path).stdout for command in SCREEN)


def group_of(fault: Fault) -> str:
    """Return which kind of file a fault lies in."""
    if fault.file.endswith(".csv"):
        return "cell" if "/papers/" in fault.file else "fact"
    return "solver" if "/solvers/" in fault.file else "package"


def _further(mirror: Path) -> list[str]:
    if "solvers" in mirror.parts:
        rooms = ("verify", "compare")
        return ["tests/consistency", "tests/papers", *(f"tests/catalog/{room}" for room in rooms)]
    return [str(mirror.parent), "tests/commands", "tests/catalog", "tests/docs", "tests/ingest"]


@cache
def _imports() -> dict[str, set[str]]:
    """Return for each module of the package the modules that it names in an import."""
    found = {}
    for path in (ROOT / "metaleos").rglob("*.py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        names = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
            elif isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
        found[".".join(parts).removesuffix(".__init__")] = names
    return found


def theories_of(file: str) -> list[str]:
    """Return the theories that can read a module of the solvers, by imports."""
    wanted = ".".join(Path(file).with_suffix("").parts).removesuffix(".__init__")
    reached = []
    for theory in THEORIES:
        queue = [name for name in _imports() if name.startswith(f"metaleos.solvers.{theory}.")]
        seen = set(queue)
        while queue:
            for name in _imports().get(queue.pop(), set()) - seen:
                seen.add(name)
                queue.append(name)
        if wanted in seen:
            reached += ["tfd", "tfdw"] if theory == "tfd" else [theory]
    return reached or ["ha", "wh", "tf", "tfd", "tfdw", "nud"]


def chosen(seed: int, solver: int, package: int, facts: int, cells: int) -> list[Fault]:
    """Return faults drawn at random, as many of each kind of code as there are."""
    rng = random.Random(seed)
    inside = sorted((ROOT / "metaleos/solvers").rglob("*.py"))
    rooms = [*(ROOT / "metaleos/catalog" / room for room in ROOMS), ROOT / "metaleos/ingest"]
    outside = sorted(path for room in rooms for path in room.rglob("*.py"))
    found = [*_drawn(inside, solver, rng), *_drawn(outside, package, rng)]
    for number, endless in ((facts, fact_faults), (cells, cell_faults)):
        faults = endless(ROOT, rng)
        found += [next(faults) for _ in range(number)]
    return found


def _drawn(paths: list[Path], number: int, rng: random.Random) -> list[Fault]:
    kinds: dict[str, list[Fault]] = {}
    for path in paths:
        for fault in code_faults(path, ROOT):
            kinds.setdefault(fault.kind, []).append(fault)
    names = sorted(kinds)
    return [rng.choice(kinds[names[n % len(names)]]) for n in range(number)]


def session(faults: Iterable[Fault], folder: Path, workers: int) -> Iterator[Found]:
    """Judge faults in copies of the repository below `folder`, in their order as they end."""
    reference = folder / "reference.duckdb"
    copies: SimpleQueue[Copy] = SimpleQueue()
    shown = ""
    for number in range(workers):
        (folder / f"copy{number}").mkdir()
        copy = Copy(folder / f"copy{number}", reference)
        if not reference.exists():
            made = copy.ask("compute", "--db", str(reference))
            if made.returncode:
                raise SystemExit(f"the unchanged package makes no catalog: {made.stderr}")
            shown = copy.screen(str(reference))
        copy.shown = shown
        copies.put(copy)

    def one(fault: Fault) -> Found:
        copy = copies.get()
        try:
            return copy.judge(fault)
        finally:
            copies.put(copy)

    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(one, faults)


def summary(found: list[Found], *, shares: bool = True) -> tuple[list[str], bool]:
    """Return what to say, and whether all is well: shares reached, survivors known by name.

    Of a few faults shares mean nothing.
    """
    listed = tomllib.loads(SURVIVORS.read_text(encoding="utf-8"))["survivor"]
    known = {nameless(entry["fault"]): entry["reason"] for entry in listed}
    lines, good = [], True
    for group in ("solver", "package", "fact", "cell"):
        mine = [one for one in found if one.group == group and one.counts]
        idle = sum(one.group == group and not one.counts for one in found)
        caught = sum(bool(one.by) for one in mine)
        verified = sum(one.by == "verify" for one in mine)
        lines.append(f"{group}: {len(mine)} count ({idle} change nothing), {caught} caught, "
                     f"{verified} by verify")  # fmt: skip
        if shares and group == "fact" and mine and caught < 0.8 * len(mine):
            lines.append("  fewer than 80 % of the facts")
            good = False
    main = [one for one in found if one.main]
    verified = sum(one.by == "verify" for one in main)
    lines.append(f"a main property of a solver: {len(main)}, {verified} caught by verify")
    if shares and main and verified < 0.9 * len(main):
        lines.append("  fewer than 90 % by verify")
        good = False
    for one in found:
        if one.counts and not one.by:
            reason = known.get(nameless(one.fault))
            lines.append(f"survives: {one.fault}" + (f" ({reason})" if reason else ""))
            good = good and (reason is not None or one.group in {"fact", "cell"})
    return lines, good


def nameless(fault: str) -> str:
    """Return a fault without the number of its line, which other changes move."""
    return re.sub(r":\d+: ", ": ", fault, count=1)


def dump(found: list[Found], path: Path) -> None:
    """Write what was found as JSON lines."""
    path.write_text("".join(json.dumps(asdict(one)) + "\n" for one in found), encoding="utf-8")
