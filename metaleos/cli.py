"""The command line: finds the command, runs it, turns errors into one line and an exit code."""

from __future__ import annotations

import ast
import os
import sys
from importlib import import_module
from itertools import dropwhile
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
_HELP = """The catalog of what electron theory says about metals.

\b
First commands:
  metaleos query --element Na --model VS
  metaleos compare --element Na,K --model ha --property bulk_modulus
  metaleos solve --element Al --model tf --compression 1,2
"""


def _is_command(path: Path) -> bool:
    """Return whether a file defines ``run``, read without being imported."""
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return False
    return any(isinstance(item, ast.FunctionDef) and item.name == "run" for item in tree.body)


class LazyGroup(TyperGroup):
    """A group that imports a command's module only when it is called or described."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all commands, in the order of the documentation."""
        del ctx
        found = {path.stem for path in _FOLDER.glob("*.py") if _is_command(path)}
        return [name for name in _ORDER if name in found] + sorted(found - set(_ORDER))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command called `cmd_name`, built from its function ``run``."""
        del ctx
        if not cmd_name.isidentifier() or not _is_command(_FOLDER / f"{cmd_name}.py"):
            return None
        from metaleos.terminal.options import expanded  # only with a command

        module = import_module(f"metaleos.commands.{cmd_name}")
        builder = typer.Typer(add_completion=False, rich_markup_mode=None)
        # A raw docstring holds backslash and b; click wants the one character (keep these lines).
        text = (module.run.__doc__ or "").replace("\\b", "\b")
        builder.command(name=cmd_name, help=text)(expanded(module.run))
        return get_command(builder)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Return the command that the first argument names; the nearest are named if unknown."""
        command = self.get_command(ctx, args[0])
        if command is None:
            from metaleos.errors import nearest  # only on an error

            close = nearest(args[0], self.list_commands(ctx))
            hint = f" Did you mean {' or '.join(close)}?" if close else ""
            ctx.fail(f"No such command {args[0]!r}.{hint}")
        return args[0], command, args[1:]


app = typer.Typer(
    cls=LazyGroup,
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(asked: bool) -> None:  # the signature of an option's callback
    if asked:
        from metaleos.version import __version__  # only when asked

        typer.echo(f"metaleos {__version__}")
        raise typer.Exit


@app.callback(help=_HELP)
def _root(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Print the version and leave."
        ),
    ] = False,  # a flag
    debug: Annotated[
        bool, typer.Option("--debug", help="Show where a fault of ours happened.")
    ] = False,  # a flag; read by `main`, which sees the fault
) -> None:
    del version, debug
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code.

    Parameters
    ----------
    arguments : sequence of str
        The words after ``metaleos``; without them those of this process.

    Raises
    ------
    SystemExit
        Always, but for a fault of ours where the given arguments have ``--debug``: that is raised.
    """
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
    except Exception as error:
        if not _wants_debug(given):
            code = _report(_fault(error), given)
        elif arguments is not None:
            raise
        else:
            import traceback  # only for a fault

            traceback.print_exc()
            code = _FaultError.exit_code
    sys.exit(code if isinstance(code, int) else 0)


class _CommandLineError(MetaleosError):
    code = "usage"
    exit_code = 2


class _FaultError(MetaleosError):
    """An exception that nobody foresaw, in one line."""

    code = "internal"
    exit_code = 70


def _usage(error: typer.TyperException) -> MetaleosError:
    text = " ".join(error.format_message().split())
    context = getattr(error, "ctx", None)
    help_line = f"see `{context.command_path} --help`" if context is not None else ""
    return _CommandLineError(text.rstrip("."), help_line)


def _fault(error: Exception) -> MetaleosError:
    """Return `error` in one line, with the innermost place of ours that it came through."""
    place, trace = __name__, error.__traceback__
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__"))
        if module.partition(".")[0] == "metaleos":
            place = f"{module}, line {trace.tb_lineno}"
        trace = trace.tb_next
    text = " ".join(f"{type(error).__name__}: {error}".split())
    return _FaultError(f"a fault of ours in {place}: {text}", "--debug shows it")


def _report(error: MetaleosError, arguments: list[str]) -> int:
    if _wants_json(arguments):
        import json  # only on an error

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


def _words(arguments: list[str]) -> list[str]:
    """Return the command's name and what follows it: options before it are flags."""
    return list(dropwhile(lambda word: word.startswith("-"), arguments))


def _wants_debug(arguments: list[str]) -> bool:
    before = arguments[: len(arguments) - len(_words(arguments))]
    return "--debug" in before or bool(_asked(arguments).get("debug"))


def _wants_json(arguments: list[str]) -> bool:
    return bool(_asked(arguments).get("form") == "json")


def _asked(arguments: list[str]) -> dict[str, Any]:
    """Return what a command's options were given, in arguments that may be wrong elsewhere.

    The command's own parser decides, so a word of another option or of a statement never does.
    A command that does not exist is read as ``query``, whose options the others share.
    """
    group: Any = get_command(app)
    name, *rest = _words(arguments) or [""]
    try:
        command = group.get_command(None, name) or group.get_command(None, "query")
        context = command.make_context(
            name, rest, resilient_parsing=True, ignore_unknown_options=True
        )
    except Exception:  # noqa: BLE001  # the command's module is at fault, which is being told
        return {}
    return dict(context.params)
