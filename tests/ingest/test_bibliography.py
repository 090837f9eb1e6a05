"""BibTeX becomes rows of sources: where it appeared, who wrote it, the entry as it stands."""

from __future__ import annotations

from metaleos.ingest.bibliography import shipped_sources, sources_in

ARTICLE = """@Article{Doe2001,
  author = {Doe, J. and Roe, R.},
  title = {On {Na} \\& {K}},
  journal = {J. Phys.},
  volume = {31},
  pages = {1--9},
  year = {2001},
  doi = {10.1000/xyz},
}"""
BOOK = """@book{roe1990,
  editor = {Roe, R.},
  booktitle = {Metals},
  publisher = {Press},
  year = {1990},
}"""


def test_an_article_has_its_journal_with_volume_and_pages():
    (row,) = sources_in(ARTICLE)
    assert (row.kind, row.key, row.origin) == ("article", "Doe2001", "shipped")
    assert row.journal == "J. Phys. 31 1--9"
    assert (row.authors, row.title) == ("Doe, J. and Roe, R.", "On Na & K")
    assert (row.year, row.doi) == ("2001", "10.1000/xyz")


def test_a_book_stands_under_its_editor_and_publisher():
    (row,) = sources_in(BOOK)
    assert (row.authors, row.title, row.journal) == ("Roe, R.", "Metals", "Press")
    assert (row.doi, row.note) == ("", "")


def test_every_entry_is_kept_as_it_stands_and_in_order():
    rows = list(sources_in(f"{ARTICLE}\n\n{BOOK}\n"))
    assert [row.bibtex for row in rows] == [ARTICLE, BOOK]
    assert not list(sources_in("no entry here\n"))


def test_the_papers_are_among_the_shipped_sources():
    keys = [row.key for row in shipped_sources()]
    assert {"soma1978", "bretonnet1990", "latter1955", "perrot1979"} <= set(keys)
    assert len(keys) == len(set(keys))
