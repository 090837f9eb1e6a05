"""Print an answer: data on stdout, notices on stderr."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from metaleos.catalog.answer import Answer
from metaleos.catalog.record import PLAIN
from metaleos.errors import UsageError
from metaleos.terminal.options import Format
from metaleos.terminal.progress import notice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def show(answer: Answer, form: Format) -> None:
    """Print an answer in the format asked for, and its notices on stderr."""
    if form is Format.TABLE:
        from metaleos.catalog.render import print_answer  # noqa: PLC0415  # only for tables

        print_answer(answer)
    elif form is Format.MARKDOWN:
        from metaleos.catalog.render import markdown_table  # noqa: PLC0415

        sys.stdout.write(markdown_table(answer) + "\n")
    elif form is Format.JSON:
        _write_json(answer.payload())
    elif form is Format.JSONL:
        _write_lines(answer.rows())
    else:
        _write_flat(answer.flat(), form, list(answer.headings or PLAIN))
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


def _write_flat(rows: list[dict[str, Any]], form: Format, columns: list[str]) -> None:
    """Print plain rows as CSV, TSV or Parquet; `columns` stand where there is no row."""
    names = list(dict.fromkeys(name for row in rows for name in row)) or columns
    if form is Format.PARQUET:
        if sys.stdout.isatty():
            raise UsageError(
                "parquet is binary", "redirect it: ... --format parquet > file.parquet"
            )
        from metaleos.catalog.export import parquet_bytes  # noqa: PLC0415

        sys.stdout.buffer.write(parquet_bytes(rows))
        return
    import csv  # noqa: PLC0415  # only for csv and tsv

    writer = csv.DictWriter(
        sys.stdout, names, delimiter="\t" if form is Format.TSV else ",", lineterminator="\n"
    )
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(row.get(name)) for name in names})


def _cell(value: Any) -> Any:
    return repr(value) if isinstance(value, float) else ("" if value is None else value)
