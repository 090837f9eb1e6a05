"""Options that commands share: groups become options, state variables have theirs by themselves."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

import metaleos.commands
import metaleos.terminal
from metaleos.catalog.states import variables as module
from metaleos.catalog.states.variables import Variable, own_variables, variables
from metaleos.cli import LazyGroup
from metaleos.terminal.options import (
    All,
    Format,
    Output,
    Selection,
    State,
    StateSelection,
    expanded,
)

STATEFUL = (
    "query", "solve", "compute", "compare", "explain", "cite", "report", "plot", "export",
)  # fmt: skip


def options(command):
    """Return the options of a command by name, as the command line has them."""
    built = LazyGroup().get_command(None, command)
    return {name: option for option in built.params for name in option.opts}


@pytest.fixture
def spin(monkeypatch):
    """Declare one more variable, as a theory from outside would."""
    more = Variable("spin_moment", "1", "s", "moment over that of the atom", "", own=True)
    monkeypatch.setattr(module, "variables", lambda: variables() | {more.name: more})


@pytest.mark.parametrize("command", STATEFUL)
def test_every_state_variable_is_an_option(command):
    names = list(options(command))
    of_states = [item.option for item in variables().values()]
    first = names.index(of_states[0])
    assert names[first : first + len(of_states)] == of_states


def test_which_commands_take_a_state():
    has = [
        name
        for name in LazyGroup().list_commands(None)
        if set(options(name)) & {item.option for item in variables().values()}
    ]
    assert sorted(has) == sorted(STATEFUL)


@pytest.mark.parametrize("command", STATEFUL)
def test_a_variable_from_outside_is_an_option_by_itself(spin, command):
    assert options(command)["--spin-moment"].help == "moment over that of the atom."


def test_a_variable_from_outside_reaches_the_command(spin):
    assert called(["--spin-moment", "0.5"]).state == {"spin_moment": "0.5"}


@pytest.mark.parametrize("package", [metaleos.commands, metaleos.terminal])
def test_no_state_variable_of_a_theory_is_named(package):
    for path in Path(package.__path__[0]).glob("*.py"):
        text = path.read_text(encoding="utf-8")
        for name in own_variables():
            spellings = {name, name.replace("_", "-"), name.title().replace("_", "")}
            assert not re.search(rf"\b({'|'.join(spellings)})\b", text), (path.name, name)


@pytest.mark.parametrize("command", LazyGroup().list_commands(None))
def test_no_function_but_a_command_takes_more_than_eight(command):
    module = __import__(f"metaleos.commands.{command}", fromlist=["run"])
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if function.__module__ == module.__name__ and name != "run":
            assert len(inspect.signature(function).parameters) <= 8


def called(words, kind=Selection):
    """Parse `words` for a command that takes one group, and return the group."""
    seen = []

    def run(*, group: kind) -> None:
        """Take a group."""
        seen.append(group)

    run.__annotations__ = {"group": kind, "return": type(None)}
    app = typer.Typer()
    app.command()(expanded(run))
    ran = CliRunner().invoke(app, words, catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    return seen[0]


def test_a_group_is_what_was_given():
    words = ["-e", "Na,K", "--element", "Al", "-m", "ha", "--temperature", "10 eV"]
    group = called([*words, "--volume-ratio", "0.9,1"])
    assert group == Selection(
        element=["Na,K", "Al"], model=["ha"],
        state=State(temperature="10 eV", volume_ratio="0.9,1"),
    )  # fmt: skip
    assert group.arguments() == {
        "element": ["Na,K", "Al"], "model": ["ha"], "property": None, "convention": None,
        "temperature": "10 eV", "volume_ratio": "0.9,1",
    }  # fmt: skip


@pytest.mark.parametrize("kind", [Selection, StateSelection, Output])
def test_a_group_without_options_is_its_default(kind):
    assert called([], kind) == kind()


def test_groups_within_groups():
    group = called(["--units", "pressure=Mbar", "--limit", "3", "-f", "csv"], Output)
    assert group.form is Format.CSV
    assert group.shape.arguments() == {
        "units": "pressure=Mbar", "columns": None, "sort": None, "limit": 3,
    }  # fmt: skip


def test_the_order_is_that_of_the_parameters():
    def run(*, first: Annotated[int, typer.Option()], group: Selection, all_: All = False) -> None:
        del first, group, all_

    names = list(inspect.signature(expanded(run)).parameters)
    assert names[:3] == ["first", "element", "model"]
    assert names[-2:] == ["all_", "debug"]
    assert [name for name in names if name in variables()] == list(variables())
