"""Print an answer: data on stdout, notices on stderr."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from metaleos.catalog.ask.answer import Answer
from metaleos.catalog.text.record import PLAIN
from metaleos.errors import UsageError
from metaleos.terminal.options import Format
from metaleos.terminal.progress import catalog_at, notice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from metaleos.catalog.catalog import Catalog


def ask(db: str | None, form: Format, question: Callable[[Catalog], Answer]) -> Answer:
    """Put a question to the catalog of a command, show the answer, and return it."""
    _refuse_binary(form)  # before anything is solved
    with catalog_at(db) as catalog:
        answer = question(catalog)
    show(answer, form)
    return answer


def show(answer: Answer, form: Format) -> None:
    """Print an answer in the format asked for, and its notices on stderr."""
    _refuse_binary(form)
    if form is Format.JSON:
        _write_json(answer.payload())
    elif form is Format.JSONL:
        _write_lines(answer.rows())
    elif form is Format.PARQUET:
        _write_parquet(answer.flat())
    elif form in {Format.CSV, Format.TSV}:
        _write_delimited(answer.flat(), form, list(answer.headings or PLAIN))
    else:
        _write_table(answer, form)
    for text in answer.notices:
        notice(text)


def show_rows(
    rows: Sequence[dict[str, Any]],
    form: Format,
    schema: str,
    *,
    headings: Mapping[str, str] | None = None,
    **more: Any,
) -> None:
    """Print rows of plain cells that are no answer of the catalog: what a command has done.

    Parameters
    ----------
    rows : sequence of dict
        All with the same keys.
    form : Format
    schema : str
        Name and version of the JSON object, e.g. ``metaleos.compute/1``.
    headings : mapping
        Columns of the table, by key; without it all keys.
    **more
        Further keys of the JSON object.
    """
    show(Answer(schema, list(rows), headings=dict(headings or {}), extra=more), form)


def _write_json(payload: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(payload, ensure_ascii=False, allow_nan=False) + "\n")


def _write_lines(rows: Sequence[Mapping[str, Any]]) -> None:
    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


def _write_table(answer: Answer, form: Format) -> None:
    """Print the table for people."""
    from metaleos.catalog.text.table import table_of  # only for tables

    table = table_of(answer)
    if form is Format.MARKDOWN:
        from metaleos.catalog.text.markdown import markdown_table

        sys.stdout.write(markdown_table(table) + "\n")
    elif form is Format.HTML:
        from metaleos.catalog.text.html import html_table

        sys.stdout.write(html_table(table) + "\n")
    elif form is Format.LATEX:
        from metaleos.catalog.text.latex import latex_table

        sys.stdout.write(latex_table(table) + "\n")
    else:
        from metaleos.catalog.text.terminal import print_table

        print_table(table)


def _write_delimited(rows: list[dict[str, Any]], form: Format, columns: list[str]) -> None:
    """Print flat rows as csv or tsv; `columns` stand where there is no row."""
    from metaleos.catalog.text.delimited import delimited, exact_table

    delimiter = "\t" if form is Format.TSV else ","
    sys.stdout.write(delimited(exact_table(rows, columns), delimiter))


def _refuse_binary(form: Format) -> None:
    if form is Format.PARQUET and sys.stdout.isatty():
        raise UsageError("parquet is binary", "redirect it: ... --format parquet > file.parquet")


def _write_parquet(rows: list[dict[str, Any]]) -> None:
    from metaleos.catalog.show.export import parquet_bytes  # needs duckdb

    sys.stdout.buffer.write(parquet_bytes(rows))
