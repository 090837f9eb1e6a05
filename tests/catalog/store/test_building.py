"""Several want to build one file: one does, the others wait and use it; the dead block nobody."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.fill import build as module
from metaleos.catalog.fill.build import build
from metaleos.catalog.store.building import building_alone
from metaleos.errors import CatalogError

pytestmark = pytest.mark.built  # these build catalogs of their own

DEADLINE = 60.0
BUILDER = """
import os, sys, time
from pathlib import Path
os.getpid = lambda: 7  # as in two containers
from metaleos.catalog.fill.build import build
path, hold = Path(sys.argv[1]), float(sys.argv[2])
def progress(step, part):
    if part == 0.0:
        print("begun", flush=True)
        time.sleep(hold)
build(path, progress, lambda text: print(text, flush=True), solve=False)
print(path.stat().st_ino, flush=True)
"""


def builder(path, hold):
    return subprocess.Popen(
        [sys.executable, "-c", BUILDER, str(path), str(hold)], stdout=subprocess.PIPE, text=True
    )


def until_begun(process):
    while process.stdout.readline() != "begun\n":
        assert process.poll() is None


def test_two_containers_in_one_folder_build_once_and_use_one_file(fresh_db):
    with builder(fresh_db, 3.0) as first:
        until_begun(first)
        with builder(fresh_db, 0.0) as second:
            waited = second.stdout.readline()
            told = second.stdout.read().split("\n")
        built = first.stdout.read().split("\n")
    assert waited.startswith(f"waiting for process 7 on {socket.gethostname()} (since 20")
    assert waited.endswith(f", which builds {fresh_db}\n")
    assert (first.returncode, second.returncode) == (0, 0)
    assert told == built == [str(fresh_db.stat().st_ino), ""]
    assert [path.name for path in fresh_db.parent.iterdir()] == [fresh_db.name]


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_builder_that_was_killed_blocks_nobody_and_its_draft_is_cleared_away(fresh_db):
    with builder(fresh_db, DEADLINE) as dead:
        until_begun(dead)
        dead.send_signal(signal.SIGKILL)
    assert len(list(fresh_db.parent.iterdir())) >= 2
    told = []
    build(fresh_db, notice=told.append, solve=False)
    assert told == [f"building the catalog {fresh_db}"]
    assert [path.name for path in fresh_db.parent.iterdir()] == [fresh_db.name]


def test_a_build_leaves_the_drafts_of_others(tmp_path):
    own = tmp_path / ".metals.0123abcd.draft"
    others = [
        tmp_path / f".{name}.0123abcd.draft"
        for name in ("metals.duckdb", "metals.own.csv", "metals.csv", "metals.89abcdef", "m[e]tals")
    ]
    for draft in (own, *others):
        draft.touch()
    with building_alone(tmp_path / "metals", print):
        assert not own.exists()
        assert all(draft.exists() for draft in others)


def test_a_file_named_by_a_link_has_one_lock(tmp_path):
    (tmp_path / "link.duckdb").symlink_to(tmp_path / "real.duckdb")
    with building_alone(tmp_path / "link.duckdb", print):
        assert (tmp_path / ".real.duckdb.lock").exists()


def test_threads_that_open_a_missing_catalog_build_it_once(fresh_db, monkeypatch):
    built = []
    whole = module._build

    def counted(*given, **_):
        built.append(given)
        return whole(*given, solve=False)

    monkeypatch.setattr(module, "_build", counted)
    together = threading.Barrier(3)

    def ask(_):
        catalog = Catalog(fresh_db, create=True)
        together.wait(DEADLINE)
        return len(catalog.elements("Na"))

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(ask, range(3))) == [1, 1, 1]
    assert len(built) == 1


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(CatalogError, match=r"a\.duckdb"):
        build(tmp_path / "file" / "a.duckdb", solve=False)


def test_an_error_while_building_leaves_the_way_free(fresh_db):
    with pytest.raises(KeyboardInterrupt), building_alone(fresh_db, print):
        raise KeyboardInterrupt
    begun = time.monotonic()
    with building_alone(fresh_db, pytest.fail):
        pass
    assert time.monotonic() - begun < DEADLINE
    assert list(fresh_db.parent.iterdir()) == []


def test_what_is_there_is_left(facts_catalog):
    before = facts_catalog.stat()
    build(facts_catalog, notice=pytest.fail)
    after = facts_catalog.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_log_that_belongs_to_no_file_is_not_read_as_the_new_ones(fresh_db):
    log = fresh_db.with_name(fresh_db.name + ".wal")
    log.write_bytes(b"left behind")
    build(fresh_db, solve=False)
    assert not log.exists()
    assert len(Catalog(fresh_db).elements("Na")) == 1
