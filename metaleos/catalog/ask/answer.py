"""What a question returns: rows with units and sources, and how to pass them on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from metaleos.catalog.text.rows import Rows, row_units
from metaleos.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    import polars as pl
    import pyarrow as pa


PRINTED_ROWS = 40
"""Most rows that ``print(answer)`` shows."""


@dataclass(repr=False)
class Answer(Rows):
    """Rows with the sources behind them; the one thing that questions return.

    Iterating, indexing and `rows` give the rows as plain dicts, as ``--format json`` has them.

    Parameters
    ----------
    schema, records, sources, notices, columns, headings, extra
        See `metaleos.catalog.text.rows.Rows`.
    all_failed : bool
        Whether states were solved and none has a value.
    """

    all_failed: bool = False

    def run_ids(self) -> list[int]:
        """Return the run behind each row, in the order of the rows; empty where none is stored."""
        return [record.run for record in self.values if record.run is not None]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.records)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Iterate over the rows."""
        return iter(self.rows())

    def __getitem__(self, key: int | slice | str) -> Any:
        """Return a row by its number, or what stands beside the rows by its name.

        Raises
        ------
        UsageError
            If nothing has that name.
        """
        if not isinstance(key, str):
            return self.rows()[key]
        payload = self.payload()
        if key not in payload:
            raise UsageError(f"the answer has no {key!r}", f"it has: {', '.join(payload)}")
        return payload[key]

    def payload(self) -> dict[str, Any]:
        """Return the object that ``--format json`` prints."""
        return {
            "ok": True, "schema": self.schema, "rows": self.rows(), "sources": self.sources,
            **self.extra,
        }  # fmt: skip

    def to_arrow(self) -> pa.Table:
        """Return the flat rows as an Arrow table, units and sources in its metadata."""
        import json  # only with pyarrow

        import pyarrow as pa  # optional library, only when asked for

        rows = self.flat()
        metadata = {"metaleos_units": row_units(rows), "metaleos_sources": self.sources}
        table = pa.table(_columns(rows))
        return table.replace_schema_metadata(
            {key: json.dumps(value, ensure_ascii=False) for key, value in metadata.items()}
        )

    def df(self) -> pd.DataFrame:
        """Return the flat rows as a pandas data frame, units and sources in its ``attrs``."""
        import pandas as pd  # optional library, only when asked for

        rows = self.flat()
        frame = pd.DataFrame(_columns(rows))
        frame.attrs = {"units": row_units(rows), "sources": self.sources}
        return frame

    def pl(self) -> pl.DataFrame:
        """Return the flat rows as a polars data frame (needs polars)."""
        import polars as pl  # optional library, only when asked for

        return pl.DataFrame(_columns(self.flat()))

    def __str__(self) -> str:
        """Return the table that the command line prints, cut after `PRINTED_ROWS` rows."""
        from metaleos.catalog.text.table import table_of  # only to print
        from metaleos.catalog.text.terminal import plain_lines

        if not self.records:
            return "no rows"
        table = table_of(replace(self, records=self.records[:PRINTED_ROWS]))
        left = len(self.records) - PRINTED_ROWS
        more = (f"... {left} more rows",) if left > 0 else ()
        return "\n".join(plain_lines(replace(table, remarks=(*more, *table.remarks))))

    __repr__ = __str__

    def _repr_html_(self) -> str:
        from metaleos.catalog.text.html import html_table  # only in a notebook
        from metaleos.catalog.text.table import table_of

        return html_table(table_of(self)) or "<p>no rows</p>"

    def _repr_markdown_(self) -> str:
        from metaleos.catalog.text.markdown import markdown_table  # notebook
        from metaleos.catalog.text.table import table_of

        return markdown_table(table_of(self))


def _columns(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """Return flat rows as columns: all that any row has, integers widened beside floats."""
    columns: dict[str, list[Any]] = {}
    for name in dict.fromkeys(name for row in rows for name in row):
        cells = [row.get(name) for row in rows]
        kinds = {type(cell) for cell in cells if cell is not None}
        if kinds == {int, float}:
            cells = [None if cell is None else float(cell) for cell in cells]
        columns[name] = cells
    return columns
