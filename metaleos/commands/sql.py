"""``metaleos sql``."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from metaleos.errors import UsageError
from metaleos.quantity import number_or_text
from metaleos.terminal.options import Db, Format, OutputFormat
from metaleos.terminal.output import ask

Statement = Annotated[
    str, typer.Argument(metavar="STATEMENT", help="One SELECT; - reads it from standard input.")
]
Param = Annotated[
    list[str] | None,
    typer.Option("--param", metavar="NAME=VALUE", help="Value of $name; repeatable."),
]
Timeout = Annotated[float, typer.Option("--timeout", min=0.1, help="Longest time [s].")]


def run(
    statement: Statement,
    param: Param = None,
    timeout: Timeout = 60.0,
    form: OutputFormat = Format.TABLE,
    db: Db = None,
) -> None:
    r"""Ask in SQL: one statement that reads, over the views.

    \b
    v_results       current results, one row a state, property and term
    v_states        states that have results
    v_comparison    ours beside what is measured and printed, with deviations
    v_verdicts      each printed cell beside ours, and why
    v_ingredients   what each part of `printed` makes of a cell
    v_scores        how models score against experiment over their domain
    v_published     what the papers printed, with our readings and the cells
    v_observations  measured values, all sources
    v_coverage      what is measured of each element, and why the rest is not
    v_shock         measured shock states, one row a point
    v_references    values that other theories computed
    v_constants     constants of the elements, all sources
    v_elements      elements with their preferred constants
    v_parameters    parameters of the theories
    v_cells         all printed cells
    v_errata        why printed cells differ from ours
    v_sources       citations
    v_properties    quantities and units
    v_models        models
    v_yields        what each model yields
    v_runs          runs of the solvers
    v_run_inputs    what each run read
    v_checks        verifications

    All: SHOW TABLES. Columns: DESCRIBE v_results. Units: to_unit(value, unit, 'Ry'),
    unit_factor(unit, 'GPa'), same_dimension(unit, 'eV').

    \b
    metaleos sql "select element, to_unit(value, unit, 'Mbar') as Mbar
      from v_results where property = 'pressure' and model = \$m"
      --param m=tfd
    metaleos sql "describe v_results"
    """
    text = sys.stdin.read() if statement == "-" else statement
    params = dict(map(_param, param or []))
    ask(db, form, lambda catalog: catalog.sql(text, params, seconds=timeout))


def _param(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise UsageError(f"--param {text!r} is not name=value", "for example --param element=Na")
    return name.strip().lstrip("$"), number_or_text(value)
