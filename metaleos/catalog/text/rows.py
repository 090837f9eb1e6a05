"""Rows with what is needed to show them: sources, columns asked for, headings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from metaleos.catalog.text.columns import chosen_columns
from metaleos.catalog.text.record import Record, flat_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(repr=False)
class Rows:
    """Rows as a table, a file or a page is made from them.

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
    columns : tuple of str
        Columns that were asked for (`metaleos.catalog.text.columns`); empty for the usual.
    headings : dict of str to str
        The columns of a table for people, with what they are headed by; empty for all.
    extra : dict
        Further keys of the JSON object, beside the rows.
    spare : tuple of str
        Headings that a narrow terminal leaves out, the first first.
    signed : tuple of str
        Columns of plain rows that are deviations [%]: with their sign, at most one decimal.
    caption : str
        What stands above a table of plain rows.
    """

    schema: str
    records: Sequence[Record | dict[str, Any]]
    sources: list[dict[str, Any]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    headings: dict[str, str] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    spare: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    caption: str = ""

    @property
    def values(self) -> list[Record]:
        """The rows that are values of properties."""
        return [record for record in self.records if isinstance(record, Record)]

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows as dicts."""
        return [item.row() if isinstance(item, Record) else item for item in self.records]

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
        names = chosen_columns(values, self.columns, compact=compact)
        return [{name: row.get(name) for name in names} for row in rows]


def row_units(rows: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Return the unit of every column of flat rows that has one."""
    names = dict.fromkeys(name for row in rows for name in row)
    units = {name: name[name.rindex("[") + 1 : -1] for name in names if name.endswith("]")}
    if "unit" in names:
        same = ("value", "error_estimate", "published", "published_reading", "observed",
                "observed_uncertainty", "reference")  # fmt: skip
        units |= {name: "as in column unit" for name in same if name in names}
        units |= {name: "K" for name in ("observed_temperature",) if name in names}
    return units


def flat_row(row: dict[str, Any]) -> dict[str, Any]:
    """Return a plain row with one plain cell per column."""
    state = row.get("state")
    if not isinstance(state, dict):
        return {name: _plain(value) for name, value in row.items()}
    plain = {name: _plain(value) for name, value in row.items() if name != "state"}
    return plain | flat_state(state)


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return "; ".join(map(item_words, value))
    return value


def item_words(item: Any) -> str:
    """Return one item of a list in a cell: of an object its values."""
    return ", ".join(map(str, item.values())) if isinstance(item, dict) else str(item)
