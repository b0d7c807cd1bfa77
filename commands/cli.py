"""The command line: from an argument list to a verb and to an exit code: 0 done, 1 the work failed, 2 wrong use.

It has the options that all verbs share, and turns every error into one sentence on stderr.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Annotated, Any

import typer

from models.base.paths import CACHE, ROOT
from models.base.settings import Settings, UserError, load_settings

USAGE_ERROR: Any = typer.BadParameter.__mro__[1]  # typer exports BadParameter, but not its base class
ABOUT = """望海 Wanghai: a real-time situational-awareness wall for maritime command centres.

Without a verb it plays the built-in exercise and shows the wall.

[bold]Examples[/bold]

  run.py                                   the built-in Zhoushan exercise

  run.py live                              the feeds of config.yaml

  run.py replay watch.nmea.gz --speed 10   a recorded watch, ten times as fast

  run.py check                             is everything ready for a watch?
"""


WITHOUT_SETTINGS = frozenset({"decode", "score", "coast", "bench"})  # verbs that read no settings


class WorkError(Exception):
    """The command was correct, but the work failed: one sentence, exit code 1."""


@dataclass(frozen=True)
class Shared:
    """The options that stand before the verb."""

    config: Path = ROOT / "config.yaml"
    verbose: bool = False

    def settings(self) -> Settings:
        """The checked settings. Raises UserError."""
        return load_settings(self.config)


def enter(verbs: Mapping[str, Any], hidden: Mapping[str, Any], otherwise: Callable[..., None]) -> int:
    """Run the command line of this process and return the exit code."""
    arguments = shared_first(sys.argv[1:])
    verbose = "-v" in arguments or "--verbose" in arguments
    try:
        code = _app(verbs, hidden, otherwise)(arguments, prog_name="run.py", standalone_mode=False)
        sys.stdout.flush()
        return int(code or 0)
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except BrokenPipeError:  # the reader of the output has closed it
        _write_nowhere()
        return 0
    except Exception as problem:
        if verbose and not isinstance(problem, (UserError, WorkError, USAGE_ERROR)):
            traceback.print_exc()
        sentence, code = in_words(problem)
        sys.stderr.write(f"{sentence}\n")
        return code


def in_words(problem: Any) -> tuple[str, int]:
    """One sentence and the exit code for any error."""
    match problem:
        case UserError():
            return _one_line(problem), 2
        case WorkError():
            return _one_line(problem), 1
        case ModuleNotFoundError():
            return f"The package {problem.name} is not installed; run `make setup`.", 1
        case OSError() if problem.strerror:
            named = f"{problem.filename}: " if problem.filename else ""
            return f"{named}{problem.strerror}", 1
    if isinstance(problem, USAGE_ERROR):
        where = problem.ctx.command_path if problem.ctx else "run.py"
        return f"{_one_line(problem.format_message()).rstrip('.')}; see {where} --help", 2
    return f"Internal error in Wanghai: {type(problem).__name__}: {_one_line(problem)}; -v shows the traceback.", 1


def shared_first(arguments: Sequence[str]) -> list[str]:
    """The shared options may also follow the verb: move them to the front, where typer expects them."""
    front: list[str] = []
    rest = list(arguments)
    for at in range(len(rest) - 1, -1, -1):
        if rest[at] in {"-v", "--verbose"} or rest[at].startswith("--config="):
            front[:0] = [rest.pop(at)]
        elif rest[at] == "--config" and at + 1 < len(rest):
            front[:0] = [rest.pop(at), rest.pop(at)]
    return front + rest


def refuse_useless(ctx: typer.Context, useless: Mapping[str, str]) -> None:
    """Refuse what was given on the command line and would have no effect. Raises UserError.

    `useless` holds the reason for each name of a parameter, as the end of a sentence.
    """
    for parameter in ctx.command.params:
        source = ctx.get_parameter_source(parameter.name or "")
        if parameter.name in useless and source is not None and source.name == "COMMANDLINE":
            shown = parameter.opts[0] if parameter.param_type_name == "option" else parameter.name.upper()
            raise UserError(f"{shown} {useless[parameter.name]}")


def say(line: str) -> None:
    """Print a line for the person at the terminal; a wall continues when the terminal is closed."""
    try:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    except OSError:
        _write_nowhere()


def say_if_first_start() -> None:
    """Tell the person at the terminal why the first start takes longer, if nothing is compiled yet."""
    if not any((CACHE / "numba").rglob("*.nbi")):
        with suppress(OSError):
            sys.stderr.write("First start: compiling the numerical code once, which takes about a minute ...\n")


def _write_nowhere() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _app(verbs: Mapping[str, Any], hidden: Mapping[str, Any], otherwise: Callable[..., None]) -> typer.Typer:
    app = typer.Typer(help=ABOUT, rich_markup_mode="rich", add_completion=False)
    for name, verb in verbs.items():
        app.command(name)(verb)
    for name, verb in hidden.items():
        app.command(name, hidden=True)(verb)

    @app.callback(invoke_without_command=True)
    def shared(
        ctx: typer.Context,
        config: Annotated[Path, typer.Option(help="Settings file.", show_default="config.yaml")] = Shared.config,
        verbose: Annotated[
            bool, typer.Option("-v", "--verbose", help="Show the traceback of an internal error, and nothing else.")
        ] = False,
        version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
    ) -> None:
        ctx.obj = Shared(config, verbose)
        if ctx.invoked_subcommand in WITHOUT_SETTINGS:
            refuse_useless(ctx, {"config": f"has no effect on {ctx.invoked_subcommand}; leave it out"})
        if version:
            typer.echo(f"Wanghai {version_number()}")
            raise typer.Exit
        if ctx.invoked_subcommand is None:
            otherwise(ctx)

    return app


def version_number() -> str:
    """The version of this installation."""
    import tomllib

    try:
        return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])
    except OSError as problem:
        raise PackageNotFoundError("wanghai") from problem


def _one_line(text: object) -> str:
    return " ".join(str(text).split())
