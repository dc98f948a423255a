"""What a portfolio does not say yet, for people and as JSON; what its holdings leave unexplained, exactly."""

import io
import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from engine_frames import World, a_limit, asset, held, product
from referencing import Registry, Resource
from rich.console import Console

from concentration.catalogue.model import Limit
from concentration.completing import document
from concentration.completing.document import document_of
from concentration.completing.pages import FEW, FIRST, page
from concentration.completing.validated import Validated, validated
from concentration.pipeline import Options
from concentration.report.lines import print_lines
from concentration.vocabulary.completion import COMPLETION_FILE
from concentration.words.message import Language

SCHEMAS = Path(document.__file__).parent / "schema"
NOWHERE = Path("nowhere")


def of(world: World, *limits: Limit) -> Validated:
    """What is missing in the rows of a world."""
    asked = world.catalogue.only(*(limits or (a_limit(),)))
    return validated(world.portfolio(incomplete=True), asked, Options())


def text(result: Validated, language: Language = "en", folder: Path = NOWHERE) -> str:
    """The page, without colours."""
    console = Console(file=io.StringIO(), width=100, color_system=None)
    with console.capture() as shown:
        print_lines(console, page(result, language, folder))
    return shown.get()


def shares(
    *holdings: Sequence[object], total_assets: object = 1000
) -> list[tuple[Decimal | None, Decimal | None]]:
    """Amount and ratio that holdings of these values leave of total assets."""
    values = [held(f"A{number}", *value) for number, value in enumerate(holdings, 1)]
    world = World(
        values,
        products=[product("P1", total_assets=total_assets)],
        assets=[asset(f"A{number}") for number in range(1, len(holdings) + 2)],
    )
    return [(one.amount, one.ratio) for one in of(world).unexplained]


def test_what_is_unexplained_is_exact_and_has_both_signs() -> None:
    assert shares([400], [600]) == [(Decimal(0), Decimal(0))]
    assert shares([250]) == [(Decimal(750), Decimal("0.75"))]
    assert shares(["1000.0001"]) == [(Decimal("-0.0001"), Decimal("-0.0000001"))]
    assert shares([1000], total_assets=3000) == [(Decimal(2000), Decimal("0.666666666667"))]


def test_a_product_without_holdings_leaves_everything_unexplained() -> None:
    assert shares() == [(Decimal(1000), Decimal(1))]


@pytest.mark.parametrize(("value", "total_assets"), [([100], None), ([None], 1000)])
def test_what_is_unexplained_is_unknown_where_an_amount_is(value: list[object], total_assets: object) -> None:
    assert shares(value, total_assets=total_assets) == [(None, None)]


def test_of_no_assets_there_is_no_share() -> None:
    assert shares([100], total_assets=0) == [(Decimal(-100), None)]


def test_a_page_says_that_nothing_is_missing() -> None:
    shown = text(of(World([held()])))
    assert "No fact is missing: each of 1 limits has what it needs" in shown
    assert "by limit" not in shown
    assert COMPLETION_FILE not in shown


def test_a_page_counts_what_is_missing_by_table_and_names_the_first_by_limit() -> None:
    count = FEW + 1
    world = World(
        [held(f"A{number}", None) for number in range(count)],
        assets=[asset(f"A{number}") for number in range(count)],
    )
    shown = text(of(world, a_limit(), a_limit("rules/second", denominator="total_assets")))
    assert "5 fact(s) are missing; 2 limit(s) need them" in shown
    assert "a cap (rules/cap)" in shown
    assert "holdings, market_value: row 2 (P1, A0), row 3 (P1, A1), row 4 (P1, A2) …" in shown
    assert "products, total_assets: row 2 (P1)" in shown
    assert "concentration new nowhere lists what is missing in to-complete.xlsx" in shown


def test_a_page_says_what_only_exemptions_need_apart() -> None:
    result = of(World([held()]), a_limit(exempt=["index_tracking"]))
    assert result.missing.is_empty()
    shown = text(result)
    assert "No fact is missing" in shown
    assert "Needed for exemptions only" in shown
    assert "index_tracking" in shown


def test_a_page_names_products_that_wait_and_what_must_be_full() -> None:
    names = [f"P{number:02}" for number in range(FIRST + 1)]
    world = World([held()], products=[product(name, kind=None) for name in ["P1", *names]])
    shown = text(of(world))
    assert f"Of {FIRST + 2} product(s) the kind" in shown
    assert "P00, P01" in shown
    assert "and others" in shown
    assert "May not be empty, whatever limits apply" in shown


def test_what_must_be_full_is_told_once_and_not_under_every_limit_that_may_apply() -> None:
    limits = [a_limit(f"rules/{name}", applies_to="product_kind = 'collective_plan'") for name in "abc"]
    shown = text(of(World([held()], products=[product("P1", kind=None)]), *limits))
    assert "1 fact(s) are missing; 3 limit(s) need them" in shown
    assert shown.count("products, kind: row 2 (P1)") == 1
    assert "rules/a" not in shown


def test_a_page_names_a_party_without_a_row_and_a_setting() -> None:
    world = World([held()], assets=[asset("A1", issuer_id="C7")], lists={"some_markets": None})
    limits = a_limit(count="issuer_kind = 'bank'"), a_limit("rules/s", count="country IN some_markets")
    shown = text(of(world, *limits))
    assert "parties, kind: C7 (no row yet)" in shown
    assert "the setting some_markets has not been made (lists.yaml)" in shown


def test_a_setting_alone_is_nothing_to_fill_into_a_workbook() -> None:
    world = World([held()], assets=[asset("A1", country="HK")], lists={"some_markets": None})
    result = of(world, a_limit(count="country IN some_markets", group_by="none"))
    assert result.missing.height == 1
    assert COMPLETION_FILE not in text(result)


def test_a_page_points_to_the_workbook_if_it_is_there(tmp_path: Path) -> None:
    (tmp_path / COMPLETION_FILE).write_bytes(b"")
    shown = text(of(World([held(value=None)])), "en", tmp_path)
    assert f"Fill in what is missing in {(tmp_path / COMPLETION_FILE).as_posix()}" in shown


def test_the_largest_shares_stand_first_and_the_unknown_are_counted() -> None:
    products = [product(f"P{number:02}", total_assets=100 + number) for number in range(FIRST + 2)]
    unknown = [product(f"Q{number}") for number in range(FEW + 1)]
    shown = text(of(World([held(value=50, product="P00")], products=[*products, *unknown])))
    assert "and 2 more of no larger share" in shown
    assert f"Unknown of {FEW + 1}" in shown
    first = next(line for line in shown.splitlines() if "(P" in line)
    assert first.split() == ["plan", "(P01)", "100%"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_speak_both_languages(language: Language) -> None:
    world = World([held(value=None)], products=[product("P1", kind=None), product("P2", total_assets=1)])
    assert text(of(world), language)


def test_a_share_of_almost_nothing_is_not_nothing() -> None:
    world = World([held(value="999999999.9999")], products=[product("P1", total_assets=1000000000)])
    assert "~0%" in text(of(world))


# JSON


def keeps_its_schema(written: dict[str, Any]) -> None:
    """Raise where the document is not what the published schema of its own name says."""
    read = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in SCHEMAS.glob("*.json")}
    for schema in read.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    registry: Registry[Any] = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in read.values()
    )
    schema = read[written["schema"].replace("/", "-")]
    jsonschema.Draft202012Validator(schema, registry=registry).validate(json.loads(json.dumps(written)))


EVERYTHING = World(
    [held("A1", None), held("A2", "12.5")],
    products=[product("P1", total_assets=1000), product("P2", kind=None)],
    assets=[asset("A1", issuer_id="C7"), asset("A2", name=None, country="HK")],
    lists={"some_markets": None},
)
LIMITS = (
    a_limit(exempt=["index_tracking"]),
    a_limit("rules/parties", count="issuer_kind = 'bank'"),
    a_limit("rules/setting", count="country IN some_markets"),
)


def test_the_document_keeps_its_schema() -> None:
    result = of(EVERYTHING, *LIMITS)
    written = document_of([result], "en")
    keeps_its_schema(written)
    several = document_of([result, of(World([held()]))], "zh")
    keeps_its_schema(several)
    assert [one["schema"] for one in several["portfolios"]] == ["concentration-validate/1"] * 2


def test_the_document_says_every_fact_with_its_key_and_limits() -> None:
    written = document_of([of(EVERYTHING, *LIMITS)], "en")
    facts = {(fact["table"], fact["column"]): fact for fact in written["facts"]}
    assert facts["holdings", "market_value"]["key"] == {
        "as_of": "2024-06-28",
        "product_id": "P1",
        "tranche_id": None,
        "asset_id": "A1",
        "counterparty_id": None,
        "lot_id": None,
    }
    assert facts["holdings", "market_value"]["limits"] == ["rules/cap", "rules/parties", "rules/setting"]
    assert facts["products", "index_tracking"]["for_exemption"] is True
    assert facts["parties", "kind"]["row"] is None
    assert facts["lists", None]["key"] == {"list": "some_markets"}
    assert facts["assets", "name"]["limits"] == []
    assert written["waiting"] == ["P2"]
    assert written["summary"] == {"missing": 7, "for_exemptions": 1, "waiting": 1}
    counted = {limit["limit"]: (limit["missing"], limit["for_exemptions"]) for limit in written["limits"]}
    assert counted["rules/cap"] == (1, 1)


def test_the_document_has_shares_as_exact_text() -> None:
    world = World([held(value="333.3333")], products=[product("P1", total_assets=1000), product("P2")])
    assert document_of([of(world)], "en")["unexplained"] == [
        {
            "product_id": "P1",
            "as_of": "2024-06-28",
            "total_assets": "1000.0000",
            "market_value": "333.3333",
            "amount": "666.6667",
            "ratio": "0.6666667",
        },
        {
            "product_id": "P2",
            "as_of": "2024-06-28",
            "total_assets": None,
            "market_value": "0.0000",
            "amount": None,
            "ratio": None,
        },
    ]
