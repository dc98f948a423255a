"""The commands. Nothing heavy is imported before a command needs it: `--help` answers at once."""

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, cast

import typer

from concentration import __version__
from concentration.cli.console import CANNOT_RUN, system_language
from concentration.words.message import CannotRunError, Language
from concentration.words.sentences import SENTENCES

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
    reading: Annotated[list[str], typer.Option(help=_help("help_reading"), metavar="LIMIT=NAME")] = [],  # noqa: B006
    readings: Annotated[bool, typer.Option("--readings", help=_help("help_readings"))] = False,
    format_: Annotated[str | None, typer.Option("--format", help=_help("help_format"))] = None,
    output: Annotated[list[Path], typer.Option(help=_help("help_output"))] = [],  # noqa: B006
    show_all: Annotated[bool, typer.Option("--all", help=_help("help_all"))] = False,
    draft: Annotated[bool, typer.Option("--draft", help=_help("help_draft"))] = False,
    fail_on: Annotated[str, typer.Option(help=_help("help_fail_on"))] = "undetermined",
    waivers: Annotated[
        Path | None, typer.Option("--waivers", metavar="FILE", help=_help("help_waivers"))
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", metavar="REPORT", help=_help("help_baseline"))
    ] = None,
    fail_new: Annotated[bool, typer.Option("--fail-new", help=_help("help_fail_new"))] = False,
    previous: Annotated[
        Path | None, typer.Option("--previous", metavar="PORTFOLIO", help=_help("help_previous"))
    ] = None,
    ahead: Annotated[
        int | None, typer.Option("--ahead", metavar="DAYS", min=0, max=36500, help=_help("help_ahead"))
    ] = None,
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
        readings=tuple(reading),
        flips=readings,
        format=format_,
        outputs=tuple(output),
        show_all=show_all,
        draft=draft,
        fail_on=fail_on,
        waivers=waivers,
        baseline=baseline,
        fail_new=fail_new,
        previous=previous,
        ahead=ahead,
        lang=lang,
    )
    raise _guarded(lambda: command.run(request), lang)


@app.command(help=_help("help_history"))
def history(
    portfolio: Annotated[Path, typer.Argument(help=_help("help_portfolio"))],
    limits: Folders = [],  # noqa: B006
    no_builtin: NoBuiltin = False,
    rulebook: Annotated[list[str], typer.Option(help=_help("help_rulebook"))] = [],  # noqa: B006
    limit: Annotated[list[str], typer.Option(help=_help("help_limit"))] = [],  # noqa: B006
    product: Annotated[list[str], typer.Option(help=_help("help_product"))] = [],  # noqa: B006
    manager: Annotated[list[str], typer.Option(help=_help("help_manager"))] = [],  # noqa: B006
    reading: Annotated[list[str], typer.Option(help=_help("help_reading"), metavar="LIMIT=NAME")] = [],  # noqa: B006
    previous: Annotated[
        Path | None, typer.Option("--previous", metavar="PORTFOLIO", help=_help("help_previous"))
    ] = None,
    format_: Annotated[str, typer.Option("--format", help=_help("help_history_format"))] = "rich",
    show_all: Annotated[bool, typer.Option("--all", help=_help("help_all"))] = False,
    draft: Annotated[bool, typer.Option("--draft", help=_help("help_draft"))] = False,
    lang: Lang = "",
) -> None:
    """List every breach over all days."""
    from concentration.cli import history as command

    request = command.Request(
        portfolio=portfolio,
        folders=tuple(limits),
        builtin=not no_builtin,
        rulebooks=frozenset(rulebook),
        limits=frozenset(limit),
        products=frozenset(product),
        managers=frozenset(manager),
        readings=tuple(reading),
        previous=previous,
        format=format_,
        show_all=show_all,
        draft=draft,
        lang=lang,
    )
    raise _guarded(lambda: command.run(request), lang)


@app.command(help=_help("help_trade"))
def trade(
    portfolio: Annotated[Path, typer.Argument(help=_help("help_portfolio"))],
    orders: Annotated[str | None, typer.Argument(metavar="[ORDERS]", help=_help("help_trade_orders"))] = None,
    basket: Annotated[bool, typer.Option("--basket", help=_help("help_trade_basket"))] = False,
    pending: Annotated[
        Path | None, typer.Option("--pending", metavar="FILE", help=_help("help_trade_pending"))
    ] = None,
    require_cash: Annotated[
        bool, typer.Option("--require-cash", help=_help("help_trade_require_cash"))
    ] = False,
    buy: Annotated[
        tuple[str, str] | None,
        typer.Option("--buy", metavar="ASSET QUANTITY", help=_help("help_trade_buy")),
    ] = None,
    sell: Annotated[
        tuple[str, str] | None,
        typer.Option("--sell", metavar="ASSET QUANTITY", help=_help("help_trade_sell")),
    ] = None,
    product: Annotated[str | None, typer.Option("--product", help=_help("help_trade_product"))] = None,
    price: Annotated[str | None, typer.Option("--price", help=_help("help_trade_price"))] = None,
    limits: Folders = [],  # noqa: B006
    no_builtin: NoBuiltin = False,
    draft: Annotated[bool, typer.Option("--draft", help=_help("help_trade_draft"))] = False,
    format_: Annotated[str, typer.Option("--format", help=_help("help_trade_format"))] = "rich",
    lang: Lang = "",
) -> None:
    """Judge orders before they are booked."""
    from concentration.cli import trade as command

    request = command.Request(
        portfolio,
        orders,
        basket,
        pending,
        require_cash,
        buy,
        sell,
        product,
        price,
        tuple(limits),
        not no_builtin,
        draft,
        format_,
        lang,
    )
    raise _guarded(lambda: command.run(request), lang)


@app.command(help=_help("help_validate"))
def validate(
    portfolios: Annotated[list[Path], typer.Argument(metavar="PORTFOLIO...", help=_help("help_portfolio"))],
    as_of: Annotated[str, typer.Option(help=_help("help_as_of"))] = "latest",
    limits: Folders = [],  # noqa: B006
    no_builtin: NoBuiltin = False,
    format_: Annotated[str, typer.Option("--format", help=_help("help_validate_format"))] = "rich",
    lang: Lang = "",
) -> None:
    """List the facts that are missing."""
    from concentration.cli import validate as command

    request = command.Request(tuple(portfolios), as_of, tuple(limits), not no_builtin, format_, lang)
    raise _guarded(lambda: command.run(request), lang)


@app.command(help=_help("help_classify"))
def classify(
    portfolio: Annotated[Path, typer.Argument(help=_help("help_portfolio"))],
    limits: Folders = [],  # noqa: B006
    format_: Annotated[str, typer.Option("--format", help=_help("help_classify_format"))] = "rich",
    lang: Lang = "",
) -> None:
    """List each asset as standard or non-standard debt."""
    from concentration.cli import classify as command

    raise _guarded(lambda: command.run(portfolio, tuple(limits), format_, lang), lang)


@app.command(help=_help("help_groups"))
def groups(
    portfolio: Annotated[Path, typer.Argument(help=_help("help_portfolio"))],
    as_of: Annotated[str, typer.Option(help=_help("help_groups_as_of"))] = "latest",
    format_: Annotated[str, typer.Option("--format", help=_help("help_groups_format"))] = "rich",
    lang: Lang = "",
) -> None:
    """Explain the groups of related parties."""
    from concentration.cli import groups as command

    raise _guarded(lambda: command.run(portfolio, as_of, format_, lang), lang)


@app.command("import", help=_help("help_import"))
def import_tables(
    files: Annotated[list[Path], typer.Argument(metavar="FILE|FOLDER...", help=_help("help_import_files"))],
    to: Annotated[Path, typer.Option("--to", metavar="FOLDER", help=_help("help_import_to"))],
    managed_by: Annotated[
        str, typer.Option("--managed-by", metavar="ID[,NAME,KIND]", help=_help("help_import_managed_by"))
    ],
    master: Annotated[list[Path], typer.Option("--master", help=_help("help_import_master"))] = [],  # noqa: B006
    replace: Annotated[bool, typer.Option("--replace", help=_help("help_import_replace"))] = False,
    accept_unreconciled: Annotated[
        str | None, typer.Option("--accept-unreconciled", metavar="REASON", help=_help("help_import_accept"))
    ] = None,
    limits: Folders = [],  # noqa: B006
    lang: Lang = "",
) -> None:
    """Read valuation tables into a portfolio folder."""
    from concentration.cli import importing as command

    request = command.Request(
        tuple(files), to, managed_by, tuple(master), replace, accept_unreconciled, tuple(limits), lang
    )
    raise _guarded(lambda: command.run(request), lang)


@app.command(help=_help("help_new"))
def new(
    folder: Annotated[Path, typer.Argument(help=_help("help_new_folder"))],
    limits: Folders = [],  # noqa: B006
    no_builtin: NoBuiltin = False,
    lang: Lang = "",
) -> None:
    """Start a portfolio, or list what one lacks."""
    from concentration.cli import new as command

    raise _guarded(lambda: command.run(folder, tuple(limits), not no_builtin, lang), lang)


@limits_app.command("list", help=_help("help_list"))
def list_limits(
    limits: Folders = [],  # noqa: B006
    no_builtin: NoBuiltin = False,
    as_json: Annotated[bool, typer.Option("--json", help=_help("help_json"))] = False,
    lang: Lang = "",
) -> None:
    """List the limits of the catalogue."""
    from concentration.cli import limits as command

    raise _guarded(
        lambda: command.list_limits(tuple(limits), not no_builtin, as_json=as_json, lang=lang), lang
    )


@limits_app.command("show", help=_help("help_show"))
def show_limit(
    limit: str,
    limits: Folders = [],  # noqa: B006
    no_builtin: NoBuiltin = False,
    lang: Lang = "",
) -> None:
    """Show one limit on a page."""
    from concentration.cli import limits as command

    raise _guarded(lambda: command.show_limit(limit, tuple(limits), not no_builtin, lang=lang), lang)


@limits_app.command("lint", help=_help("help_lint"))
def lint_limits(
    folders: Annotated[list[Path], typer.Argument(metavar="[FOLDER]...", help=_help("help_folder"))] = [],  # noqa: B006
    lang: Lang = "",
) -> None:
    """Check limit files."""
    from concentration.cli import limits as command

    raise _guarded(lambda: command.lint_limits(tuple(folders), lang=lang), lang)


@limits_app.command("diff", help=_help("help_diff"))
def diff_limits(
    old: Annotated[str | None, typer.Argument(metavar="[OLD]", help=_help("help_diff_folder"))] = None,
    new: Annotated[str | None, typer.Argument(metavar="[NEW]", help=_help("help_diff_folder"))] = None,
    from_day: Annotated[
        str | None, typer.Option("--from", help=_help("help_diff_from"), metavar="DATE")
    ] = None,
    to_day: Annotated[str | None, typer.Option("--to", help=_help("help_diff_to"), metavar="DATE")] = None,
    limits: Folders = [],  # noqa: B006
    no_builtin: NoBuiltin = False,
    as_json: Annotated[bool, typer.Option("--json", help=_help("help_json"))] = False,
    lang: Lang = "",
) -> None:
    """Say what changed between two folders of limits, or between two days."""
    from concentration.cli import limits as command

    request = command.DiffRequest(old, new, from_day, to_day, tuple(limits), not no_builtin)
    raise _guarded(lambda: command.diff_limits(request, as_json=as_json, lang=lang), lang)


@limits_app.command("test", help=_help("help_test"))
def try_limits(
    folder: Annotated[Path | None, typer.Argument(metavar="[FOLDER]", help=_help("help_test_folder"))] = None,
    lang: Lang = "",
) -> None:
    """Judge the cases of limits."""
    from concentration.cli import limits as command

    raise _guarded(lambda: command.try_limits(folder, lang=lang), lang)


def main() -> None:
    """Run the command line; what is wrong with its words is shown with exit code 2."""
    try:
        app()
    except KeyboardInterrupt:
        _say("interrupted")
        sys.exit(INTERRUPTED)
    finally:
        # All is written and said. While Python takes itself down Ctrl-C would kill it, as if nothing had been done.
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _guarded(run: Callable[[], int], lang: str) -> typer.Exit:
    """Run a command and return its exit; whatever goes wrong is said in words, no traceback reaches a user."""
    try:
        return typer.Exit(run())
    except CannotRunError as error:
        from concentration.cli.console import print_problems

        print_problems(error.problems, cast(Language, lang) if lang in ("zh", "en") else system_language())
    except KeyboardInterrupt:
        _say("interrupted")
        return typer.Exit(INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()
    except (SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a panic inside Polars is no Exception
        _say("internal_error", what=f"{type(error).__name__}: {error}")
    return typer.Exit(CANNOT_RUN)


def _say(code: str, **values: str) -> None:
    sys.stderr.write(SENTENCES[code][system_language()].format_map(values) + "\n")
