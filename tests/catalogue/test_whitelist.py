"""What a condition may say: a small part of SQL, and nothing that could harm."""

import re
import subprocess
import sys
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concentration.catalogue.whitelist import (
    FUNCTIONS,
    KEYWORDS,
    LONGEST,
    ConditionError,
    Mistake,
    facts_of,
    lists_of,
    parse_condition,
)
from concentration.vocabulary.facts import FACTS, SUBJECT_FACTS, Fact, facts_with_kinds

KINDS = facts_with_kinds(FACTS, ["treasury", "stock", "corporate_bond"])
LISTS = {
    "recognised": ("A1", "A2"),
    "nothing": (),
    "kinds": ("treasury", "tresury"),
    "unset": None,
    "floor": ("Baa2",),
}
RATINGS = {"AAA": ("Aaa",), "A": (), "BBB": ("Baa2",), "BB": ("Ba2",), "C": ()}


def mistakes(text: str) -> list[Mistake]:
    with pytest.raises(ConditionError) as error:
        parse_condition(text, LISTS, KINDS, RATINGS)
    return list(error.value.mistakes)


def said(text: str) -> tuple[str, int, str | None, str | None]:
    """The one mistake of a condition: code, character, what was seen, what is allowed."""
    [mistake] = mistakes(text)
    return mistake.message.code, mistake.at, mistake.seen, mistake.allowed


@pytest.mark.parametrize(
    ("text", "sql"),
    [
        ("listed", '"listed"'),
        ("not listed", '(NOT "listed")'),
        ("asset_kind != 'treasury'", "(\"asset_kind\" <> 'treasury')"),
        ("listed OR defaulted AND suspended", '("listed" OR ("defaulted" AND "suspended"))'),
        ("(listed OR defaulted) AND suspended", '(("listed" OR "defaulted") AND "suspended")'),
        ("market_value - cost > 2 * 0.50", '(("market_value" - "cost") > (2 * 0.50))'),
        ("market_value > -5", '("market_value" > (0 - 5))'),
        ("market_value NOT BETWEEN 1 AND 2", '("market_value" NOT BETWEEN 1 AND 2)'),
        ("asset_rating LIKE 'AA%'", "(\"asset_rating\" LIKE 'AA%')"),
        ("asset_id IN ('it''s')", "(\"asset_id\" IN ('it''s'))"),
        ("established < DATE '2024-02-29'", "(\"established\" < DATE '2024-02-29')"),
        ("listed IS NOT NULL", '("listed" IS NOT NULL)'),
        ("coalesce(index_tracking, false)", 'COALESCE("index_tracking", FALSE)'),
        ("asset_id IN recognised", "(\"asset_id\" IN ('A1', 'A2'))"),
        ("issuer_id = '国开行'", "(\"issuer_id\" = '国开行')"),
        ("RATED_BELOW(asset_rating, 'BBB')", "(\"asset_rating\" IN ('BB', 'C'))"),
        ("rated_below(issuer_rating, 'baa2')", "(\"issuer_rating\" IN ('BB', 'C'))"),
        ("RATED_BELOW(counterparty_rating, floor)", "(\"counterparty_rating\" IN ('BB', 'C'))"),
        ("RATED_BELOW(asset_rating, 'C')", '("asset_rating" <> "asset_rating")'),
    ],
)
def test_a_condition_is_written_anew_from_what_was_understood(text: str, sql: str) -> None:
    assert parse_condition(text, LISTS, KINDS, RATINGS).sql == sql


def test_a_setting_that_nobody_has_made_leaves_open_what_names_it() -> None:
    nothing = '("country" IS NULL)'
    assert parse_condition("country IN unset", LISTS, KINDS).sql == f"NULLIF({nothing}, {nothing})"
    assert parse_condition("country NOT IN unset", LISTS, KINDS).sql == f"NULLIF({nothing}, {nothing})"
    unrated = '("asset_rating" IS NULL)'
    rated = parse_condition("RATED_BELOW(asset_rating, unset)", LISTS, KINDS, RATINGS)
    assert rated.sql == f"NULLIF({unrated}, {unrated})"


def test_a_condition_tells_the_lists_and_settings_that_it_names() -> None:
    text = "country IN markets OR asset_id IN mine OR RATED_BELOW(asset_rating, floor)"
    assert lists_of(text) == {"markets", "mine", "floor"}
    assert facts_of(text) == {"country", "asset_id", "asset_rating"}
    assert parse_condition("asset_id IN unset", LISTS, KINDS).lists == {"unset"}


def test_a_rating_is_named_as_the_scale_names_it() -> None:
    known = facts_with_kinds(FACTS, (), RATINGS)
    assert parse_condition("asset_rating = 'AAA'", {}, known, RATINGS).facts == {"asset_rating"}
    with pytest.raises(ConditionError) as error:
        parse_condition("asset_rating = 'Aaa'", {}, known, RATINGS)
    assert [(mistake.message.code, mistake.allowed) for mistake in error.value.mistakes] == [
        ("condition_value", "AAA")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RATED_BELOW(asset_rating, 'BBBB')", ("condition_rating", 27, "BBBB", "BBB")),
        ("RATED_BELOW(asset_rating, '?')", ("condition_rating", 27, "?", "AAA, A, BBB, BB, C")),
        ("RATED_BELOW(asset_rating, floors)", ("condition_unknown_list", 27, "floors", "floor")),
        ("RATED_BELOW(asset_rating, nothing)", ("condition_one_rating", 27, "nothing", "nothing: [BBB]")),
        (
            "RATED_BELOW(asset_rating, recognised)",
            ("condition_one_rating", 27, "recognised", "recognised: [BBB]"),
        ),
        (
            "RATED_BELOW(issuer_id, 'BBB')",
            ("condition_rating_fact", 13, "issuer_id", "asset_rating, issuer_rating, counterparty_rating"),
        ),
        (
            "RATED_BELOW('AAA', 'BBB')",
            ("condition_rating_fact", 13, "AAA", "asset_rating, issuer_rating, counterparty_rating"),
        ),
        ("RATED_BELOW(asset_rating, 5)", ("condition_expected", 27, "5", "'BBB'")),
        ("RATED_BELOW(asset_rating)", ("condition_expected", 25, ")", ",")),
        (
            "RATED_BELOW(",
            ("condition_rating_fact", 13, None, "asset_rating, issuer_rating, counterparty_rating"),
        ),
    ],
)
def test_ratings_are_compared_with_a_rating_of_the_scale_and_nothing_else(
    text: str, expected: tuple[str, int, str | None, str | None]
) -> None:
    assert said(text) == expected


def test_the_facts_of_a_condition_are_named_without_polars() -> None:
    text = "operation = 'closed' AND (listed OR asset_id IN any_list) AND 'listed' <> issuer_id"
    assert facts_of(text) == {"operation", "listed", "asset_id", "issuer_id"}


def test_numbers_of_a_condition_are_kept_as_they_are_written() -> None:
    assert parse_condition("redeemed_3d >= 0.20 OR net_assets < 10000000").numbers == ("0.20", "10000000")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("issuer_ratin = 'AAA'", ("condition_unknown_fact", 1, "issuer_ratin", "issuer_rating")),
        ("asset_kind IN ('stock', 'tresury')", ("condition_value", 25, "tresury", "treasury")),
        ("'tresury' = asset_kind", ("condition_value", 1, "tresury", "treasury")),
        ("COALESCE(nature, 'mixd') = 'mixed'", ("condition_value", 18, "mixd", "mixed")),
        ("COALESCE(nature, 'mixed') = 'mixd'", ("condition_value", 29, "mixd", "mixed")),
        ("asset_kind IN kinds", ("condition_value", 15, "tresury", "treasury")),
        ("asset_id IN recognized", ("condition_unknown_list", 13, "recognized", "recognised")),
        ("coalesc(listed, TRUE)", ("condition_unknown_function", 1, "coalesc", "COALESCE")),
    ],
)
def test_a_misspelt_name_gets_the_nearest_one(text: str, expected: tuple[str, int, str, str]) -> None:
    assert said(text) == expected


def test_mistakes_that_do_not_hide_each_other_are_all_told() -> None:
    codes = [
        (mistake.message.code, mistake.at)
        for mistake in mistakes("asset_clas = 'cash' AND nature = 'mixd' AND net_assets > '5'")
    ]
    assert codes == [("condition_unknown_fact", 1), ("condition_value", 34), ("condition_types", 58)]


def test_a_fact_that_stands_elsewhere_is_not_called_unknown() -> None:
    with pytest.raises(ConditionError) as error:
        parse_condition("asset_kind = 'stock'", {}, SUBJECT_FACTS)
    assert [mistake.message.code for mistake in error.value.mistakes] == ["condition_fact_elsewhere"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("net_assets > '5'", "condition_types"),
        ("listed = 1", "condition_types"),
        ("established > '2024-01-01'", "condition_types"),
        ("market_value IN ('a')", "condition_types"),
        ("CASE WHEN listed THEN 1 ELSE 'a' END = 1", "condition_types"),
        ("NOT net_assets", "condition_needs_bool"),
        ("net_assets", "condition_needs_bool"),
        ("listed AND asset_id", "condition_needs_bool"),
        ("ABS(asset_id) > 1", "condition_needs_number"),
        ("established + 1 > as_of", "condition_needs_number"),
        ("listed LIKE 'a%'", "condition_needs_text"),
        ("asset_rating < 'BBB'", "condition_no_order"),
        ("asset_rating BETWEEN 'A' AND 'AAA'", "condition_no_order"),
        ("nature = NULL", "condition_null"),
        ("asset_id IN ('a', NULL)", "condition_null"),
        ("asset_id IN (issuer_id)", "condition_in_literals"),
        ("listed IS TRUE", "condition_expected"),
        ("established = DATE '2023-02-29'", "condition_date"),
        ("ABS(cost, cost) > 1", "condition_arguments"),
        ("market_value / 2 > 1", "condition_division"),
        ("market_value * cost > 1", "condition_too_large"),
        ("net_assets > 1234567890123456789", "condition_number_long"),
        ("net_assets > 0.1234567890123", "condition_number_long"),
        ("redeemed_3d >= 20%", "condition_percent"),
        ("net_assets > 1e7", "condition_number"),
        ("net_assets > 0x10", "condition_number"),
        ("net_assets > .5", "condition_character"),
        ("net_assets > 10,000", "condition_unexpected"),
        ("listed = TRUE = TRUE", "condition_unexpected"),
        ("listed AND", "condition_ends"),
        ("", "condition_ends"),
        ("asset_id IN ()", "condition_unexpected"),
        ("asset_id = 'open", "condition_text_open"),
    ],
)
def test_what_does_not_fit_together_is_refused(text: str, code: str) -> None:
    assert code in [mistake.message.code for mistake in mistakes(text)]


HOSTILE = [
    "(SELECT COUNT(*) FROM read_csv('/etc/passwd')) > 0",
    "EXISTS (SELECT * FROM read_csv('/etc/passwd'))",
    "asset_id IN (SELECT asset_id FROM read_csv('/etc/passwd'))",
    "asset_id IN (SELECT * FROM read_parquet('http://127.0.0.1:9/x'))",
    "asset_id = (TABLE assets)",
    "read_csv('/etc/passwd')",
    "listed; DROP TABLE assets",
    "listed -- AND defaulted",
    "listed /* AND defaulted */",
    "listed # AND defaulted",
    "SUM(market_value) > 1",
    "COUNT(*) > 1",
    "MAX(market_value) > market_value",
    "NOW() > as_of",
    "CURRENT_DATE > as_of",
    "RANDOM() > 0",
    "ROW_NUMBER() OVER (ORDER BY market_value) = 1",
    "LAG(listed)",
    "market_value OVER (PARTITION BY asset_id) > 1",
    '"listed"',
    "`listed`",
    "[listed]",
    "assets.listed",
    "asset_id = 'a\\' OR TRUE OR asset_id = '",
    "asset_id = E'\\x00'",
    "asset_id = 'a\x00b'",
    "listed\x00",
    "listed\x1b[2J",
    "asset_id = 'a\u202eb'",
    "asset_id = 'a\u200bb'",
    "ｌｉｓｔｅｄ",
    "listed ＡＮＤ defaulted",
    "liste\u0501",
    "listed\u00a0AND defaulted",
    "asset_id = ’a’",
    "asset_id ~ '(a+)+$'",
    "asset_id RLIKE '(a+)+$'",
    "asset_id SIMILAR TO 'a'",
    "REGEXP_LIKE(asset_id, '(a{1,1000}){1,1000}')",
    "asset_id LIKE issuer_id",
    "CAST(asset_id AS INT) = 1",
    "asset_id::int = 1",
    "asset_id || 'x' = 'ax'",
    "$1 = 1",
    "? = 1",
    "@x = 1",
    "{listed}",
    "*",
    "INTERVAL '1 day' > 0",
    "EXTRACT(YEAR FROM as_of) = 2024",
    "listed IS DISTINCT FROM TRUE",
    "market_value = ANY('a')",
    "x -> y",
    "LEAST(market_value, 1) > 0",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_condition_is_refused(text: str) -> None:
    assert mistakes(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("(" * 3_000 + "listed" + ")" * 900, "condition_too_deep"),
        ("NOT " * 900 + "listed", "condition_too_deep"),
        ("-" * 1 + "(-" * 900 + "cost", "condition_too_deep"),
        ("COALESCE(" * 400, "condition_too_deep"),
        ("CASE WHEN " * 300, "condition_case_in_when"),
        ("listed" + " OR listed" * 10_000, "condition_too_long"),
        ("asset_id IN (" + "'a', " * 10_000 + "'a')", "condition_too_long"),
        ("asset_id = '" + "a" * 300 + "'", "condition_text_long"),
        ("asset_id LIKE '" + "%a" * 150 + "'", "condition_text_long"),
    ],
)
def test_nothing_long_or_deep_gets_through(text: str, code: str) -> None:
    assert code in [mistake.message.code for mistake in mistakes(text)]


def test_the_longest_conditions_are_compiled_without_crashing() -> None:
    """In a process of its own: a crash would take the tests along."""
    code = """
from concentration.catalogue.conditions import compile_condition
compile_condition(" OR ".join(["listed"] * 400))
compile_condition(" AND ".join(["cost>1"] * 360))
compile_condition("+".join(["cost"] * 8) + " > 1")
compile_condition("+".join(["1"] * 17) + " > cost")
compile_condition("NOT " * 10 + "listed")
compile_condition("(" * 10 + "listed" + ")" * 10)
compile_condition("COALESCE(listed, " * 10 + "TRUE" + ")" * 10)
compile_condition("asset_id IN long", {"long": [f"A{i}" for i in range(100_000)]})
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@given(st.text(max_size=60) | st.text("()'\"-;/*,. \n0123456789<>=aAnN_%\\", max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused_and_never_anything_else(text: str) -> None:
    places = [1]
    try:
        parse_condition(text, LISTS, KINDS)
    except ConditionError as error:
        places = [mistake.at for mistake in error.mistakes]
    assert places
    assert all(1 <= place <= LONGEST + 1 for place in places)


WORDS = [
    *FACTS,
    *KEYWORDS,
    *FUNCTIONS,
    "(",
    ")",
    ",",
    "=",
    "<",
    "+",
    "*",
    "'stock'",
    "0.5",
    "1",
    "SELECT",
    "FROM",
]


@given(st.lists(st.sampled_from(WORDS), max_size=12))
@settings(max_examples=300, deadline=None)
def test_only_names_of_facts_and_the_words_of_the_language_are_handed_on(words: list[str]) -> None:
    try:
        condition = parse_condition(" ".join(words))
    except ConditionError:
        return
    without_texts = re.sub(r"'[^']*'", "", condition.sql)
    assert set(re.findall(r'"([^"]*)"', without_texts)) == condition.facts
    bare = set(re.findall(r"[A-Za-z_]+", re.sub(r'"[^"]*"', "", without_texts)))
    assert bare <= {*KEYWORDS, *FUNCTIONS}


def test_the_keywords_and_functions_are_these() -> None:
    assert len(KEYWORDS) == 16
    assert list(FUNCTIONS) == [
        "ABS",
        "COALESCE",
        "ENDS_WITH",
        "LENGTH",
        "LOWER",
        "NULLIF",
        "RATED_BELOW",
        "STARTS_WITH",
        "UPPER",
    ]


def test_a_column_of_ones_own_is_taken_as_it_is_until_a_run_knows_it() -> None:
    condition = parse_condition("asset.watch_list AND product.limit > 3", {}, KINDS)
    assert condition.sql == '("asset.watch_list" AND ("product.limit" > 3))'
    assert condition.facts == {"asset.watch_list", "product.limit"}


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("asset.Watch", KINDS, "condition_own_fact_name"),
        ("assets.watch", KINDS, "condition_own_fact_name"),
        ("asset.", KINDS, "condition_own_fact_name"),
        ("asset.a.b", KINDS, "condition_own_fact_name"),
        ("asset.watch", SUBJECT_FACTS, "condition_fact_elsewhere"),
        ("issuer.watch", SUBJECT_FACTS, "condition_fact_elsewhere"),
    ],
)
def test_a_column_of_ones_own_has_an_owner_that_is_known_here(
    text: str, facts: Mapping[str, Fact], expected: str
) -> None:
    with pytest.raises(ConditionError) as error:
        parse_condition(text, {}, facts)
    assert [mistake.message.code for mistake in error.value.mistakes] == [expected]


def test_where_no_column_of_ones_own_is_known_none_can_be_named() -> None:
    with pytest.raises(ConditionError):
        parse_condition("asset.watch_list", {}, KINDS, own={})
