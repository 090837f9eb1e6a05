"""The structure of the package: layers, no circles, few parameters, one home for a name."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

from metaleos.ingest.papers import papers
from metaleos.solvers.registry import inside

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "metaleos"
MOST_PARAMETERS = 8
MOST_HOMES = 6
"""Files outside the solvers that may name a variable which only one theory has."""


def contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts of ``pyproject.toml`` on the package in `folder`."""
    return subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()",
         "--no-cache", str(folder / "pyproject.toml")],
        cwd=folder, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the package in which a breach can be planted."""
    shutil.copytree(PACKAGE, tmp_path / "metaleos", ignore=shutil.ignore_patterns("*.pyc", "data"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def circles(package: str) -> list[list[str]]:
    """Return the strongly connected groups of more than one module (Tarjan's algorithm)."""
    graph = grimp.build_graph(package, cache_dir=None)
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(module: str) -> None:
        number[module] = low[module] = len(number)
        stack.append(module)
        for other in graph.find_modules_directly_imported_by(module):
            if other not in number:
                visit(other)
                low[module] = min(low[module], low[other])
            elif other in stack:
                low[module] = min(low[module], number[other])
        if low[module] == number[module]:
            place = stack.index(module)
            group = stack[place:]
            del stack[place:]
            if len(group) > 1:
                found.append(sorted(group))

    for module in sorted(graph.modules):
        if module not in number:
            visit(module)
    return found


@pytest.mark.long
def test_the_layers_hold_with_no_exceptions() -> None:
    done = contracts(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "ignore_imports" not in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.long
@pytest.mark.parametrize(
    ("module", "breach"),
    [
        ("catalog/store/names.py", "def f():\n    from metaleos.cli import main\n"),
        (
            "ingest/reader.py",
            "if TYPE_CHECKING:\n    from metaleos.solvers.protocol import Model\n",
        ),
        ("solvers/registry.py", "from metaleos.catalog.store import names\n"),
        ("catalog/states/plan.py", "def f():\n    from metaleos.catalog.ask.query import ask\n"),
        ("catalog/compare/verdicts.py", "import metaleos.catalog.trust.cite\n"),
        ("catalog/text/table.py", "from metaleos.catalog.ask.answer import Answer\n"),
        ("properties.py", "from metaleos.units import convert\n"),
    ],
)
def test_a_planted_breach_is_seen(copied: Path, module: str, breach: str) -> None:
    path = copied / "metaleos" / module
    path.write_text(path.read_text(encoding="utf-8") + "\n" + breach, encoding="utf-8")
    assert contracts(copied).returncode != 0


@pytest.mark.long
def test_there_is_no_circle() -> None:
    assert circles("metaleos") == []


def test_a_planted_circle_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "going_round"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "a.py").write_text("import going_round.b\n")
    (package / "b.py").write_text("def f():\n    from going_round import c\n")
    (package / "c.py").write_text(
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import going_round.a\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    assert circles("going_round") == [["going_round.a", "going_round.b", "going_round.c"]]


def parameters() -> dict[str, int]:
    """Return the number of parameters of every function, without self and cls."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                named = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                count = len(named) + bool(node.args.vararg) + bool(node.args.kwarg)
                count -= bool(named) and named[0].arg in {"self", "cls"}
                found[f"{path.relative_to(PACKAGE)}:{node.name}"] = count
    return found


@pytest.mark.long
def test_no_function_has_many_parameters() -> None:
    # Command signatures, and the methods of Catalog that resolve at once into a Selection.
    may = re.compile(r"commands/\w+\.py:run|catalog/catalog\.py:[a-z]\w*")
    many = {
        name: count
        for name, count in parameters().items()
        if count > MOST_PARAMETERS and not may.fullmatch(name)
    }
    assert many == {}


@pytest.mark.parametrize("name", ["theta", "axial_ratio"])
def test_a_theory_s_own_variable_is_named_in_few_files(name: str) -> None:
    word = re.compile(rf"\b{name}\b")
    homes = [
        path.relative_to(PACKAGE)
        for path in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.sql")])
        if "solvers" not in path.parts and word.search(path.read_text(encoding="utf-8"))
    ]
    assert len(homes) <= MOST_HOMES, homes


OWN = ("ingest/papers", "solvers")
"""Where papers and models are at home."""


def named(text: str) -> list[str]:
    """Return the literals of a module that name a paper or a model.

    A paper is named by a literal that holds its citation key or the name of its table; a model or
    a theory by a literal that is its name, or that holds a name with its variant as a word.
    Docstrings are no code, and the help of an option may hold a model as an example.
    """
    tree = ast.parse(text)
    docstrings = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    helps = {
        id(node)
        for call in ast.walk(tree)
        if isinstance(call, ast.keyword) and call.arg == "help"
        for node in ast.walk(call.value)
    }
    full = set(inside())
    names = full | {model.theory for model in inside().values()}
    keys = [key for paper in papers().values() for key in (paper.key, paper.file)]
    words = re.compile("|".join(rf"(?<![\w/]){re.escape(n)}(?![\w/])" for n in full if "/" in n))
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
        and (
            node.value in names
            or any(key in node.value for key in keys)
            or (id(node) not in helps and words.search(node.value) is not None)
        )
    ]


@pytest.mark.long
def test_code_names_no_paper_and_no_model() -> None:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE).as_posix()
        if not place.startswith(tuple(f"{folder}/" for folder in OWN)):
            hits = named(path.read_text(encoding="utf-8"))
            found |= {place: hits} if hits else {}
    assert found == {}


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ('if source == "soma1978":\n    pass\n', ["soma1978"]),
        ('path = f"papers/perrot_1979.csv:{line}"\n', ["papers/perrot_1979.csv:"]),
        ('if model in {"tf", "tfdw"}:\n    pass\n', ["tf", "tfdw"]),
        ('def f(model="wh/vs"):\n    return {"ha": 1}\n', ["wh/vs", "ha"]),
        ('text = "as in ha/vs"\n', ["as in ha/vs"]),
        ('def f():\n    """Say ha/vs.\n\n    metaleos compare --paper soma1978\n    """\n', []),
        ('option = Option(help="as in ha/vs")\n', []),
        ('option = Option(help="perrot1979 or all")\n', ["perrot1979 or all"]),
        ('text = "half the width of a tuft"\n', []),
    ],
)
def test_a_planted_name_is_seen(text: str, hits: list[str]) -> None:
    assert sorted(named(text)) == sorted(hits)


MOST_MODULES = 25


def test_no_folder_has_many_modules() -> None:
    counts = {
        str(folder.relative_to(PACKAGE)): len(list(folder.glob("*.py")))
        for folder in [PACKAGE, *PACKAGE.rglob("*")]
        if folder.is_dir()
    }
    assert {name: count for name, count in counts.items() if count > MOST_MODULES} == {}


def test_every_room_says_what_it_is_in_two_lines() -> None:
    rooms = [path for path in sorted((PACKAGE / "catalog").iterdir()) if path.is_dir()]
    for room in rooms:
        if room.name != "__pycache__":
            lines = (room / "README.md").read_text(encoding="utf-8").strip().splitlines()
            assert len(lines) <= 2, room


def untested(package: Path, tests: Path) -> list[str]:
    """Return the modules without a test file of their own, as paths below the package.

    The tests mirror the package: ``catalog/ask/sql.py`` is tested by ``catalog/ask/test_sql.py``.
    Solvers are tested by what they solve, in ``tests/solvers``.
    """
    modules = [path.relative_to(package) for path in sorted(package.rglob("*.py"))]
    return [
        path.as_posix()
        for path in modules
        if path.name != "__init__.py"
        and path.parts[0] != "solvers"
        and not (tests / path.with_name(f"test_{path.stem.strip('_')}.py")).is_file()
    ]


def test_every_module_has_its_test_file() -> None:
    assert untested(PACKAGE, ROOT / "tests") == []


def test_a_module_without_a_test_file_is_seen(copied: Path) -> None:
    (copied / "metaleos/catalog/ask/new.py").touch()
    assert untested(copied / "metaleos", ROOT / "tests") == ["catalog/ask/new.py"]
