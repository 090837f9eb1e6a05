"""The task runner: ``nox`` lints, types and tests; ``nox -s bench`` measures and compares.

Sessions that .ci/run takes have environments of their own; a job that cannot run fails.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import nox

FAST = ("-m", "not slow and not built and not long")
"""The fast tier: under half a minute on one core."""
UNBUILT = ("-m", "not slow and not built")
"""The tests that need no built catalog."""

nox.options.sessions = ["lint", "types", "tests"]
nox.options.reuse_existing_virtualenvs = True
nox.options.error_on_missing_interpreters = True


@nox.session
def lint(session: nox.Session) -> None:
    session.install("ruff>=0.12")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    session.install("-e", ".[dev]")
    session.run("mypy")


@nox.session
def tests(session: nox.Session) -> None:
    session.install("-e", ".[test]")
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session
def fast(session: nox.Session) -> None:
    """Run the fast tier, in one process."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "pytest", *FAST, "-n0", *session.posargs)


@nox.session(python=["3.12", "3.13", "3.14"])
def newer(session: nox.Session) -> None:
    """Run the fast tier with newer versions of Python; one that is missing fails."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "pytest", *FAST, *session.posargs)


@nox.session
def notebook(session: nox.Session) -> None:
    """Run the tests of the extra `notebook`; none may be skipped."""
    session.install("-e", ".[test,notebook]")
    session.run("python", "-m", "pytest", "tests/catalog/ask/test_answer.py", "--no-skips")


@nox.session
def lowest(session: nox.Session) -> None:
    """Run what needs no catalog, and the README's query, with the lowest versions allowed."""
    wanted = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = wanted["optional-dependencies"]
    lines = [*wanted["dependencies"], *extras["test"], *extras["plot"]]
    found = {re.split("[<>=]", line)[0]: re.findall(r">=([\d.]+)", line)[0] for line in lines}
    session.install(*(f"{name}=={bound}.*" for name, bound in found.items()))
    session.install("--no-deps", "-e", ".")
    session.run("metaleos", "query", "-e", "Na", "-m", "VS", "--db", _catalog(session))
    session.run("python", "-m", "pytest", *UNBUILT, *session.posargs)


@nox.session
def package(session: nox.Session) -> None:
    """Build the sdist and the wheel, install each elsewhere, and run the sdist's own tests."""
    folder = Path(session.create_tmp())
    shutil.rmtree(folder)  # what an earlier run has unpacked
    folder.mkdir()
    session.install("build")
    session.run("python", "-m", "build", "--outdir", str(folder / "dist"))
    (wheel,), (source,) = ([*(folder / "dist").glob(f"*{end}")] for end in (".whl", ".tar.gz"))
    session.install(f"{wheel}[test]")
    session.install("--force-reinstall", "--no-deps", str(wheel))  # also over one of this version
    session.run("tar", "xf", str(source), "-C", str(folder), external=True)
    with session.chdir(folder / source.name.removesuffix(".tar.gz")):
        session.run("python", "-m", "pytest", *UNBUILT, *session.posargs)


@nox.session
def smoke(session: nox.Session) -> None:
    """Run every benchmark, on little where it takes a size: that it runs, not how fast."""
    session.install(".")
    sizes = {"bench_ingest": "2000", "bench_store": "1", "bench_flat": "20000"}
    for path in sorted(Path("benchmarks").glob("bench_*.py")):
        size = [sizes[path.stem]] if path.stem in sizes else []
        session.run("python", "-m", f"benchmarks.{path.stem}", *size, env={"OMP_NUM_THREADS": "1"})


@nox.session
def faults(session: nox.Session) -> None:
    """Plant faults and see what notices them; ``nox -s faults -- --few`` a seeded 15."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "tests.faults", *session.posargs)


def _catalog(session: nox.Session) -> str:
    """Build a catalog in the session's own folder."""
    path = f"{session.create_tmp()}/catalog.duckdb"
    session.run("metaleos", "compute", "-e", "Na", "-m", "ha", "--db", path)
    return path


@nox.session
def slow(session: nox.Session) -> None:
    """Run the tests that .ci/run leaves out."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "pytest", "-m", "slow", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Hold the ratios against benchmarks/limits.toml, from a plain install.

    ``nox -s bench -- tf query`` measures these ratios; ``nox -s bench -- bench_wh.py`` prints what
    one benchmark prints.
    """
    session.install(".")
    env = {"OMP_NUM_THREADS": "1"}
    scripts = [name for name in session.posargs if name.endswith(".py")]
    ratios = [name for name in session.posargs if name not in scripts]
    for script in scripts:
        session.run("python", f"benchmarks/{script}", env=env)
    if ratios or not scripts:
        session.run("python", "benchmarks/check.py", *ratios, env=env)


@nox.session
def compat(session: nox.Session) -> None:
    """Build a catalog, and read all its views with the DuckDB of 1.4."""
    session.install(".")
    path = f"{session.create_tmp()}/catalog.duckdb"
    session.run("metaleos", "compute", "--db", path)
    session.install("duckdb==1.4.*")
    session.run("python", "tests/compat/read_all_views.py", path)


@nox.session
def data(session: nox.Session) -> None:
    """Rebuild data files: ``nox -s data`` the text, ``nox -s data -- all --into F`` all into F."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "data", *session.posargs)


@nox.session
def accept(session: nox.Session) -> None:
    """Print what `metaleos verify` finds other than the baseline, and accept it as the new one.

    ``nox -s accept -- --check`` only prints.
    """
    session.install("-e", ".")
    session.run("python", "-m", "data.baseline", *session.posargs)


@nox.session
def hooks(session: nox.Session) -> None:
    """Run every pre-commit hook on every file."""
    session.install("pre-commit>=4")
    session.run("pre-commit", "run", "--all-files")
