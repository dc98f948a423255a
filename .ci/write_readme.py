"""Write the generated parts of `README.md` and `docs/reference.md` anew; a test compares them.

    python .ci/write_readme.py

A part stands between `<!-- generated: NAME -->` and `<!-- end -->`. It comes from the tables of the vocabulary, the
catalogue, or a real run.
"""

import os
import re
import subprocess
import sysconfig
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from concentration.catalogue.bounds import written
from concentration.catalogue.load import load_catalogue
from concentration.catalogue.model import AssetKind, ByFact, Catalogue, DatedBound, Decision, Limit
from concentration.catalogue.show import seen_through
from concentration.read.text import ENCODINGS
from concentration.report.formats import FORMATS
from concentration.vocabulary.facts import FACTS, Fact
from concentration.vocabulary.measures import COMPARISONS, DENOMINATORS, GROUPINGS, MEASURES, SUBJECTS
from concentration.vocabulary.tables import TABLES, Column, Table
from concentration.vocabulary.units import CURRENCIES, UNITS

HOUSE = Path(__file__).resolve().parent.parent
PAGES = (HOUSE / "README.md", HOUSE / "docs" / "reference.md")
COMMAND = str(Path(sysconfig.get_path("scripts")) / "concentration")
PART = re.compile(r"(?s)(<!-- generated: ([\w-]+) -->\n).*?(<!-- end -->)")

OWNERS = {
    "manager": "管理人 · manager",
    "product": "产品 · product",
    "asset": "资产 · asset",
    "kind": "资产类型 · kind of the asset (`limits/kinds.yaml`)",
    "holding": "持仓 · holding",
    "issuer": "发行人 · issuer of the asset",
    "counterparty": "交易对手 · counterparty of the holding",
    "run": "判断 · the run",
}


def pages() -> dict[Path, str]:
    """Return each page as it should be."""
    return {page: filled(page.read_text(encoding="utf-8"), parts()) for page in PAGES}


def filled(text: str, contents: Mapping[str, Callable[[], str]]) -> str:
    """Return a page with every generated part put anew; KeyError names a part that nothing makes."""
    return PART.sub(lambda found: f"{found[1]}{contents[found[2]]()}\n{found[3]}", text)


def parts() -> dict[str, Callable[[], str]]:
    """Return what makes each part."""
    catalogue = load_catalogue()
    return {
        "sample-run": lambda: sample_run("zh"),
        "sample-run-en": lambda: sample_run("en", lines=32),
        "formats": formats,
        "tables": tables,
        "units": units,
        "limits": lambda: index_of_limits(catalogue),
        "not-judged": lambda: not_judged(catalogue),
        "columns": lambda: "\n\n".join(columns(table) for table in TABLES.values()),
        "enumerations": enumerations,
        "kinds": lambda: kinds(catalogue.kinds),
        "decisions": lambda: decisions(catalogue.decisions),
        "facts": facts,
        "ratings": lambda: ratings(catalogue),
        "words": words,
        "why-not-judged": lambda: why_not_judged(catalogue),
    }


def sample_run(language: str, lines: int | None = None) -> str:
    """Return what a check of a sample prints, as a block; with `lines` only so many of them."""
    clean = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "PYTHONIOENCODING")}
    done = subprocess.run(
        [COMMAND, "check", "sample_portfolios/trust_company", "--lang", language],
        cwd=HOUSE,
        env={**clean, "COLUMNS": "80", "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        check=False,
    )
    shown = done.stdout.decode().strip().splitlines()
    cut = shown if lines is None else [*shown[:lines], "…"]
    return "```text\n" + "\n".join(cut) + "\n```"


def table_of(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def code(*names: str) -> str:
    """Return names as code, with commas between them."""
    return ", ".join(f"`{name}`" for name in names)


def formats() -> str:
    """Return the formats that a report can be written in."""
    rows = [(code(f.name), code(*f.suffixes)) for f in FORMATS.values() if f.module is not None]
    return table_of(("`--format`", "`--output` 的后缀 · suffix"), rows)


def units() -> str:
    """Return the units, currencies and encodings that portfolio.yaml may name."""
    rows = [(f"`units`: {type_}", "、".join(f"`{unit}`" for unit in known)) for type_, known in UNITS.items()]
    currencies = (f"`{code}` ({'、'.join(words)})" for code, words in CURRENCIES.items())
    rows.append(("`rates`, `currency`", f"{'、'.join(currencies)}，或其他代码 · or any other code"))
    rows.append(("`encoding`", "、".join(f"`{name}`" for name in ENCODINGS)))
    return table_of(("键 · key", "可用的词 · words"), rows)


def tables() -> str:
    """Return the tables of a portfolio."""
    rows = [
        (code(t.name), "、".join(t.zh), "是 · yes" if t.needed else "", code(*t.key))
        for t in TABLES.values()
        if t.supported
    ]
    return table_of(("表 · table", "中文文件名 · Chinese name", "必需 · needed", "主键 · key"), rows)


def columns(table: Table) -> str:
    """Return one table's columns."""
    meanings = {
        fact.column: fact
        for fact in FACTS.values()
        if fact.table == table.name and not fact.derived and fact.owner != "counterparty"
    }
    rows = [
        (
            _marked(column),
            "、".join(column.zh),
            column.type,
            _meaning(table, column, meanings.get(column.name)),
        )
        for column in table.columns
    ]
    note = "" if table.supported else "\n\n尚不支持，读到即报错。Not supported yet: the table is refused."
    head = ("列 · column", "中文表头 · Chinese headers", "类型 · type", "说明 · meaning")
    return f"### {table.name} ({'、'.join(table.zh)}){note}\n\n{table_of(head, rows)}"


def _marked(column: Column) -> str:
    return f"`{column.name}`{'*' * column.required}{'!' * column.filled}"


def _meaning(table: Table, column: Column, fact: Fact | None) -> str:
    said = [f"{fact.zh} · {fact.en}"] if fact is not None and table.name != "parties" else []
    said += (
        ["空:没有 · empty: none"] if column.empty_is_none and not any("empty" in one for one in said) else []
    )
    return "; ".join(said)


def enumerations() -> str:
    """Return every enumeration's values in both languages."""
    rows = [
        (f"`{table.name}.{column.name}`", code(value.name), "、".join(value.zh))
        for table in TABLES.values()
        for column in table.columns
        for value in column.values
    ]
    return table_of(("列 · column", "值 · value", "中文 · Chinese"), rows)


def kinds(known: Mapping[str, AssetKind]) -> str:
    """Return the kinds of assets with what each is taken for."""
    rows = [
        (
            code(name),
            kind.title.zh,
            kind.title.en,
            _class(kind.debt_class),
            _class(kind.asset_class),
            _class(kind.test_class),
            kind.security_class,
            _class(kind.same_asset),
        )
        for name, kind in known.items()
    ]
    classes = ("debt_class", "asset_class", "test_class", "security_class", "same_asset")
    head = ("assets.kind", "中文", "English", *classes)
    return table_of(head, rows)


def decisions(known: Mapping[str, Decision]) -> str:
    """Return what is standard debt and what is not, in the order in which it is decided."""
    rows = [
        (
            str(one.row or ""),
            f"{one.title.zh} · {one.title.en}",
            code(*one.kinds) + (f" {code(one.when)}" if one.when else ""),
            one.step,
            one.debt_class,
            (one.clause or "") + (" 推断 · inferred" if one.inferred else ""),
        )
        for one in known.values()
    ]
    head = ("行 · row", "资产 · instrument", "assets.kind, when", "步骤 · step", "class", "依据 · clause")
    return table_of(head, rows)


def _class(said: str | ByFact) -> str:
    return said if isinstance(said, str) else f"by `{said.by}`"


def facts() -> str:
    """Return the facts that conditions may name, owner by owner."""
    head = ("事实 · fact", "来自 · from", "类型 · type", "含义 · meaning")
    sections = []
    for owner, title in OWNERS.items():
        rows = [
            (code(f.name), f"`{f.table}.{f.column}`", f.type, f"{f.zh} · {f.en}{_values(f)}")
            for f in FACTS.values()
            if f.owner == owner
        ]
        sections.append(f"### {title}\n\n{table_of(head, rows)}")
    return "\n\n".join(sections)


def _values(fact: Fact) -> str:
    return f" ({code(*fact.values)})" if fact.derived and fact.values else ""


def ratings(catalogue: Catalogue) -> str:
    """Return the scale of ratings, the best first, with the other spellings of each."""
    rows = [(code(name), code(*spellings)) for name, spellings in catalogue.ratings.items()]
    return table_of(("评级 · rating", "其他写法 · other spellings"), rows)


def words() -> str:
    """Return the fixed words that a limit is built from."""
    lists: Mapping[str, Mapping[str, Any]] = {
        "judge_per": SUBJECTS,
        "group_by": GROUPINGS,
        "numerator": MEASURES,
        "denominator": DENOMINATORS,
        "bound": COMPARISONS,
    }
    rows = [
        (code(key), code(word.name), word.zh, word.en)
        for key, entries in lists.items()
        for word in entries.values()
    ]
    return table_of(("键 · key", "词 · word", "含义", "meaning"), rows)


def index_of_limits(catalogue: Catalogue) -> str:
    """Return the limits of the catalogue with their last bound, all its values where it has several."""
    head = (
        "限额 · limit",
        "内容 · what",
        "条款 · article",
        "界限 · bound",
        "效力 · standing",
        "依据 · basis",
        "穿透 · through",
    )
    return table_of(head, [_limit_row(limit, catalogue) for limit in catalogue.limits])


def _limit_row(limit: Limit, catalogue: Catalogue) -> tuple[str, ...]:
    last = limit.bounds[-1]
    values = [_value(bound) for bound in limit.bounds if bound.from_day == last.from_day]
    article = f"{catalogue.instruments[last.cite.instrument].number} {last.cite.article}"
    return (
        code(limit.id),
        f"{limit.title.zh} · {limit.title.en}",
        article,
        " / ".join(dict.fromkeys(values)),
        limit.standing,
        last.cite.basis,
        seen_through(limit) or "",
    )


def _value(bound: DatedBound) -> str:
    sign = COMPARISONS[bound.comparison].sign
    return sign if bound.value is None else f"{sign} {written(bound.value, bound.unit)}"


def not_judged(catalogue: Catalogue) -> str:
    """Return what each rulebook knowingly leaves out, in a line for each language."""
    lines = [
        f"- **{book.title.zh}** · **{book.title.en}**\\\n"
        f"  {'；'.join(one.what.zh for one in book.not_judged)}\\\n"
        f"  {'; '.join(one.what.en for one in book.not_judged)}"
        for _, book in sorted(catalogue.rulebooks.items())
        if book.not_judged
    ]
    return "\n".join(lines)


def why_not_judged(catalogue: Catalogue) -> str:
    """Return what each rulebook leaves out and why, in both languages."""
    sections = []
    for name, book in sorted(catalogue.rulebooks.items()):
        rows = [(f"{one.what.zh} · {one.what.en}", f"{one.why.zh} · {one.why.en}") for one in book.not_judged]
        text = f"### {book.title.zh} (`{name}`)\n\n{book.covers.zh}\n\n{book.covers.en.strip()}"
        sections.append(f"{text}\n\n{table_of(('不判断 · left out', '原因 · why'), rows)}")
    return "\n\n".join(sections)


if __name__ == "__main__":
    for page, text in pages().items():
        page.write_text(text, encoding="utf-8")
