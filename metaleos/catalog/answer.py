"""What a question returns: rows with units and sources, and how to pass them on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from metaleos.catalog.record import Record, flat_state
from metaleos.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd
    import polars as pl
    import pyarrow as pa

PRINTED_ROWS = 40
"""Most rows that ``print(answer)`` shows."""


@dataclass(repr=False)
class Answer:
    """Rows with the sources behind them; the one thing that questions return.

    Iterating, indexing and `rows` give the rows as plain dicts, as ``--format json`` has them.

    Parameters
    ----------
    schema : str
        Name and version of the shape of the rows (``metaleos.query/2``).
    records : list of Record, or of dict
        Values of properties; or rows of another kind, all with the same keys.
    sources : list of dict
        The citations behind the rows shown: key, authors, year, title, journal, doi.
    notices : list of str
        What a person should know beside the rows.
    all_failed : bool
        Whether states were solved and none has a value.
    columns : tuple of str
        Columns that were asked for (`metaleos.catalog.shaping`); empty for the usual.
    headings : dict of str to str
        The columns of a table for people, with what they are headed by; empty for all.
    extra : dict
        Further keys of the JSON object, beside the rows.
    """

    schema: str
    records: Sequence[Record | dict[str, Any]]
    sources: list[dict[str, Any]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    all_failed: bool = False
    columns: tuple[str, ...] = ()
    headings: dict[str, str] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def values(self) -> list[Record]:
        """The rows that are values of properties."""
        return [record for record in self.records if isinstance(record, Record)]

    def run_ids(self) -> list[int]:
        """Return the run behind each row, in the order of the rows; empty where none is stored."""
        return [record.run for record in self.values if record.run is not None]

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows as dicts."""
        return [item.row() if isinstance(item, Record) else item for item in self.records]

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

    def flat(self, *, compact: bool = False) -> list[dict[str, Any]]:
        """Return the rows with plain cells: state variables, first published and observed value.

        Where columns were asked for, only those; `compact` says that ``+name`` and ``-name``
        change the columns for people and not all of them.
        """
        values = self.values
        if not values:
            return [flat_row(row) for row in self.rows()]
        rows = [record.flat() for record in values]
        if not self.columns:
            return [{name: cell for name, cell in row.items() if name != "source"} for row in rows]
        from metaleos.catalog.shaping import chosen_columns  # noqa: PLC0415  # only with columns

        names = chosen_columns(values, self.columns, compact=compact)
        return [{name: row.get(name) for name in names} for row in rows]

    def to_arrow(self) -> pa.Table:
        """Return the flat rows as an Arrow table, units and sources in its metadata."""
        import json  # noqa: PLC0415  # only with pyarrow

        import pyarrow as pa  # noqa: PLC0415  # optional library, only when asked for

        rows = self.flat()
        metadata = {"metaleos_units": row_units(rows), "metaleos_sources": self.sources}
        table = pa.table(_columns(rows))
        return table.replace_schema_metadata(
            {key: json.dumps(value, ensure_ascii=False) for key, value in metadata.items()}
        )

    def df(self) -> pd.DataFrame:
        """Return the flat rows as a pandas data frame, units and sources in its ``attrs``."""
        import pandas as pd  # noqa: PLC0415  # optional library, only when asked for

        rows = self.flat()
        frame = pd.DataFrame(_columns(rows))
        frame.attrs = {"units": row_units(rows), "sources": self.sources}
        return frame

    def pl(self) -> pl.DataFrame:
        """Return the flat rows as a polars data frame (needs polars)."""
        import polars as pl  # noqa: PLC0415  # optional library, only when asked for

        return pl.DataFrame(_columns(self.flat()))

    def __str__(self) -> str:
        """Return the table that the command line prints, cut after `PRINTED_ROWS` rows."""
        from metaleos.catalog.render import text_table  # noqa: PLC0415  # only to print

        return text_table(self, most=PRINTED_ROWS)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        from metaleos.catalog.render import html_table  # noqa: PLC0415  # only in a notebook

        return html_table(self)

    def _repr_markdown_(self) -> str:
        from metaleos.catalog.render import markdown_table  # noqa: PLC0415  # only in a notebook

        return markdown_table(self)


def row_units(rows: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Return the unit of every column of flat rows that has one."""
    names = dict.fromkeys(name for row in rows for name in row)
    units = {name: name[name.rindex("[") + 1 : -1] for name in names if name.endswith("]")}
    if "unit" in names:
        same = ("value", "error_estimate", "published", "observed")
        units |= {name: "as in column unit" for name in same if name in names}
    return units


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


def flat_row(row: dict[str, Any]) -> dict[str, Any]:
    """Return a plain row with one plain cell per column."""
    state = row.get("state")
    if not isinstance(state, dict):
        return {name: _plain(value) for name, value in row.items()}
    plain = {name: _plain(value) for name, value in row.items() if name != "state"}
    return plain | flat_state(state)


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return "; ".join(str(item) for item in value)
    return value
