"""Parameters that no printed table holds: inferred volumes, constants of a paper ..."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaleos.errors import FactError, UnitError
from metaleos.ingest.reader import shipped
from metaleos.ingest.rows import ParameterRow
from metaleos.textfacts import PARAMETER_COLUMNS, read_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable


def shipped_parameters() -> Iterator[ParameterRow]:
    """Yield the rows of every shipped ``parameters/<theory>.csv``."""
    for path in sorted(shipped("parameters").iterdir(), key=lambda entry: entry.name):
        if path.name.endswith(".csv"):
            yield from parameters_in(path)


def parameters_in(path: Traversable) -> Iterator[ParameterRow]:
    """Yield the rows of one file of parameters, the package's own or a theory's.

    Raises
    ------
    FactError
        If a column is missing or a line cannot be accepted: the file and line are named.
    """
    for line in read_lines(path, PARAMETER_COLUMNS):
        fields = line.fields
        names = ("theory", "variant", "element", "convention", "name")
        keys: dict[str, Any] = {name: fields[name] for name in names}
        try:
            yield ParameterRow(
                id="/".join(keys.values()), **keys, value=float(fields["value"]),
                unit=fields["unit"] or "1", printed=fields["value"], source=fields["source"],
                locator=_locator(fields["table"]), cell=None, note=fields["note"],
            )  # fmt: skip
        except (ValueError, UnitError) as error:
            raise FactError(f"parameters/{path.name}, line {line.number}: {error}") from None


def _locator(table: str) -> str:
    return f"Table {table}" if table and not table.strip("IVX") else table
