"""A history on a terminal: how many breaches there were, then each on its lines, the open ones first."""

import io
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from rich.console import Console

from concentration import __version__
from concentration.report.figures import Finding, short_percent, thousands
from concentration.report.history import History
from concentration.report.lines import Beside, Line, print_lines
from concentration.report.reasons import life_text
from concentration.words.message import Language, Message
from concentration.words.sentences import render

FIRST = 20
"""So many lines are shown of the open and of the past breaches unless all are asked for."""

_FILE_WIDTH = 100
_BLANK = Line("")


def write(history: History, language: Language, show_all: bool = False) -> bytes:
    """Return the page as UTF-8 text of 100 columns without colour, for a file."""
    page = io.StringIO()
    console = Console(file=page, width=_FILE_WIDTH, color_system=None, force_terminal=False)
    render_history(history, console, language, show_all)
    return page.getvalue().encode()


def render_history(history: History, console: Console, language: Language, show_all: bool = False) -> None:
    """Print the history; `show_all` cuts no section short."""
    print_lines(console, _Page(history, language, show_all).blocks())


class _Page:
    """One history in one language, as blocks for a console."""

    def __init__(self, history: History, language: Language, show_all: bool) -> None:
        self.history = history
        self.language = language
        self.show_all = show_all

    def say(self, code: str, **values: Any) -> str:
        return render(Message(code, values), self.language)

    def blocks(self) -> Iterator[Line | Beside]:
        days, lines = self.history.days, list(self.history.lines.iter_rows(named=True))
        yield Line(f"concentration {__version__} · {self.history.portfolio}", "dim")
        yield Line(self.say("history_days", count=f"{len(days):,}", first=days[0], last=days[-1]), "dim")
        yield _BLANK
        open_ = [line for line in lines if line["state"] == "open"]
        overdue = sum(line["overdue"] for line in open_)
        counts = {"count": f"{len(lines):,}", "open": f"{len(open_):,}", "overdue": f"{overdue:,}"}
        style = "bold red" if open_ else "bold green"
        yield Line(self.say("history_verdict" if lines else "history_clean", **counts), style)
        yield from self.section("history_open_heading", open_, "bold red")
        yield from self.section(
            "history_past_heading", [line for line in lines if line["state"] != "open"], ""
        )

    def section(self, heading: str, lines: Sequence[Finding], style: str) -> Iterator[Line | Beside]:
        if not lines:
            return
        yield _BLANK
        yield Line(self.say(heading, count=f"{len(lines):,}"), style or "bold")
        shown = lines if self.show_all else lines[:FIRST]
        for limit, of_limit in groupby(shown, key=itemgetter("limit")):
            yield _BLANK
            yield Line(str(getattr(self.history.limits[limit].title, self.language)), "bold", indent=2)
            yield Line(limit, "dim", indent=2)
            for line in of_limit:
                yield Beside(list(self.breach(line)), self.figures(line), style)
        if len(shown) < len(lines):
            yield Line(self.say("history_cut", count=f"{len(lines) - len(shown):,}"), "dim", indent=2)

    def breach(self, line: Finding) -> Iterator[Line]:
        yield Line(self.subject(line), indent=4, hang=2)
        if line["group_id"] is not None:
            yield Line(self.group(line), indent=6, hang=2)
        what = "history_waived" if line["status"] == "waived" else f"history_{line['state']}"
        days = {"first": line["first_day"], "last": line["last_day"], "count": line["days_over"]}
        yield Line(self.say(what, day=line["cured_on"], **days), indent=6, hang=2)
        life = life_text({**line, "since": line["first_day"]}, self.language)
        yield Line(life, "bold red" if line["overdue"] else "dim", indent=6, hang=2)

    def subject(self, line: Finding) -> str:
        if line["product_id"] is None:
            manager = line["manager_id"]
            return self.say("manager", subject=self.named(manager, self.history.manager_names.get(manager)))
        product = line["product_id"]
        subject = self.named(product, self.history.product_names.get(product))
        if line["tranche_id"] is None:
            return subject
        return self.say("tranche", subject=subject, id=line["tranche_id"])

    def group(self, line: Finding) -> str:
        """Return a group's name and id; of one without a name, what it held most of."""
        identifier, name, held = line["group_id"], line["group_name"], line["largest_asset"]
        if name is None and held is not None and identifier != held:
            return self.say("group_by_asset", id=identifier, name=held)
        return self.named(identifier, name)

    def named(self, identifier: str, name: str | None) -> str:
        same = name in (None, "", identifier)
        return identifier if same else self.say("subject_named", name=name, id=identifier)

    def figures(self, line: Finding) -> list[str]:
        """Return the worst figure, and on which day it was."""
        if line["worst_ratio"] is not None:
            worst = short_percent(line["worst_ratio"], line["bound"])
        else:
            worst = self.say(f"amount_{line['unit']}", amount=thousands(line["worst_amount"]))
        return [self.say("history_worst", worst=worst), self.say("history_worst_on", day=line["worst_on"])]
