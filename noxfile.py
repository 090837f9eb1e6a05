"""The task runner: ``nox`` lints, types and tests; ``nox -s bench`` measures and compares."""

from __future__ import annotations

import nox

nox.options.sessions = ["lint", "types", "tests"]
nox.options.reuse_existing_virtualenvs = True


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
