"""The facts that conditions may name, and the columns they come from."""

import subprocess
import sys

import pytest

from concentration.vocabulary.facts import FACTS, SUBJECT_FACTS, Fact, facts_with_kinds
from concentration.vocabulary.tables import TABLES


@pytest.mark.parametrize("fact", FACTS.values(), ids=lambda fact: fact.name)
def test_every_fact_comes_from_a_column_of_the_contract(fact: Fact) -> None:
    column = TABLES[fact.table].column(fact.column)
    if not fact.derived:
        words = ("country", "text")
        assert fact.type == column.type or (fact.type in ("text", "rating") and column.type in words)


@pytest.mark.parametrize("fact", FACTS.values(), ids=lambda fact: fact.name)
def test_an_enumeration_knows_its_values_and_nothing_else_has_any(fact: Fact) -> None:
    if fact.name != "asset_kind":
        assert bool(fact.values) == (fact.type == "enum")


@pytest.mark.parametrize("fact", FACTS.values(), ids=lambda fact: fact.name)
def test_every_fact_says_what_it_means_in_both_languages(fact: Fact) -> None:
    assert any("\u4e00" <= sign <= "\u9fff" for sign in fact.zh)
    assert fact.en.isascii() or "…" in fact.en


def test_who_is_judged_is_said_with_facts_of_managers_products_and_the_day() -> None:
    assert {"manager_kind", "net_assets", "as_of"} <= set(SUBJECT_FACTS)
    assert not {"asset_kind", "market_value", "issuer_id", "counterparty_rating"} & set(SUBJECT_FACTS)


def test_an_asset_has_the_kinds_of_the_kind_table() -> None:
    assert facts_with_kinds(FACTS, ["stock", "treasury"])["asset_kind"].values == ("stock", "treasury")
    assert facts_with_kinds(FACTS, ["stock"])["nature"] == FACTS["nature"]


def test_a_rating_is_one_of_the_scale() -> None:
    known = facts_with_kinds(FACTS, [], ["AAA", "C"])
    ratings = {name for name, fact in known.items() if fact.values == ("AAA", "C")}
    assert ratings == {"asset_rating", "issuer_rating", "counterparty_rating"}


def test_what_the_law_does_not_decide_is_no_value_but_unknown() -> None:
    assert "review" not in FACTS["debt_class"].values
    assert "unknown" not in FACTS["asset_class"].values


def test_the_language_of_limits_starts_without_polars() -> None:
    code = (
        "import sys; import concentration.catalogue.show, concentration.catalogue.load; "
        "concentration.catalogue.load.load_catalogue(); sys.exit('polars' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
