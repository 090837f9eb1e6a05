"""The command line: finds the command, runs it, turns errors into one line and an exit code."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from metaleos.errors import MetaleosError

if TYPE_CHECKING:
    from collections.abc import Sequence

_ORDER = (
    "query", "solve", "compute", "recompute", "compare", "verify", "status", "explain", "diff",
    "sql", "models", "elements", "properties", "sources", "cite", "ingest", "report", "plot",
    "export",
)  # fmt: skip
_FOLDER = Path(__file__).with_name("commands")
_TITLE = "The catalog of what electron theory says about metals."
_NOT_COMMANDS = {"__init__", "options", "output", "completion", "progress"}


class LazyGroup(TyperGroup):
    """A group that imports a command's module only when it is called or described."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all commands, in the order of the documentation."""
        del ctx
        found = {path.stem for path in _FOLDER.glob("*.py")} - _NOT_COMMANDS
        return [name for name in _ORDER if name in found] + sorted(found - set(_ORDER))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command called `cmd_name`, built from its function ``run``."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = import_module(f"metaleos.commands.{cmd_name}")
        builder = typer.Typer(add_completion=False, rich_markup_mode=None)
        # A raw docstring holds backslash and b; click wants the one character (keep these lines).
        text = (module.run.__doc__ or "").replace("\\b", "\b")
        builder.command(name=cmd_name, help=text)(module.run)
        return get_command(builder)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Return the command that the first argument names; the nearest are named if unknown."""
        command = self.get_command(ctx, args[0])
        if command is None:
            from metaleos.errors import nearest  # noqa: PLC0415  # only on an error

            close = nearest(args[0], self.list_commands(ctx))
            hint = f" Did you mean {' or '.join(close)}?" if close else ""
            ctx.fail(f"No such command {args[0]!r}.{hint}")
        return args[0], command, args[1:]


app = typer.Typer(
    cls=LazyGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(asked: bool) -> None:  # the signature of an option's callback
    if asked:
        from metaleos.version import __version__  # noqa: PLC0415  # only when asked

        typer.echo(f"metaleos {__version__}")
        raise typer.Exit


@app.callback(help=f"{_TITLE}\n\nmetaleos query --element Na --model VS")
def _root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Print the version and leave."
        ),
    ] = False,  # a flag
) -> None:
    del version


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = get_command(app).main(args=given, prog_name="metaleos", standalone_mode=False)
    except MetaleosError as error:
        code = _report(error, given)
    except typer.TyperException as error:
        code = _report(_usage(error), given)
    except (typer.Abort, KeyboardInterrupt):
        print("interrupted; what was committed is kept", file=sys.stderr)
        code = 130
    except BrokenPipeError:
        # The reader (head, less) has gone: that is no error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code if isinstance(code, int) else 0)


class _CommandLineError(MetaleosError):
    code = "usage"
    exit_code = 2


def _usage(error: typer.TyperException) -> MetaleosError:
    text = " ".join(error.format_message().split())
    context = getattr(error, "ctx", None)
    help_line = f"see `{context.command_path} --help`" if context is not None else ""
    return _CommandLineError(text.rstrip("."), help_line)


def _report(error: MetaleosError, arguments: list[str]) -> int:
    if _wants_json(arguments):
        import json  # noqa: PLC0415  # only on an error

        body: dict[str, Any] = {
            "code": error.code,
            "message": error.message,
            "hint": error.hint,
            "exit_code": error.exit_code,
        }
        print(json.dumps({"ok": False, "error": body}))
    else:
        print(f"error: {error}", file=sys.stderr)
    return error.exit_code


def _wants_json(arguments: list[str]) -> bool:
    joined = " ".join(arguments)
    return any(text in joined for text in ("--format json", "--format=json", "-f json", "-fjson"))
