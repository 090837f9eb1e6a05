"""What cannot be used is told apart by real files, and only a damaged one may be moved away."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import pytest

from metaleos.catalog.store.file import CatalogFile
from metaleos.catalog.store.refusals import SCHEMA_VERSION, refusal
from metaleos.errors import (
    CatalogError,
    DamagedError,
    DiskFullError,
    ForeignError,
    LockedError,
    NewerError,
    OlderError,
    ReadOnlyError,
)


def refused(path, opening=CatalogFile.reading):
    """Return the error with which a catalog is refused, wherever it is met; look into every table.

    Whatever it is, the file is left as it was.
    """

    def read_all() -> None:
        with opening(CatalogFile(path, wait=0.05)) as opened:
            for (name,) in opened.execute("SELECT table_name FROM duckdb_tables()").fetchall():
                opened.execute(f"SELECT count(DISTINCT t) FROM {name} t").fetchall()

    before = path.read_bytes() if path.is_file() else None
    with pytest.raises((CatalogError, LockedError)) as caught:
        read_all()
    assert (path.read_bytes() if path.is_file() else None) == before
    assert "\n" not in str(caught.value)
    assert caught.value.hint
    assert ("move it away" in str(caught.value)) == (type(caught.value) is DamagedError)
    return caught.value


def empty(path):
    path.write_bytes(b"")


def text(path):
    path.write_text("element,value\n" * 999)


def short(path):
    path.write_text("x")


def folder(path):
    path.mkdir()


def sqlite(path):
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE meta (key, value)")
    connection.close()


def other_duckdb(path):
    duckdb.connect(path).close()


def other_meta(path):
    with duckdb.connect(path) as connection:
        connection.execute("CREATE TABLE meta (name VARCHAR)")


@pytest.mark.parametrize("opening", [CatalogFile.reading, CatalogFile.writing])
@pytest.mark.parametrize(
    "make", [empty, text, short, folder, sqlite, other_duckdb, other_meta], ids=lambda f: f.__name__
)
def test_what_is_no_catalog_is_foreign(tmp_path, make, opening):
    make(tmp_path / "other.duckdb")
    error = refused(tmp_path / "other.duckdb", opening)
    assert type(error) is ForeignError
    assert "choose another --db" in error.hint


def cut(share):
    def cut_file(path):
        os.truncate(path, int(path.stat().st_size * share))

    return cut_file


def overwrite(first, last):
    def overwrite_part(path):
        size = path.stat().st_size
        with path.open("r+b") as stream:
            stream.seek(int(size * first))
            stream.write(b"\xff" * int(size * (last - first)))

    return overwrite_part


@pytest.mark.parametrize(
    "harm",
    [cut(0.001), cut(0.3), cut(0.9), overwrite(0.001, 0.01), overwrite(0.2, 0.9)],
)
def test_what_is_cut_or_overwritten_is_damaged(facts_catalog, harm):
    harm(facts_catalog)
    assert type(refused(facts_catalog)) is DamagedError


def of_schema(number):
    def change(path):
        with CatalogFile(path).writing() as connection:
            connection.execute("UPDATE meta SET value = ? WHERE key = 'schema_version'", [number])

    return change


def of_storage(number):
    """Make a file say that it is of a storage version, as DuckDB would write it."""

    def change(path):
        head = bytearray(path.read_bytes()[:4096])
        head[12:20] = struct.pack("<Q", number)
        checksum = 5381
        for (word,) in struct.iter_unpack("<Q", head[8:]):
            checksum ^= word * 0xBF58476D1CE4E5B9 & (1 << 64) - 1
        head[:8] = struct.pack("<Q", checksum)
        with path.open("r+b") as stream:
            stream.write(head)

    return change


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (of_schema("1"), OlderError),
        (of_schema(str(int(SCHEMA_VERSION) + 1)), NewerError),
        (of_schema("100"), NewerError),
        (of_schema("abc"), ForeignError),
        (of_storage(1), OlderError),
        (of_storage(63), OlderError),
        (of_storage(70), NewerError),
        (of_storage(1000), NewerError),
    ],
)
@pytest.mark.parametrize("opening", [CatalogFile.reading, CatalogFile.writing])
def test_an_older_or_newer_catalog_is_told_and_left(facts_catalog, change, kind, opening):
    change(facts_catalog)
    assert type(refused(facts_catalog, opening)) is kind


@pytest.fixture
def unprivileged():
    """Be nobody for a while where the tests run as root, who may do everything."""
    mine = os.geteuid()
    if mine == 0:
        os.seteuid(65534)
    yield
    os.seteuid(mine)


@pytest.fixture
def guarded(facts_catalog):
    """A catalog in a folder that nobody may write in; the folders above may be entered."""
    with tempfile.TemporaryDirectory() as folder:  # those of pytest are the owner's alone
        path = Path(folder) / "facts.duckdb"
        shutil.copy(facts_catalog, path)
        path.chmod(0o444)
        path.parent.chmod(0o555)
        yield path
        path.parent.chmod(0o700)


@pytest.mark.usefixtures("guarded", "unprivileged")
def test_a_file_that_may_only_be_read_is_read(guarded):
    with CatalogFile(guarded).reading() as connection:
        assert connection.execute("SELECT count(*) FROM element").fetchall()[0][0] > 90
    assert type(refused(guarded, CatalogFile.writing)) is ReadOnlyError


def test_a_folder_that_may_not_be_written_is_read_only(guarded, request):
    # DuckDB opens the file for writing, and fails at the commit: its log would lie beside it.
    guarded.chmod(0o666)
    request.getfixturevalue("unprivileged")

    def change() -> None:
        with CatalogFile(guarded).writing() as connection:
            connection.execute("INSERT INTO meta VALUES ('mine', 'x')")

    with pytest.raises(ReadOnlyError, match="folder") as caught:
        change()
    assert "move it away" not in str(caught.value)


def test_a_file_that_may_not_be_read(guarded, request):
    guarded.chmod(0)
    request.getfixturevalue("unprivileged")
    with pytest.raises(ReadOnlyError, match="Permission denied"), CatalogFile(guarded).reading():
        pass


FILL = """
import resource, signal, sys
from pathlib import Path
from metaleos.catalog.store.file import CatalogFile
from metaleos.errors import DiskFullError
path = Path(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limit = path.stat().st_size + 300_000
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
stored = 0
try:
    while stored < 1000:
        with CatalogFile(path).writing() as connection:
            connection.execute(
                "INSERT INTO meta SELECT ? || '-' || range, repeat(hash(random())::VARCHAR, 20) "
                "FROM range(?)", [stored, int(sys.argv[2])])
        stored += 1
except DiskFullError as error:
    print(stored, error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
@pytest.mark.parametrize("rows", [250, 1000])
def test_no_room_is_told_and_what_was_acknowledged_is_there(facts_catalog, rows):
    done = subprocess.run(
        [sys.executable, "-c", FILL, str(facts_catalog), str(rows)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    stored, message = done.stdout.split(" ", 1)
    assert "no room" in message
    assert "what was stored before is intact" in message
    assert "move it away" not in message
    with CatalogFile(facts_catalog).reading() as connection:
        kept = connection.execute("SELECT count(*) FROM meta WHERE key LIKE '%-%'").fetchall()
    assert kept == [(int(stored) * rows,)]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_every_way_in_which_a_disk_is_full(tmp_path, number):
    error = duckdb.IOException(f'IO Error: Could not write file "a": {os.strerror(number)}')
    assert type(refusal(tmp_path / "a", error)) is DiskFullError


def test_the_name_of_a_file_decides_nothing(tmp_path):
    error = duckdb.IOException(
        'IO Error: Could not read from file "/Corrupt/a": Input/output error'
    )
    assert type(refusal(tmp_path / "a", error)) is CatalogError


def test_what_says_nothing_of_a_file_is_no_refusal(tmp_path):
    assert refusal(tmp_path / "a", duckdb.BinderException("Binder Error: no column x")) is None
