"""What the documentation shows is what metaleos prints."""

from __future__ import annotations

import re

import pytest

from tests.docs.examples import (
    differences,
    documents,
    same,
    session,
    shown_examples,
    unshown_commands,
)

SHOWN = [example for path in documents() for example in shown_examples(path)]
UNSHOWN = [example for path in documents() for example in unshown_commands(path)]
SESSIONS = [path for path in documents() if session(path)]


@pytest.mark.parametrize("example", SHOWN, ids=lambda e: f"{e.where} {e.command}")
def test_shown_output_is_what_is_printed(run, example):
    ran = run(example.arguments)
    assert differences(example.output, ran.out or ran.err) == ""
    fails_on_purpose = example.output.startswith(("error: ", '{"ok": false'))
    assert ran.code == (2 if fails_on_purpose else 0)


@pytest.mark.parametrize("example", UNSHOWN, ids=lambda e: f"{e.where} {e.command}")
def test_command_lines_succeed(run, example):
    if example.arguments[0] == "plot":
        pytest.importorskip("matplotlib")
    ran = run(example.arguments)
    assert ran.code == 0, ran.err


@pytest.mark.parametrize("page", SESSIONS, ids=lambda page: page.name)
def test_python_sessions(monkeypatch, docs_catalog, tmp_path, capsys, page):
    monkeypatch.setenv("METALEOS_DB", str(docs_catalog))
    monkeypatch.chdir(tmp_path)
    for library in re.findall(r"\b(pandas|polars) as ", page.read_text(encoding="utf-8")):
        pytest.importorskip(library)  # of the extra `notebook`
    names: dict[str, object] = {}
    for line in session(page):
        code = compile(line.source, page.name, "single")
        if line.exc_msg is not None:
            kind, _, message = line.exc_msg.partition(": ")
            with pytest.raises(Exception, match=re.escape(message.strip())) as raised:
                exec(code, names)
            assert kind.endswith(type(raised.value).__name__)
            continue
        exec(code, names)
        assert differences(line.want, capsys.readouterr().out) == "", line.source


def test_comparison_sees_a_changed_number_word_and_line():
    assert same("P 1.057 GPa", "P 1.058 GPa")
    assert same("P 1.057 GPa", "P 1.06 GPa")
    assert not same("P 1.057 GPa", "P 1.04 GPa")
    assert not same("P 1.05712 GPa", "P 1.1 GPa")
    assert not same("P 1.057 GPa", "P 1.059 GPa")
    assert not same("42 of 45", "43 of 45")
    assert differences("a\nb", "a\nc")
    assert differences("a\n...\nd", "a\nb\nc\nd") == ""
    assert differences("a\n...\ne", "a\nb\nc\nd")
    assert differences("a", "a\nb") == "not shown: 'b'"
    assert differences("a\nb", "a") == "shown 'b', now '(end)'"
