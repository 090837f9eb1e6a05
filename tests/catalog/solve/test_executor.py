"""Where jobs are solved: here and in workers; whatever happens to a worker, each job once."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from metaleos.catalog.solve.executor import Job, processes
from metaleos.catalog.states.request import StateRequest
from metaleos.catalog.states.table import element_states
from metaleos.catalog.store.facts import Facts
from metaleos.catalog.store.file import CatalogFile
from metaleos.solvers.registry import models

SOLVER = '''
import os, signal, time
from pathlib import Path
import numpy as np
from metaleos.solvers.protocol import Solution

def solve(batch):
    """Say which process solves; here, wait until a worker has begun; there, do as told."""
    begun, deed = Path(os.environ["ODD_FOLDER"]) / "begun", os.environ["ODD_DEED"]
    print("what a solver prints")
    if os.getpid() != int(os.environ["ODD_HERE"]):
        begun.write_text(str(os.getpid()))
        if deed == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if deed == "hang":
            time.sleep(600)
    else:
        until = time.monotonic() + 60
        while deed != "alone" and not begun.exists() and time.monotonic() < until:
            time.sleep(0.01)
    if deed == "fault":
        raise ZeroDivisionError("a fault of the solver")
    count = len(next(iter(batch.states.values())))
    pid = np.full(count, str(os.getpid()), dtype=object)
    return Solution(values={}, errors={}, outcome=np.full(count, "ok", dtype=object), reason=pid)
'''
COUNT = 4


@pytest.fixture
def facts(session_facts):
    with CatalogFile(session_facts).reading() as connection:
        return Facts(connection)


@pytest.fixture
def jobs(facts, tmp_path, monkeypatch):
    (tmp_path / "odd_solver.py").write_text(SOLVER, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("ODD_FOLDER", str(tmp_path))
    monkeypatch.setenv("ODD_HERE", str(os.getpid()))
    monkeypatch.setenv("ODD_DEED", "solve")
    model = models()["nud/linear"]
    table = element_states(model, "Na", "standard", facts, StateRequest())
    model = replace(model, solver="odd_solver:solve")
    return [Job(model, "standard", table, float(number)) for number in range(COUNT)]


def solved_by(solutions):
    """Return the process that solved each job; every job once."""
    found = [(number, int(solved.solution.reason[0])) for number, solved in solutions]
    assert sorted(number for number, _ in found) == list(range(COUNT))
    return dict(found)


def test_one_process_solves_in_order(jobs, facts, monkeypatch):
    monkeypatch.setenv("ODD_DEED", "alone")
    assert list(solved_by(processes(1)(jobs, facts)).items()) == [
        (number, os.getpid()) for number in range(COUNT)
    ]


def test_a_worker_takes_the_longest_job(jobs, facts):
    pids = solved_by(processes(2)(jobs, facts))
    assert pids[0] == os.getpid()
    assert pids[COUNT - 1] != os.getpid()


def test_the_job_of_a_killed_worker_is_solved_here(jobs, facts, monkeypatch, tmp_path):
    monkeypatch.setenv("ODD_DEED", "die")
    assert set(solved_by(processes(2)(jobs, facts)).values()) == {os.getpid()}
    assert (tmp_path / "begun").exists()


@pytest.mark.parametrize("program", ["/no/such/program", "/bin/false", ""])
def test_without_workers_all_is_solved_here(jobs, facts, monkeypatch, program):
    monkeypatch.setenv("ODD_DEED", "alone")
    monkeypatch.setattr(sys, "executable", program)
    assert set(solved_by(processes(3)(jobs, facts)).values()) == {os.getpid()}


def test_a_fault_of_a_solver_is_raised_here(jobs, facts, monkeypatch):
    monkeypatch.setenv("ODD_DEED", "fault")
    with pytest.raises(ZeroDivisionError, match="a fault of the solver"):
        list(processes(2)(jobs, facts))


def test_closing_ends_the_workers(jobs, facts, monkeypatch, tmp_path):
    monkeypatch.setenv("ODD_DEED", "hang")
    solutions = processes(2)(jobs, facts)
    next(solutions)
    worker = int((tmp_path / "begun").read_text())
    solutions.close()
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def test_a_script_needs_no_main_guard(jobs, session_facts, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "import os, sys\n"
        "os.environ['ODD_HERE'] = str(os.getpid())\n"
        "from dataclasses import replace\n"
        "import metaleos\n"
        "from metaleos.catalog.solve.executor import Job, processes\n"
        "from metaleos.catalog.store.facts import Facts\n"
        "from metaleos.catalog.states.request import StateRequest\n"
        "from metaleos.catalog.states.table import element_states\n"
        "from metaleos.solvers.registry import models\n"
        "with metaleos.open(sys.argv[1]).file.reading() as connection:\n"
        "    facts = Facts(connection)\n"
        "model = models()['nud/linear']\n"
        "table = element_states(model, 'Na', 'standard', facts, StateRequest())\n"
        "model = replace(model, solver='odd_solver:solve')\n"
        "jobs = [Job(model, 'standard', table, 1.0) for _ in range(3)]\n"
        "found = [item[1].solution.reason[0] for item in processes(2)(jobs, facts)]\n"
        "print('processes', len(found), len(set(found)))\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script), str(session_facts)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = [line for line in done.stdout.splitlines() if line.startswith("processes")]
    assert told == ["processes 3 2"]
