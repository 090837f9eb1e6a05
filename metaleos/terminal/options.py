"""The options that commands share: one spelling, one help text, one completion each.

A command takes them in groups (`Selection`, `Output`): small frozen dataclasses whose fields are
the options. `expanded` makes of such a function one that has every option as a parameter, which
is what Typer reads. The options of state variables follow from
`metaleos.catalog.states.variables.variables`: a theory that declares a variable has its option.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from metaleos.catalog.states import variables as states
from metaleos.errors import UsageError
from metaleos.quantity import number_or_text
from metaleos.terminal.completion import (
    complete_columns,
    complete_convention,
    complete_element,
    complete_model,
    complete_property,
    complete_units,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_SELECTION = "Selection"
_STATE = "State"
_OUTPUT = "Output"


class Format(StrEnum):
    """Output formats."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    MARKDOWN = "markdown"
    HTML = "html"
    LATEX = "latex"
    PARQUET = "parquet"


Element = Annotated[
    list[str] | None,
    typer.Option(
        "--element", "-e", help="Symbol, name, Z, group (alkali, 3d) or range (Sc-Cu); comma list.",
        autocompletion=complete_element, rich_help_panel=_SELECTION,
    ),
]  # fmt: skip
Model = Annotated[
    list[str] | None,
    typer.Option(
        "--model", "-m", help="Model (ha/vs), theory (ha) or variant (VS).",
        autocompletion=complete_model, rich_help_panel=_SELECTION,
    ),
]  # fmt: skip
Property = Annotated[
    list[str] | None,
    typer.Option(
        "--property", "-p", help="Property by name (bulk_modulus) or symbol (B); comma list.",
        autocompletion=complete_property, rich_help_panel=_SELECTION,
    ),
]  # fmt: skip
Convention = Annotated[
    list[str] | None,
    typer.Option(
        "--convention",
        help="standard (default) or printed.",
        autocompletion=complete_convention,
        rich_help_panel=_SELECTION,
    ),
]
All = Annotated[
    bool, typer.Option("--all", "-a", help="Everything stored: all states, variants, conventions.")
]
Totals = Annotated[bool, typer.Option("--totals", help="Totals only, without their terms.")]
Same = Annotated[
    str | None,
    typer.Option("--same", help="density: solve all models at the density of the first."),
]
Where = Annotated[
    list[str] | None,
    typer.Option(help='Condition on totals: "1 GPa < pressure < 5 GPa"; repeatable.'),
]
Units = Annotated[
    str | None,
    typer.Option(
        help="Other units: pressure=Mbar,energy=Ry.",
        autocompletion=complete_units,
        rich_help_panel=_OUTPUT,
    ),
]
Columns = Annotated[
    str | None,
    typer.Option(
        help="Columns: +source,-state, or a list.",
        autocompletion=complete_columns,
        rich_help_panel=_OUTPUT,
    ),
]
Sort = Annotated[
    str | None,
    typer.Option(help="Sort by a column; -value for descending.", rich_help_panel=_OUTPUT),
]
Limit = Annotated[
    int | None, typer.Option(min=0, help="At most so many rows.", rich_help_panel=_OUTPUT)
]
OutputFormat = Annotated[
    Format, typer.Option("--format", "-f", help="Output format.", rich_help_panel=_OUTPUT)
]
Db = Annotated[
    str | None,
    typer.Option("--db", help="Catalog file (else METALEOS_DB, else the data folder)."),
]

Setting = Annotated[
    list[str] | None,
    typer.Option("--setting", help="Numerical setting of the model: name=value; repeatable."),
]
Workers = Annotated[
    int | None,
    typer.Option("--workers", "-j", min=1, help="Processes; without it one a core if it pays."),
]

_DEBUG = inspect.Parameter(
    "debug",
    inspect.Parameter.KEYWORD_ONLY,
    default=False,
    annotation=Annotated[bool, typer.Option("--debug", hidden=True)],
)
"""At the end of every command, where one adds it; `metaleos.cli.main` reads it."""


class State(dict[str, str]):
    """The state options that were given, by the names of their variables."""


class Group:
    """Options that go together: base of frozen dataclasses with one field an option."""

    def arguments(self) -> dict[str, Any]:
        """Return the options as arguments of a method of `Catalog`."""
        found: dict[str, Any] = {}
        for item in fields(self):  # type: ignore[arg-type]  # every group is a dataclass
            value = getattr(self, item.name)
            found |= value if isinstance(value, State) else {item.name: value}
        return found


@dataclass(frozen=True, slots=True)
class ModelSelection(Group):
    """Elements, models and conventions, whatever the state."""

    element: Element = None
    model: Model = None
    convention: Convention = None


@dataclass(frozen=True, slots=True)
class StateSelection(Group):
    """Elements and models at states, whatever the property."""

    element: Element = None
    model: Model = None
    convention: Convention = None
    state: State = field(default_factory=State)


@dataclass(frozen=True, slots=True)
class Selection(Group):
    """What a question is about: elements, models, properties, conventions and states."""

    element: Element = None
    model: Model = None
    property: Property = None
    convention: Convention = None
    state: State = field(default_factory=State)


@dataclass(frozen=True, slots=True)
class Shape(Group):
    """How rows are shown, whatever the format."""

    units: Units = None
    columns: Columns = None
    sort: Sort = None
    limit: Limit = None


@dataclass(frozen=True, slots=True)
class Output(Group):
    """How an answer is shown, and in which format."""

    shape: Shape = field(default_factory=Shape)
    form: OutputFormat = Format.TABLE


def expanded(command: Callable[..., None]) -> Callable[..., None]:
    """Return `command` with every option of its groups as a parameter of its own.

    Parameters
    ----------
    command : callable
        Its parameters are annotated with options, or with subclasses of `Group`.

    Returns
    -------
    callable
        Takes the options by name, in the order of the groups and their fields.
    """
    hints = get_type_hints(command, include_extras=True)
    asked = inspect.signature(command).parameters.values()
    options = [
        option for item in asked for option in _options(item.name, hints[item.name], item.default)
    ]
    options.append(_DEBUG)

    def called(**given: Any) -> None:
        command(**{item.name: _value(item.name, hints[item.name], given) for item in asked})

    called.__doc__ = command.__doc__
    called.__annotations__ = {option.name: option.annotation for option in options}
    called.__signature__ = inspect.Signature(options)  # type: ignore[attr-defined]  # inspect's own hook
    return called


def _is_group(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Group)


def _members(group: type) -> list[tuple[str, Any, Any]]:
    """Return name, annotation and default of every field of a group."""
    hints = get_type_hints(group, include_extras=True)
    return [(item.name, hints[item.name], item.default) for item in fields(group)]


def _options(name: str, hint: Any, default: Any) -> list[inspect.Parameter]:
    if hint is State:
        return [
            inspect.Parameter(
                item.name,
                inspect.Parameter.KEYWORD_ONLY,
                default=None,
                annotation=Annotated[
                    str | None,
                    typer.Option(item.option, help=f"{item.description}.", rich_help_panel=_STATE),
                ],
            )
            for item in states.variables().values()
        ]
    if _is_group(hint):
        return [option for member in _members(hint) for option in _options(*member)]
    return [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=hint)
    ]


def _value(name: str, hint: Any, given: dict[str, Any]) -> Any:
    """Return the argument called `name`, put together from the options `given`."""
    if hint is State:
        return State(
            {item: given[item] for item in states.variables() if given.get(item) is not None}
        )
    if _is_group(hint):
        return hint(**{item: _value(item, kind, given) for item, kind, _ in _members(hint)})
    return given[name]


def assignments(texts: list[str] | None) -> dict[str, float | int | str | bool]:
    """Return options ``name=value`` as a mapping.

    Raises
    ------
    UsageError
    """
    return dict(map(_assignment, texts or []))


def _assignment(text: str) -> tuple[str, float | int | str | bool]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise UsageError(f"{text!r} is not name=value", "for example --setting lattice_cutoff=30")
    name, value = name.strip(), value.strip()
    if value.casefold() in {"true", "false"}:
        return name, value.casefold() == "true"
    return name, number_or_text(value)
