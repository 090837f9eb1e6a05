"""Tables as csv and tsv."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from metaleos.catalog.text.table import TextTable

if TYPE_CHECKING:
    from collections.abc import Sequence


def delimited(table: TextTable, delimiter: str = ",") -> str:
    """Return headings and cells as csv, or as tsv with a tab; quoted where they need it."""
    text = io.StringIO()
    # The escaping of this writer is the quoting of the csv module.
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(table.headings)
    writer.writerows(table.cells)
    return text.getvalue()


def exact_table(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> TextTable:
    """Return flat rows as a table for programs, numbers to the last bit.

    Parameters
    ----------
    rows : sequence of dict
    columns : sequence of str
        The headings where there is no row.
    """
    names = tuple(dict.fromkeys(name for row in rows for name in row)) or tuple(columns)
    cells = tuple(tuple(_exact(row.get(name)) for name in names) for row in rows)
    return TextTable(names, cells, (False,) * len(names))


def _exact(value: Any) -> str:
    if value is None:
        return ""
    return repr(value) if isinstance(value, float) else str(value)
