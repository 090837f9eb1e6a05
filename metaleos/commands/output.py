"""Print an answer: data on stdout, notices on stderr."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from metaleos.catalog.answer import FLAT_COLUMNS, flat_row
from metaleos.commands.options import Format
from metaleos.commands.progress import notice
from metaleos.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from metaleos.catalog.answer import Answer


def show(answer: Answer, form: Format) -> None:
    """Print an answer in the format asked for, and its notices on stderr."""
    if form is Format.TABLE:
        from metaleos.catalog.render import print_answer  # noqa: PLC0415  # rich only for tables

        print_answer(answer)
    elif form is Format.JSON:
        write_json(answer.payload())
    elif form is Format.MARKDOWN:
        from metaleos.catalog.render import markdown_table  # noqa: PLC0415

        sys.stdout.write(markdown_table(answer) + "\n")
    else:
        whole = form is Format.JSONL or not answer.columns
        write_records(answer.records if whole else answer.flat(), form)
    for text in answer.notices:
        notice(text)


def write_json(payload: dict[str, Any]) -> None:
    """Print one JSON object."""
    sys.stdout.write(json.dumps(payload, ensure_ascii=False, allow_nan=False) + "\n")


def show_records(
    records: Sequence[dict[str, Any]],
    form: Format,
    schema: str,
    *,
    headings: dict[str, str] | None = None,
    **more: Any,
) -> None:
    """Print plain records (elements, models, sources ...) in any format.

    Parameters
    ----------
    records : sequence of dict
        All with the same keys.
    form : Format
    schema : str
        Name and version of the JSON object, e.g. ``metaleos.models/1``.
    headings : dict
        Columns of the table, by key; without it all keys.
    **more
        Further keys of the JSON object.
    """
    if form is Format.JSON:
        write_json({"ok": True, "schema": schema, "rows": list(records), **more})
    elif form in {Format.TABLE, Format.MARKDOWN}:
        from metaleos.catalog.render import print_records, records_markdown  # noqa: PLC0415

        if form is Format.TABLE:
            print_records(records, headings)
        else:
            sys.stdout.write(records_markdown(records, headings) + "\n")
    else:
        write_records(records, form)


def write_records(records: Iterable[dict[str, Any]], form: Format) -> None:
    """Print records as JSON lines, CSV, TSV or Parquet."""
    rows = list(records)
    if form is Format.JSONL:
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        return
    flat = [flat_row(row) for row in rows]
    # An empty answer still says which columns there would be.
    names = list(dict.fromkeys(name for row in flat for name in row)) or list(FLAT_COLUMNS)
    if form is Format.PARQUET:
        if sys.stdout.isatty():
            raise UsageError(
                "parquet is binary", "redirect it: ... --format parquet > file.parquet"
            )
        from metaleos.catalog.export import parquet_bytes  # noqa: PLC0415

        sys.stdout.buffer.write(parquet_bytes(flat))
        return
    import csv  # noqa: PLC0415  # only for csv and tsv

    writer = csv.DictWriter(
        sys.stdout, names, delimiter="\t" if form is Format.TSV else ",", lineterminator="\n"
    )
    writer.writeheader()
    for row in flat:
        writer.writerow({name: _cell(row.get(name)) for name in names})


def _cell(value: Any) -> Any:
    return repr(value) if isinstance(value, float) else ("" if value is None else value)
