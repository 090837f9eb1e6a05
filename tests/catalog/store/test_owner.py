"""One instance in a process: threads open, read, solve and write at once, and nobody is refused."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import duckdb
import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.store import owner
from metaleos.catalog.store.file import CatalogFile, unheard
from metaleos.errors import LockedError, MetaleosError
from metaleos.solvers.protocol import Model

COUNT = "SELECT count(*) FROM meta WHERE key LIKE 'mine%'"
DEADLINE = 60.0


def count(path, wait=10.0, notice=unheard, **how):
    with CatalogFile(path, wait=wait, notice=notice).reading(**how) as connection:
        return connection.execute(COUNT).fetchall()[0][0]


def add(path, key):
    with CatalogFile(path).writing() as connection:
        connection.execute("INSERT INTO meta VALUES (?, 'x')", [f"mine {key}"])


STEPS = 8


def test_two_threads_that_compute_and_one_that_reads_are_never_refused(small_catalog):
    """Measured before there was an owner: 19 of 24 computations and 8 of 48 readings refused."""
    refused, states, rows = [], [], []

    def distinct():
        with CatalogFile(small_catalog).reading() as connection:
            return connection.execute(
                "SELECT count(DISTINCT state), count(DISTINCT run) FROM v_results"
            ).fetchall()[0]

    def compute(element):
        for step in range(STEPS):
            try:
                done = Catalog(small_catalog).compute(
                    element, "nud/exact", theta=0.61 + 0.01 * step
                )
                states.append(done.solved)
            except MetaleosError as error:
                refused.append(error)

    def read():
        for step in range(3 * STEPS):
            try:
                catalog = Catalog(small_catalog)
                if step % 4 == 1:
                    catalog.solve("Na", "nud/exact", theta=0.9)
                elif step % 4 == 3:
                    catalog.sql("SELECT count(*) FROM v_results")
                else:
                    rows.append(len(catalog.query("Na", "ha/vs", "pressure")))
            except MetaleosError as error:
                refused.append(error)

    stored = distinct()
    with ThreadPoolExecutor(3) as pool:
        for work in [pool.submit(compute, "Na"), pool.submit(compute, "Al"), pool.submit(read)]:
            work.result(DEADLINE)
    assert refused == []
    assert len(set(rows)) == 1
    # No state and no run is lost or has the number of another.
    added = [after - before for before, after in zip(stored, distinct(), strict=True)]
    assert added == [sum(states), sum(states)]


def test_every_change_of_many_threads_is_kept(facts_catalog):
    """Also where each changes what the one before wrote."""

    def count_on(_):
        with CatalogFile(facts_catalog).writing() as connection:
            connection.execute("UPDATE meta SET value = value::INT + 1 WHERE key = 'mine'")

    with CatalogFile(facts_catalog).writing() as connection:
        connection.execute("INSERT INTO meta VALUES ('mine', '0')")
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(count_on, range(60)))
    with CatalogFile(facts_catalog).reading() as connection:
        assert connection.execute("SELECT value FROM meta WHERE key = 'mine'").fetchall() == [
            ("60",)
        ]


def test_a_reader_sees_one_state_while_another_thread_writes(facts_catalog):
    """And can read at all, in the middle of a change that it does not see."""
    file = CatalogFile(facts_catalog)
    with ThreadPoolExecutor(1) as pool, ExitStack() as stack:
        with file.writing() as writer:
            writer.execute("INSERT INTO meta VALUES ('mine', 'x')")
            assert pool.submit(count, facts_catalog).result(DEADLINE) == 0
            reader = pool.submit(stack.enter_context, file.reading()).result(DEADLINE)
        assert reader.execute(COUNT).fetchall() == [(0,)]
        with pytest.raises(duckdb.TransactionException, match="read-only"):
            reader.execute("DELETE FROM meta")
    assert count(facts_catalog) == 1


def test_who_leaves_last_lets_go_of_the_file(facts_catalog):
    """Other processes may read while threads of this one do, and write when all have left."""
    read = "import sys, duckdb; duckdb.connect(sys.argv[1], read_only=sys.argv[2] == 'r').close()"

    def elsewhere(how):
        done = subprocess.run(
            [sys.executable, "-c", read, str(facts_catalog), how], capture_output=True, check=False
        )
        return done.returncode == 0

    with CatalogFile(facts_catalog).reading():
        with CatalogFile(facts_catalog).reading():
            pass
        assert elsewhere("r")
        assert not elsewhere("w")
    with CatalogFile(facts_catalog).writing() as connection:
        connection.execute("INSERT INTO meta VALUES ('mine', 'x')")
        assert not elsewhere("r")
    assert elsewhere("w")
    assert [path.name for path in facts_catalog.parent.iterdir()] == [facts_catalog.name]


def test_a_file_read_without_end_is_let_go_after_a_change(facts_catalog, monkeypatch):
    """Readers that overlap do not keep the instance that excludes other processes."""
    monkeypatch.setattr(owner, "_LINGER_SECONDS", 0.0)
    ways = []
    stop = threading.Event()

    def read():
        while not stop.is_set():
            with CatalogFile(facts_catalog).reading():
                ways.append(owner._OWNERS[str(facts_catalog.resolve())].way.writes)
                time.sleep(0.02)

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        add(facts_catalog, 1)
        time.sleep(0.3)
        stop.set()
        for work in readers:
            work.result(DEADLINE)
    assert not any(ways[-3:])


def test_a_thread_in_its_own_way_is_told_at_once(facts_catalog):
    begun = time.monotonic()
    with CatalogFile(facts_catalog).reading(), pytest.raises(LockedError, match="by this thread"):
        add(facts_catalog, 1)
    with (
        CatalogFile(facts_catalog).writing(),
        pytest.raises(LockedError, match="by this thread"),
        CatalogFile(facts_catalog).writing(),
    ):
        pass
    with CatalogFile(facts_catalog).writing():
        assert count(facts_catalog) == 0
    assert time.monotonic() - begun < 5.0
    add(facts_catalog, 1)
    assert count(facts_catalog) == 1


@pytest.mark.parametrize("how", [{"alone": True}, {"config": {"threads": "1"}}, {}])
def test_another_way_waits_for_its_turn(facts_catalog, how):
    told = []
    with ThreadPoolExecutor(2) as pool:
        with CatalogFile(facts_catalog).reading():
            if how:
                other = pool.submit(count, facts_catalog, notice=told.append, **how)
            else:
                other = pool.submit(add, facts_catalog, 1)
            time.sleep(1.2)
            assert not other.done()
            behind = pool.submit(count, facts_catalog)
            time.sleep(0.1)
            assert not behind.done()  # nobody is passed over
        other.result(DEADLINE)
        behind.result(DEADLINE)
    assert len(told) == bool(how)


def test_an_opening_that_fails_leaves_the_way_free(facts_catalog):
    holder = duckdb.connect(facts_catalog)
    with pytest.raises(LockedError, match="another library"):
        count(facts_catalog, wait=0.05)
    holder.close()
    assert count(facts_catalog) == 0


def test_an_error_in_a_block_leaves_the_way_free(facts_catalog):
    def fail(opening):
        with opening(CatalogFile(facts_catalog)):
            raise KeyboardInterrupt

    for opening in (CatalogFile.reading, CatalogFile.writing):
        with pytest.raises(KeyboardInterrupt):
            fail(opening)
    add(facts_catalog, 1)
    assert count(facts_catalog) == 1


def test_names_of_one_file_are_one_file(facts_catalog, tmp_path):
    link = tmp_path / "link.duckdb"
    link.symlink_to(facts_catalog)
    with CatalogFile(facts_catalog).reading(), CatalogFile(link).reading():
        pass
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda key: add(link if key % 2 else facts_catalog, key), range(10)))
    assert count(facts_catalog) == 10


def test_another_thread_is_waited_for_as_long_as_another_process(facts_catalog):
    told = []
    with ThreadPoolExecutor(1) as pool, CatalogFile(facts_catalog).reading():
        begun = time.monotonic()

        def write():
            with CatalogFile(facts_catalog, wait=1.5, notice=told.append).writing():
                pass

        with pytest.raises(LockedError, match="in use by another thread of this process; try"):
            pool.submit(write).result(DEADLINE)
        assert time.monotonic() - begun >= 1.5
    assert len(told) == 1
    assert told[0].startswith("waiting up to ")
    add(facts_catalog, 1)  # who gave up left the queue
    assert count(facts_catalog) == 1


def test_duckdb_draws_no_bar_of_its_own(facts_catalog):
    file, asked = CatalogFile(facts_catalog), "SELECT current_setting('enable_progress_bar')"
    for opened in (file.reading, file.writing):
        with opened() as connection:
            assert connection.execute(asked).fetchall() == [(False,)]


WRITE = (
    "import duckdb, sys; duckdb.connect(sys.argv[1]).execute("
    "\"INSERT INTO meta VALUES ('mine', 'x')\")"
)


@pytest.mark.parametrize(
    "ask",
    [
        lambda c, _: c.solve("Na", "ha/vs", volume_ratio=0.9),
        lambda c, folder: c.solve("Na", "ha/vs", states_file=folder / "states.csv"),
        lambda c, _: c.sensitivity("Na", "ha/vs", "pressure"),
        lambda c, _: c.compare(paper="soma1978", model="ha/vs", element="Na"),
        lambda c, _: c.report("Na", "ha/vs", cells=True),
        lambda c, folder: c.plot(folder / "a.svg", "Na", "ha/vs", "pressure", volume=[200, 250]),
        lambda c, _: c.verify("Na", "ha/vs", kind="integrity", store=False),
        lambda c, _: c.compute("Na", "ha/vs", volume_ratio=0.95),
        lambda c, _: c.recompute("Na", "ha/vs", all_states=True),
    ],
    ids=["solve", "solve a file", "sensitivity", "compare", "report", "plot", "verify", "compute",
         "recompute"],
)  # fmt: skip
def test_while_something_is_solved_another_process_writes(
    facts_catalog, tmp_path, monkeypatch, ask
):
    (tmp_path / "states.csv").write_text("volume_ratio\n0.9\n")
    catalog = Catalog(facts_catalog, wait=0.0)
    catalog.compute("Na", "ha/vs")

    class WrittenError(Exception):
        pass

    def load(model):
        subprocess.run([sys.executable, "-c", WRITE, facts_catalog], check=True)
        raise WrittenError(model)  # what else is solved would only take its time

    monkeypatch.setattr(Model, "load_solver", load)
    with pytest.raises(WrittenError):
        ask(catalog, tmp_path)
    assert count(facts_catalog) == 1
