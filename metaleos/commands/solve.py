"""``metaleos solve``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from metaleos.commands.options import (
    AxialRatio,
    Columns,
    Compression,
    Convention,
    Db,
    Density,
    Element,
    Format,
    Limit,
    Model,
    OutputFormat,
    Property,
    Sort,
    Structure,
    Temperature,
    Theta,
    Units,
    Volume,
    VolumeRatio,
    Where,
    state_options,
)  # fmt: skip
from metaleos.commands.output import show, show_records
from metaleos.commands.progress import catalog_at
from metaleos.errors import QuantityError, UsageError

if TYPE_CHECKING:
    from metaleos.catalog.answer import Answer

Set = Annotated[
    list[str] | None,
    typer.Option("--set", help="What-if input, in its own unit: R_M=2.1; repeatable."),
]
Setting = Annotated[
    list[str] | None,
    typer.Option("--setting", help="Numerical setting of the model: name=value; repeatable."),
]
Parameters = Annotated[
    str | None,
    typer.Option(help="ha: published (default) or fitted R_M and u."),
]
Input = Annotated[
    str | None,
    typer.Option("--input", help="A csv of states: one column per state variable."),
]
Sensitivity = Annotated[
    bool, typer.Option("--sensitivity", help="Show d(property)/d(input) instead of values.")
]


def run(
    element: Element = None,
    model: Model = None,
    property: Property = None,  # the option's name
    convention: Convention = None,
    temperature: Temperature = None,
    density: Density = None,
    volume: Volume = None,
    compression: Compression = None,
    volume_ratio: VolumeRatio = None,
    structure: Structure = None,
    axial_ratio: AxialRatio = None,
    theta: Theta = None,
    set_: Set = None,
    setting: Setting = None,
    parameters: Parameters = None,
    input_: Input = None,
    sensitivity: Sensitivity = False,  # a flag
    where: Where = None,
    units: Units = None,
    columns: Columns = None,
    sort: Sort = None,
    limit: Limit = None,
    form: OutputFormat = Format.TABLE,
    db: Db = None,
) -> None:
    r"""Solve any state of a model now; nothing is stored.

    Without --property every scalar the model yields; curves by name. Lists form a grid.

    \b
    metaleos solve --element Na --model ha/h --volume-ratio 0.9,1,1.1
    metaleos solve -e Al -m tf --temperature "1:9:5 eV" --compression 0.5,1,2
    metaleos solve -e Na -m ha/vs -p bulk_modulus --set R_M=2.1
    metaleos solve -e Fe -m wh/vs -p pair_potential --format csv
    """
    state = state_options(
        temperature, density, volume, compression, volume_ratio, structure, axial_ratio, theta
    )
    settings = dict(_assignment(text) for text in setting or [])
    if parameters is not None:
        settings["parameters"] = parameters
    with catalog_at(db) as catalog:
        if sensitivity:
            answer = catalog.sensitivity(
                model, element, property, convention=convention, settings=settings,
                set=_numbers(set_), **state,
            )  # fmt: skip
        else:
            answer = catalog.solve(
                model, element, property, convention=convention, settings=settings,
                set=_numbers(set_), input=input_, where=where, units=units, columns=columns,
                sort=sort, limit=limit, **state,
            )  # fmt: skip
    if sensitivity and form in {Format.TABLE, Format.MARKDOWN}:
        rows, headings = _sensitivities(answer)
        show_records(rows, form, answer.schema, headings=headings)
    else:
        show(answer, form)
    if answer.all_failed:
        raise typer.Exit(1)


def _sensitivities(answer: Answer) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Return rows with the state variables that differ, and what they are headed by."""
    rows = answer.flat()
    fixed = (
        "element", "model", "convention", "property", "term", "input", "value", "unit",
        "relative", "error_estimate", "reason",
    )  # fmt: skip
    left_out = {"outcome", "input_value", "input_unit", *fixed}
    varied = [
        name
        for name in rows[0]
        if name not in left_out and len({row.get(name) for row in rows}) > 1
    ]
    labels = [name for name in fixed[:3] if len({row[name] for row in rows}) > 1]
    headings = {name: name for name in (*labels, *varied, *fixed[3:10])}
    headings |= {"value": "d(property)/d(input)", "relative": "relative", "error_estimate": "+-"}
    if any(row["reason"] for row in rows):
        headings["reason"] = "reason"
    return rows, headings


def _assignment(text: str) -> tuple[str, float | int | str | bool]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise UsageError(f"{text!r} is not name=value", "for example --setting lattice_cutoff=30")
    name, value = name.strip(), value.strip()
    if value.casefold() in {"true", "false"}:
        return name, value.casefold() == "true"
    for kind in (int, float):
        try:
            return name, kind(value)
        except ValueError:
            continue
    return name, value


def _numbers(texts: list[str] | None) -> dict[str, float]:
    numbers: dict[str, float] = {}
    for text in texts or []:
        name, value = _assignment(text)
        if isinstance(value, (str, bool)) or value != value or abs(value) == float("inf"):  # noqa: PLR0124  # NaN
            raise QuantityError(
                f"--set {text}: {value!r} is not a finite number", "write --set R_M=2.1"
            )
        numbers[name] = float(value)
    return numbers
