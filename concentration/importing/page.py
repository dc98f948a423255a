"""What an import says: each table with where its rows went, what was noted, what is missing."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from rich.table import Table
from rich.text import Text

from concentration.importing.imported import Imported, is_missing
from concentration.valuation.rows import COUNTED
from concentration.vocabulary.completion import COMPLETION_FILE
from concentration.words.message import Language, Message
from concentration.words.sentences import render


def table_of(result: Imported, folder: Path, language: Language) -> Table:
    """Return the tables that were read, one a line: product, day, net assets, and how many rows went where."""

    def say(code: str, **values: object) -> str:
        return render(Message(code, values), language)

    products = len({one.product_id for one in result.valued})
    title = say("import_title", folder=folder.as_posix(), tables=len(result.valued), products=products)
    page = Table(title=Text(title), title_justify="left", box=None, pad_edge=False, collapse_padding=True)
    page.add_column(say("import_product"), overflow="fold", min_width=12)
    page.add_column(say("import_day"), no_wrap=True)
    page.add_column(say("import_net_assets"), justify="right", no_wrap=True)
    for place in COUNTED:
        page.add_column(say(f"import_{place}"), justify="right", no_wrap=True)
    for one in result.valued:
        amount = Decimal(one.products["net_assets"][0])
        counts = [str(one.counted[place]) for place in COUNTED]
        product = one.product_id if one.name == one.product_id else f"{one.product_id} {one.name}"
        page.add_row(*map(Text, (product, one.day.isoformat(), f"{amount:,.2f}", *counts)))
    return page


def said_of(result: Imported, folder: Path, language: Language) -> Iterator[str]:
    """Yield the notes, the rows that were not understood, and what is missing."""
    for note in result.notes:
        yield render(note, language)
    strange = [(one.file, row) for one in result.valued for row in one.not_understood]
    if strange:
        yield render(Message("import_rows_not_understood"), language)
        for file, row in strange:
            amount = "" if row.market_value is None else f"{row.market_value:,.2f}"
            values = {"file": file, "row": row.line, "code": row.code, "name": row.name, "amount": amount}
            yield "  " + render(Message("import_row", values), language)
    missing = is_missing(result.needed).height
    for_exemptions = result.needed.facts.height - missing
    waiting = result.needed.waiting
    if waiting:
        values = {"count": len(waiting), "products": list(waiting)}
        yield render(Message("import_waiting", values), language)
    if missing:
        file = (folder / COMPLETION_FILE).as_posix()
        yield render(Message("import_missing", {"count": missing, "file": file}), language)
    else:
        yield render(Message("import_complete"), language)
    if for_exemptions:
        yield render(Message("import_exemptions", {"count": for_exemptions}), language)
