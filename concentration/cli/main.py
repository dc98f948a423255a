"""The commands. Nothing heavy is imported before a command needs it: `--help` answers at once."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from concentration import __version__
from concentration.cli.console import system_language
from concentration.words.cli import SENTENCES
from concentration.words.message import CannotRunError, Message, Problem

CANNOT_RUN = 2
INTERRUPTED = 130


def _help(code: str) -> str:
    return SENTENCES[code][system_language()]


app = typer.Typer(
    help=_help("help_app"), no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)
limits_app = typer.Typer(help=_help("help_limits"), no_args_is_help=True)
app.add_typer(limits_app, name="limits")

Lang = Annotated[str, typer.Option("--lang", help=_help("help_lang"), metavar="zh|en")]
Folders = Annotated[list[Path], typer.Option("--limits", help=_help("help_folder"))]
NoBuiltin = Annotated[bool, typer.Option("--no-builtin", help=_help("help_no_builtin"))]


def _version(asked: bool) -> None:
    if asked:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=_help("help_version"))
    ] = False,
) -> None:
    pass


@app.command(help=_help("help_check"))
def check(
    portfolios: Annotated[list[Path], typer.Argument(metavar="PORTFOLIO...", help=_help("help_portfolio"))],
    as_of: Annotated[str, typer.Option(help=_help("help_as_of"))] = "latest",
    limits: Folders = [],  # noqa: B006
    no_builtin: NoBuiltin = False,
    rulebook: Annotated[list[str], typer.Option(help=_help("help_rulebook"))] = [],  # noqa: B006
    limit: Annotated[list[str], typer.Option(help=_help("help_limit"))] = [],  # noqa: B006
    product: Annotated[list[str], typer.Option(help=_help("help_product"))] = [],  # noqa: B006
    manager: Annotated[list[str], typer.Option(help=_help("help_manager"))] = [],  # noqa: B006
    format_: Annotated[str | None, typer.Option("--format", help=_help("help_format"))] = None,
    output: Annotated[list[Path], typer.Option(help=_help("help_output"))] = [],  # noqa: B006
    show_all: Annotated[bool, typer.Option("--all", help=_help("help_all"))] = False,
    draft: Annotated[bool, typer.Option("--draft", help=_help("help_draft"))] = False,
    fail_on: Annotated[str, typer.Option(help=_help("help_fail_on"))] = "undetermined",
    lang: Lang = "",
) -> None:
    """Judge portfolios; the exit code says what was found."""
    from concentration.cli import check as command

    request = command.Request(
        portfolios=tuple(portfolios),
        as_of=as_of,
        folders=tuple(limits),
        builtin=not no_builtin,
        rulebooks=frozenset(rulebook),
        limits=frozenset(limit),
        products=frozenset(product),
        managers=frozenset(manager),
        format=format_,
        outputs=tuple(output),
        show_all=show_all,
        draft=draft,
        fail_on=fail_on,
        lang=lang,
    )
    raise typer.Exit(command.run(request))


@limits_app.command("list", help=_help("help_list"))
def list_limits(
    limits: Folders = [],  # noqa: B006
    no_builtin: NoBuiltin = False,
    as_json: Annotated[bool, typer.Option("--json", help=_help("help_json"))] = False,
    lang: Lang = "",
) -> None:
    """List the limits of the catalogue."""
    from concentration.cli import limits as command

    raise typer.Exit(command.list_limits(tuple(limits), not no_builtin, as_json=as_json, lang=lang))


@limits_app.command("show", help=_help("help_show"))
def show_limit(
    limit: str,
    limits: Folders = [],  # noqa: B006
    no_builtin: NoBuiltin = False,
    lang: Lang = "",
) -> None:
    """Show one limit on a page."""
    from concentration.cli import limits as command

    raise typer.Exit(command.show_limit(limit, tuple(limits), not no_builtin, lang=lang))


@limits_app.command("lint", help=_help("help_lint"))
def lint_limits(
    folders: Annotated[list[Path], typer.Argument(metavar="[FOLDER]...", help=_help("help_folder"))] = [],  # noqa: B006
    lang: Lang = "",
) -> None:
    """Check limit files."""
    from concentration.cli import limits as command

    raise typer.Exit(command.lint_limits(tuple(folders), lang=lang))


def main() -> None:
    """Run the command line; no traceback reaches a user."""
    code = INTERRUPTED
    try:
        code = _guarded(lambda: app(standalone_mode=False))
    except KeyboardInterrupt:
        _say("interrupted")
    sys.exit(code)


def _guarded(run: Callable[[], object]) -> int:
    """Return the exit code of a command; whatever goes wrong is said in words."""
    import click

    try:
        result = run()
    except click.exceptions.Abort as error:
        raise KeyboardInterrupt from error
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except CannotRunError as error:
        from concentration.cli.console import print_problems

        print_problems(error.problems, system_language())
        return CANNOT_RUN
    except BrokenPipeError:
        sys.stderr.close()
        return CANNOT_RUN
    except Exception as error:
        _say("internal_error", what=f"{type(error).__name__}: {error}")
        return CANNOT_RUN
    return result if isinstance(result, int) else 0


def _say(code: str, **values: str) -> None:
    sys.stderr.write(SENTENCES[code][system_language()].format_map(values) + "\n")


def language_problem(lang: str) -> Problem:
    """Return the problem of a language that is not spoken here."""
    return Problem(Message("unknown_choice"), column="--lang", seen=lang, allowed="zh | en")
