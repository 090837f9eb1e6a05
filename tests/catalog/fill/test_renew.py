"""A catalog of another schema: kept, built anew, your own data carried over; and a missing one."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import duckdb
import pytest

import metaleos
from metaleos.catalog.catalog import Catalog
from metaleos.catalog.fill.filling import Filled
from metaleos.catalog.store.own import own_path
from metaleos.catalog.store.refusals import SCHEMA_VERSION
from metaleos.errors import CatalogError, NewerError, OlderError, UsageError
from tests.catalog.store.test_own import kept, write

pytestmark = pytest.mark.built  # these build catalogs of their own


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Leave out the default results and claims: files are looked at here."""
    monkeypatch.setattr("metaleos.catalog.fill.build._fill_in", lambda *_: Filled(solved=1))
    monkeypatch.setattr("metaleos.catalog.fill.build.store_claims", lambda *_: None)


@pytest.fixture
def notices():
    return []


def stamp(path, version):
    with duckdb.connect(path) as connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'schema_version'", [version])


@pytest.fixture
def older(facts_catalog, tmp_path):
    """A catalog of schema 1, with own data; its tables of own data are those of today."""
    given = write(tmp_path / "my.csv", {"value": "6.31(2)"}, {"model": "ha/vs", "temperature": "9"})
    Catalog(facts_catalog).ingest(given)
    own_path(facts_catalog).unlink()  # version 0.1.0 wrote none
    stamp(facts_catalog, "1")
    return facts_catalog


@pytest.mark.parametrize("version", ["1", "99"])
def test_one_of_another_schema_at_the_default_place_is_kept_and_its_data_carried_over(
    older, version, monkeypatch, notices
):
    stamp(older, version)
    before, data = older.read_bytes(), kept(older)
    assert [len(part) for part in data] == [1, 1, 1]
    monkeypatch.setenv("METALEOS_DB", str(older))
    assert len(Catalog(notice=notices.append).elements()) == 92
    assert notices == [
        f"{older} has schema version {version}, this metaleos needs {SCHEMA_VERSION}: kept as "
        f"{older}.old; building the catalog {older} with your own data in {older}.own.csv"
    ]
    assert kept(older) == data
    assert older.with_name(f"{older.name}.old").read_bytes() == before
    # Again: nothing that was kept is overwritten.
    stamp(older, version)
    Catalog().elements()
    assert older.with_name(f"{older.name}.old").read_bytes() == before
    assert kept(older.with_name(f"{older.name}.old.2")) == kept(older) == data


def test_who_comes_while_it_is_renewed_uses_the_new_one(older, monkeypatch, tmp_path):
    monkeypatch.setenv("METALEOS_DB", str(older))
    together = Barrier(3)

    def ask(_):
        together.wait(60)
        return len(Catalog().elements("Na"))

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(ask, range(3))) == [1, 1, 1]
    assert [path.name for path in tmp_path.glob("*.old*")] == [f"{older.name}.old"]


def test_a_csv_that_is_there_counts_as_it_stands(older, monkeypatch, notices):
    text = "element,property,value,unit,source\nNa,bulk_modulus,1,GPa,by hand\n"
    own_path(older).write_text(text)
    monkeypatch.setenv("METALEOS_DB", str(older))
    catalog = Catalog(notice=notices.append)
    catalog.elements()
    assert [row[0] for row in kept(older)[2]] == ["by hand"]
    assert own_path(older).read_text() == text
    command = f"metaleos ingest --from-catalog {older}.old --db {older}"
    assert notices[0].endswith(f"to add that: {command}")
    catalog.ingest(from_catalog=f"{older}.old")
    assert [len(part) for part in kept(older)] == [2, 1, 2]


def test_one_that_is_named_is_left_alone(older, tmp_path, notices):
    before = older.read_bytes()
    command = rf"`metaleos ingest --from-catalog {older} --db NEW`"
    for call in (Catalog(older).elements, lambda: metaleos.open(older).query("Na")):
        with pytest.raises(OlderError, match=command):
            call()
    assert older.read_bytes() == before
    assert not list(tmp_path.glob("*.old"))
    new = tmp_path / "new.duckdb"
    into = Catalog(new, create=True, notice=notices.append, wait=0)
    with duckdb.connect(older, read_only=True):  # excludes all who would write
        done = into.ingest(from_catalog=older)
    assert (done.what, done.lines) == (older.name, 2)
    assert done.added == {"source": 1, "observation": 1, "published": 1}
    assert kept(new) == kept(older)
    assert own_path(new).exists()
    assert older.read_bytes() == before
    assert not own_path(older).exists()


def test_what_cannot_be_taken_from_is_refused_in_one_line(older, session_facts, tmp_path):
    shutil.copy(session_facts, tmp_path / "new.duckdb")
    new = Catalog(tmp_path / "new.duckdb")
    with pytest.raises(UsageError, match="is the catalog itself"):
        new.ingest(from_catalog=new.path)
    with pytest.raises(UsageError, match="exclude each other"):
        new.ingest("my.csv", from_catalog=older)
    with pytest.raises(UsageError, match=r"no\.duckdb does not exist"):
        Catalog(tmp_path / "later.duckdb", create=True).ingest(from_catalog=tmp_path / "no.duckdb")
    assert not (tmp_path / "later.duckdb").exists()
    with pytest.raises(CatalogError, match="no DuckDB file"):
        new.ingest(from_catalog=tmp_path / "my.csv")
    with duckdb.connect(tmp_path / "foreign.duckdb") as connection:
        connection.execute("CREATE TABLE t (a INTEGER)")
    with pytest.raises(CatalogError, match="no metaleos catalog"):
        new.ingest(from_catalog=tmp_path / "foreign.duckdb")
    stamp(older, "99")
    with duckdb.connect(older) as connection:
        connection.execute("ALTER TABLE observation RENAME COLUMN printed TO said")
    with pytest.raises(NewerError, match="upgrade metaleos"):
        new.ingest(from_catalog=older)
    shutil.copy(session_facts, tmp_path / "empty.duckdb")
    done = new.ingest(from_catalog=tmp_path / "empty.duckdb")
    assert (done.lines, done.is_change) == (0, False)


def test_a_newer_one_whose_own_data_cannot_be_read_stays(older, monkeypatch):
    stamp(older, "99")
    with duckdb.connect(older) as connection:
        connection.execute("ALTER TABLE observation RENAME COLUMN printed TO said")
    before = older.read_bytes()
    monkeypatch.setenv("METALEOS_DB", str(older))
    with pytest.raises(NewerError):
        Catalog().elements()
    assert older.read_bytes() == before


# A file that is not there -------------------------------------------------------------------


def test_a_named_file_that_does_not_exist_is_an_error(fresh_db):
    command = rf"does not exist; `metaleos compute --db '{fresh_db.parent}/a b\.duckdb'` builds it"
    path = fresh_db.with_name("a b.duckdb")
    for call in (
        lambda: Catalog(path), lambda: metaleos.open(path), lambda: metaleos.query("Na", db=path),
        lambda: metaleos.solve("Na", db=str(path)),
    ):  # fmt: skip
        with pytest.raises(CatalogError, match=command):
            call()
    assert not path.exists()
    metaleos.open(path, create=True)
    catalog = Catalog(path)
    path.unlink()
    with pytest.raises(CatalogError, match=command):
        catalog.query("Na")
    assert list(fresh_db.parent.iterdir()) == []


def test_compute_builds_a_named_file_whole_or_just_the_selection(fresh_db, monkeypatch):
    filled = []
    monkeypatch.setattr(
        "metaleos.catalog.fill.build._fill_in",
        lambda *given: filled.append(given) or Filled(solved=15195),
    )
    assert Catalog(fresh_db, create=True).compute().solved == 15195
    assert len(filled) == 1
    fresh_db.unlink()
    catalog = Catalog(fresh_db, create=True)
    done = catalog.compute("Na", "ha/vs", volume_ratio=[0.9, 1.0])
    assert (done.solved, done.fresh, len(filled)) == (4, 0, 1)
    found = catalog.sql("SELECT DISTINCT element, model FROM v_results").rows()
    assert found == [{"element": "Na", "model": "ha/vs"}]


@pytest.mark.parametrize(
    "asked",
    [{"element": "Typo"}, {"model": "typo"}, {"model": "ha/vs", "temperature": "5 K"}],
)
def test_a_selection_that_is_refused_builds_nothing(fresh_db, asked):
    path = fresh_db.parent / "folder" / "new.duckdb"
    with pytest.raises(UsageError):
        Catalog(path, create=True, notice=pytest.fail).compute(**asked)
    assert list(fresh_db.parent.iterdir()) == []


def test_who_waited_for_another_builder_is_told_what_is_fresh(
    fresh_db, session_catalog, monkeypatch
):
    def built_by_another(*_, **__):
        shutil.copy(session_catalog, fresh_db)
        return Filled()

    monkeypatch.setattr("metaleos.catalog.fill.build.build", built_by_another)
    done = Catalog(fresh_db, create=True).compute()
    (states,) = Catalog(session_catalog).sql("SELECT sum(states) AS n FROM run_count").rows()
    assert (done.solved, done.results) == (0, 0)
    assert 0 < done.fresh <= states["n"]


@pytest.mark.parametrize("content", [b"", b"no catalog", None, "damaged"])
def test_advice_is_of_the_catalog_that_is_taken_from(tmp_path, session_facts, content):
    old, new = tmp_path / "old.duckdb", tmp_path / "new.duckdb"
    if content == "damaged":
        whole = session_facts.read_bytes()
        content = whole[: len(whole) // 2]
    if content is not None:
        old.write_bytes(content)
    with pytest.raises((CatalogError, UsageError), match=r"old\.duckdb.*name .*catalog") as found:
        Catalog(new, create=True).ingest(from_catalog=old)
    assert "--db" not in str(found.value)
    assert "build a new" not in str(found.value)
    assert not new.exists()
