"""`concentration groups`: the related parties of each held financing party, as a page or as JSON."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from concentration import __version__, pipeline
from concentration.catalogue.load import load_catalogue
from concentration.cli.choices import chosen_day, chosen_language, one_of
from concentration.cli.console import cannot_run, write_json, write_text
from concentration.groups import Groups, groups_of
from concentration.read.portfolio import read_portfolio
from concentration.report.figures import percent
from concentration.words.message import CannotRunError, Language, Message
from concentration.words.sentences import render

FORMATS = ("rich", "json")
SCHEMA = "concentration-groups/1"
MEMBER_FIELDS = ("party_id", "name", "via", "neighbour")
EDGE_FIELDS = ("party_id", "related_party_id", "relation")

Group = dict[str, Any]


def run(path: Path, as_of: str, format_: str, lang: str) -> int:
    """Print the groups of a portfolio on one day and return the exit code."""
    language = chosen_language(lang)
    as_json = one_of("--format", format_, FORMATS) == "json"
    try:
        options = pipeline.Options(as_of=chosen_day(as_of, ("latest",)))
        catalogue = load_catalogue()
        portfolio = read_portfolio(path, catalogue.kinds, ())
        day = pipeline.judged_days(portfolio, options)[-1]
        found = _as_objects(groups_of(portfolio.tables, catalogue.kinds, day))
    except CannotRunError as error:
        return cannot_run(error, format_, language)
    head = {"portfolio": portfolio.name, "as_of": day.isoformat()}
    if as_json:
        document = {"schema": SCHEMA, "version": __version__, **head, "groups": found}
        write_json(document)
    else:
        write_text("".join(f"{line}\n" for line in _page(head, found, language)))
    return 0


def _as_objects(groups: Groups) -> list[Group]:
    """Return the groups in their order, each with its members and edges as JSON has them."""
    found: dict[str, Group] = {}
    for row in groups.members.iter_rows(named=True):
        own = {"group_id": row["group_id"], "name": row["name"], "members": [], "edges": []}
        group = found.setdefault(row["group_id"], own)
        group["members"].append({name: row[name] for name in MEMBER_FIELDS})
    for row in groups.edges.iter_rows(named=True):
        stake = None if row["stake"] is None else format(row["stake"].normalize(), "f")
        edge = {name: row[name] for name in EDGE_FIELDS} | {"stake": stake}
        found[row["group_id"]]["edges"].append(edge)
    return list(found.values())


def _page(head: dict[str, str], groups: Sequence[Group], language: Language) -> Iterator[str]:
    """Yield the page: the groups of several parties one by one, then those related to nobody in one list."""

    def say(code: str, **values: object) -> str:
        return render(Message(code, values), language)

    several = [group for group in groups if len(group["members"]) > 1]
    alone = [group for group in groups if len(group["members"]) == 1]
    yield say("groups_title", held=len(groups), several=len(several), **head)
    for group in several:
        names = {member["party_id"]: _named(member, language) for member in group["members"]}
        yield ""
        yield say("groups_group", party=names[group["group_id"]], count=len(names))
        for member in group["members"][1:]:
            relation = Message(f"relation_{member['via']}")
            yield "  " + say(
                "groups_member",
                party=names[member["party_id"]],
                relation=relation,
                neighbour=member["neighbour"],
            )
        yield "  " + say("groups_edges")
        yield from (f"    {_edge(edge, language)}" for edge in group["edges"])
    if alone:
        yield ""
        yield say("groups_alone", count=len(alone))
        yield from (f"  {_named(group['members'][0], language)}" for group in alone)


def _named(member: Group, language: Language) -> str:
    if not member["name"]:
        return str(member["party_id"])
    return render(Message("subject_named", {"name": member["name"], "id": member["party_id"]}), language)


def _edge(edge: Group, language: Language) -> str:
    relation = {"relation": Message(f"relation_{edge['relation']}")}
    ends = {"party": edge["party_id"], "other": edge["related_party_id"]}
    if edge["stake"] is None:
        return render(Message("groups_edge", ends | relation), language)
    stake = percent(Decimal(edge["stake"]))
    return render(Message("groups_edge_stake", ends | relation | {"stake": stake}), language)
