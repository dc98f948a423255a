"""`concentration classify`: what each asset is to the rules on standard debt, as a page or as JSON."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import polars as pl

from concentration import __version__, pipeline
from concentration.catalogue.load import load_catalogue
from concentration.catalogue.model import AssetKind, DebtClass
from concentration.classify import classify
from concentration.cli.choices import chosen_language, one_of
from concentration.cli.console import cannot_run, write_json, write_text
from concentration.read.portfolio import Portfolio, read_portfolio
from concentration.words.message import CannotRunError, Language, Message
from concentration.words.sentences import render

if TYPE_CHECKING:
    from rich.console import Console

FORMATS = ("rich", "json")
SCHEMA = "concentration-classification/1"

ALIKE = ("class", "kind", "csrc_standardised", "clause", "quote", "inferred", "to_find_out")
"""Assets that agree in these stand under one heading."""


def run(path: Path, folders: Sequence[Path], format_: str, lang: str) -> int:
    """Print the class of every asset of a portfolio on its latest day; return the exit code."""
    language = chosen_language(lang)
    as_json = one_of("--format", format_, FORMATS) == "json"
    try:
        catalogue = load_catalogue(folders)
        portfolio = read_portfolio(path, catalogue.kinds, ())
        day = pipeline.judged_days(portfolio, pipeline.Options())[-1]
        assets = classify(portfolio.tables, catalogue, day)
    except CannotRunError as error:
        return cannot_run(error, format_, language)
    if as_json:
        document = _document(portfolio, day, assets)
        write_json(document)
    else:
        _print_page(portfolio, day, assets, catalogue.kinds, language)
    return 0


def _document(portfolio: Portfolio, day: date, assets: pl.DataFrame) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "version": __version__,
        "portfolio": portfolio.name,
        "as_of": day.isoformat(),
        "assets": assets.to_dicts(),
    }


def _print_page(
    portfolio: Portfolio, day: date, assets: pl.DataFrame, kinds: dict[str, AssetKind], language: Language
) -> None:
    """Print the classes, what must be reviewed first, and below each the assets by kind and deciding words."""
    from rich.console import Console

    console = Console(file=sys.stdout, highlight=False)
    with console.capture() as page:
        title = {"portfolio": portfolio.name, "day": day.isoformat(), "count": assets.height}
        _say(console, render(Message("classify_title", title), language))
        _say(console, render(Message("classify_source"), language))
        for name in get_args(DebtClass):
            members = assets.filter(pl.col("class") == name)
            if members.height:
                heading = {"name": Message(f"class_{name}"), "count": members.height}
                _say(console, "")
                _say(console, render(Message("classify_class", heading), language), style="bold")
                _print_class(console, members, kinds, language)
    write_text(page.get())


def _print_class(
    console: "Console", members: pl.DataFrame, kinds: dict[str, AssetKind], language: Language
) -> None:
    for _, alike in members.group_by(ALIKE, maintain_order=True):
        first = alike.row(0, named=True)
        _say(console, getattr(kinds[first["kind"]].title, language), 2)
        for line in _reasons(first):
            _say(console, render(line, language), 4, "dim")
        for asset_id, name in alike.select("asset_id", "name").iter_rows():
            _say(console, f"{asset_id}  {name}", 4)


def _reasons(asset: dict[str, Any]) -> list[Message]:
    """Return why an asset is of its class, what it is to the CSRC, and what is still to be found out."""
    words = {"clause": asset["clause"], "quote": asset["quote"]}
    if asset["clause"] is None:
        said = Message("classify_inferred")
    elif asset["quote"] is None:
        said = Message("classify_clause_inferred", words)
    else:
        said = Message("classify_quoted_inferred" if asset["inferred"] else "classify_quoted", words)
    csrc = "classify_csrc_standardised" if asset["csrc_standardised"] else "classify_csrc_not_standardised"
    found_out = asset["to_find_out"]
    task = [Message("classify_to_find_out", {"what": found_out})] if found_out else []
    return [*task, said, Message(csrc)]


def _say(console: "Console", text: str, indent: int = 0, style: str | None = None) -> None:
    from rich.padding import Padding
    from rich.text import Text

    console.print(Padding(Text(text, style=style or ""), (0, 0, 0, indent), expand=False) if text else "")
