"""What a question returns: rows with units and sources, and how to pass them on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd
    import polars as pl
    import pyarrow as pa

ROW_KEYS = (
    "element", "model", "convention", "property", "term", "value", "unit", "state",
    "error_estimate", "outcome", "reason", "published", "observed",
)  # fmt: skip
"""The keys of a row, as the JSON promise fixes them."""

FLAT_COLUMNS = (
    "element", "model", "convention", "property", "term", "value", "unit", "error_estimate",
    "outcome", "reason",
)  # fmt: skip
"""The columns that every flat row begins with, whatever its state variables."""


@dataclass
class Answer:
    """Rows of values with the sources behind them.

    Parameters
    ----------
    schema : str
        Name and version of the shape of the rows (``metaleos.query/1``).
    records : list of dict
        One dict a row, with the keys `ROW_KEYS`.
    sources : list of dict
        The citations behind the rows shown: key, authors, year, title, journal, doi.
    notices : list of str
        What a person should know beside the rows.
    all_failed : bool
        Whether states were solved and none has a value.
    runs : dict of int to int
        The run behind each stored state, by the identity of the rows' ``state``, which the rows
        of one state share however they are filtered and sorted.
    columns : tuple of str
        Columns of tables that were asked for (`metaleos.catalog.shaping`); empty for the usual.
    """

    schema: str
    records: list[dict[str, Any]]
    sources: list[dict[str, Any]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    all_failed: bool = False
    runs: dict[int, int] = field(default_factory=dict, repr=False)
    columns: tuple[str, ...] = ()

    def run_ids(self) -> list[int]:
        """Return the run behind each row, in the order of the rows; empty where none is stored."""
        found = (self.runs.get(id(record.get("state"))) for record in self.records)
        return [run for run in found if run is not None]

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows as dicts."""
        return self.records

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.records)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Iterate over the rows."""
        return iter(self.records)

    def payload(self) -> dict[str, Any]:
        """Return the object that ``--format json`` prints."""
        return {"ok": True, "schema": self.schema, "rows": self.records, "sources": self.sources}

    def flat(self, *, compact: bool = False) -> list[dict[str, Any]]:
        """Return the rows with plain cells: state variables, first published and observed value.

        Where columns were asked for, only those; `compact` says that ``+name`` and ``-name``
        change the columns for people and not all of them.
        """
        rows = [flat_row(row) for row in self.records]
        if not self.columns or not rows:
            return rows
        from metaleos.catalog.shaping import chosen_columns  # noqa: PLC0415  # only with columns

        names = chosen_columns(self.records, self.columns, compact=compact)
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
    """Return a row with one plain cell per column."""
    state = row.get("state")
    if not isinstance(state, dict):
        return {name: _plain(value) for name, value in row.items()}
    if "term" not in row:  # another command's row with a state
        plain = {name: _plain(value) for name, value in row.items() if name != "state"}
        return plain | _state_columns(state)
    flat = {name: row[name] for name in ("element", "model", "convention", "property", "term")}
    flat |= {name: row[name] for name in ("value", "unit", "error_estimate", "outcome", "reason")}
    flat |= {name: value for name, value in row.items() if name not in ROW_KEYS}
    flat |= _state_columns(state)
    for kind in ("published", "observed"):
        first = row[kind][0] if row[kind] else None
        flat[kind] = first["value"] if first else None
        flat[f"{kind}_printed"] = first["printed"] if first else None
        flat[f"{kind}_source"] = first["source"] if first else None
    return flat


def _state_columns(state: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        name if item["unit"] == "1" else f"{name} [{item['unit']}]": item["value"]
        for name, item in state.items()
    }


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return "; ".join(str(item) for item in value)
    return value
