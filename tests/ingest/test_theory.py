"""A theory's text files become rows; what metaleos ships stays as it is."""

from __future__ import annotations

import pytest

from metaleos.errors import FactError
from metaleos.ingest.rows import ParameterRow, SourceRow
from metaleos.ingest.theory import theory_rows

HEADER = "theory,variant,element,convention,name,value,unit,source,table,note\n"
SOURCES = "@article{{{key},\n  author = {{Doe, J.}},\n  title = {{Mine}},\n}}\n"


def test_without_text_files_there_are_no_rows(package):
    assert not list(theory_rows(package.name))


def test_sources_come_before_the_parameters_that_name_them(package):
    (package / "sources.bib").write_text(SOURCES.format(key="doe2001"), encoding="utf-8")
    line = "toy,*,Na,*,depth,0.5,Ry,doe2001,I,\n"
    (package / "parameters.csv").write_text(HEADER + line, encoding="utf-8")
    source, parameter = theory_rows(package.name)
    assert isinstance(source, SourceRow)
    assert isinstance(parameter, ParameterRow)
    assert (source.key, parameter.source, parameter.value) == ("doe2001", "doe2001", 0.5)


def test_a_source_that_is_shipped_is_not_replaced(package):
    both = SOURCES.format(key="soma1978") + SOURCES.format(key="doe2001")
    (package / "sources.bib").write_text(both, encoding="utf-8")
    assert [row.key for row in theory_rows(package.name)] == ["doe2001"]


def test_a_wrong_line_is_named(package):
    (package / "parameters.csv").write_text(HEADER + "toy,*,Na,*,u,x,Ry,me,,\n", encoding="utf-8")
    with pytest.raises(FactError, match=r"parameters\.csv, line 2"):
        list(theory_rows(package.name))
