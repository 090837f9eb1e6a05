"""Which columns rows have, by what names they may be asked for, and which were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaleos.catalog.states.variables import variables
from metaleos.catalog.text.record import BESIDE, DEVIATION, PLAIN
from metaleos.errors import UnknownNameError, UsageError
from metaleos.units import heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from metaleos.catalog.text.record import Record

COMPACT = (
    "element", "model", "convention", "state", "property", "term", "value", "unit", *BESIDE,
)  # fmt: skip
"""The columns that ``+name`` and ``-name`` start from where people read."""


_QUOTED = tuple(
    name for kind, parts in BESIDE.items() for name in (kind, *(f"{kind}_{part}" for part in parts))
)


def column_names() -> tuple[str, ...]:
    """Return all columns that may be named."""
    return (*PLAIN, "source", "state", *variables(), *_QUOTED, *DEVIATION)


def column_spec(columns: str | Iterable[str] | None) -> list[str]:
    """Return the names of a column specification; all with a sign, or none.

    Raises
    ------
    UsageError
    """
    given = columns.split(",") if isinstance(columns, str) else list(columns or ())
    spec = [name.strip() for name in given if name.strip()]
    signed = [name for name in spec if name[0] in "+-"]
    if signed and len(signed) != len(spec):
        raise UsageError(
            "--columns mixes +name or -name with plain names",
            "write '+source,-state' or 'element,value,unit'",
        )
    return spec


def flat_names(records: Sequence[Record]) -> dict[str, list[str]]:
    """Return every column that may be named, with the flat columns that it stands for."""
    state: dict[str, str] = {}
    for record in records:
        for name, cell in record.state.items():
            state.setdefault(name, heading(name, cell["unit"]))
    known = {name: [name] for name in (*PLAIN, "source")}
    known["state"] = list(state.values())
    beside = (*_QUOTED, *DEVIATION)
    return known | {name: [shown] for name, shown in state.items()} | {q: [q] for q in beside}


def wants_deviation(columns: str | Iterable[str] | None, sort: str | None) -> bool:
    """Return whether columns or an order that were asked for name what a comparison says."""
    named = [*column_spec(columns), *(sort or "").split(",")]
    return any(name.strip().lstrip("+-") in DEVIATION for name in named)


def expand(name: str, known: Mapping[str, list[str]]) -> list[str]:
    """Return the flat columns that a name stands for.

    Raises
    ------
    UnknownNameError
    """
    if name in known:
        return known[name]
    # Also a state variable that these models do not have: an empty column.
    if name in variables() or any(name in columns for columns in known.values()):
        return [name]
    raise UnknownNameError("column", name, known, f"valid: {', '.join(known)}")


def chosen_columns(records: Sequence[Record], spec: Iterable[str], *, compact: bool) -> list[str]:
    """Return the flat columns that a specification means.

    Parameters
    ----------
    records : sequence of Record
    spec : iterable of str
        Names, or names with ``+`` or ``-`` that change the usual columns.
    compact : bool
        Whether the usual columns are those for people, or everything.
    """
    known = flat_names(records)
    names = list(spec)
    if not names or names[0][0] not in "+-":
        return list(dict.fromkeys(c for name in names for c in expand(name, known)))
    usual: tuple[str, ...] = COMPACT if compact else (*PLAIN, "state", *_QUOTED)
    if any(record.against for record in records):
        usual += ("deviation_percent",) if compact else DEVIATION
    columns = [column for name in usual for column in known[name]]
    for name in names:
        meant = expand(name[1:], known)
        if name[0] == "-":
            if not compact and name[1:] in BESIDE:
                meant = [column for column in columns if column.startswith(name[1:])]
            columns = [column for column in columns if column not in meant]
        else:
            columns += [column for column in meant if column not in columns]
    return columns
