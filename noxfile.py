"""The task runner: ``nox`` lints, types and tests; ``nox -s bench`` measures."""

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
    """Run the benchmarks: ratios, each measured in one run."""
    session.install("-e", ".[test]")
    for path in sorted(session.posargs) or ["bench_catalog.py", "bench_ha.py", "bench_tf.py"]:
        session.run("python", f"benchmarks/{path}")


@nox.session
def hooks(session: nox.Session) -> None:
    """Run every pre-commit hook on every file."""
    session.install("pre-commit>=4")
    session.run("pre-commit", "run", "--all-files")
