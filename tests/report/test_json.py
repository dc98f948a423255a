"""The JSON of a report is what the contract says, to the byte."""

import dataclasses
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from referencing import Registry, Resource

from concentration.report import json as report_json
from concentration.report.json import amount_text, ratio_text, write
from concentration.words.message import Language
from tests.report import examples

SCHEMAS = Path(report_json.__file__).parent / "schema"
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def validate(document: dict[str, Any]) -> None:
    """Raise where the document is not what the published schema of its own name says."""
    read = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in SCHEMAS.glob("*.json")}
    for schema in read.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    registry: Registry[Any] = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in read.values()
    )
    schema = read[document["schema"].replace("/", "-")]
    jsonschema.Draft202012Validator(schema, registry=registry).validate(document)


def written(name: str, language: Language = "zh") -> dict[str, Any]:
    document: dict[str, Any] = json.loads(write([examples.REPORTS[name]()], language))
    return document


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", examples.REPORTS)
def test_each_report_is_the_stored_one_and_keeps_the_schema(
    name: str, language: Language, matches_snapshot: Callable[[str, bytes], None]
) -> None:
    output = write([examples.REPORTS[name]()], language)
    validate(json.loads(output))
    matches_snapshot(f"{name}.{language}.json", output)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_lists_every_problem(
    language: Language, matches_snapshot: Callable[[str, bytes], None]
) -> None:
    output = write(examples.error(), language)
    validate(json.loads(output))
    matches_snapshot(f"error.{language}.json", output)


def test_several_portfolios_are_added_up_and_given_whole() -> None:
    document = json.loads(write([examples.breaches(), examples.undetermined()], "zh"))
    validate(document)
    assert document["summary"]["judged"] == 72
    assert document["summary"]["undetermined"] == 4
    assert document["reports"] == [written("breaches"), written("undetermined")]


def test_the_same_report_gives_the_same_bytes() -> None:
    assert write([examples.breaches()], "zh") == write([examples.breaches()], "zh")


def test_the_keys_of_a_finding_stand_in_the_order_of_the_contract() -> None:
    contract = (
        "limit title standing reading status as_of scope manager_id product_id tranche_id group numerator "
        "denominator ratio comparison bound excess headroom trigger through crossing cause since last_within "
        "cure_by overdue waiver baseline reason citation contributions"
    )
    assert list(written("breaches")["findings"][0]) == contract.split()


def test_a_ratio_that_would_print_like_its_bound_has_more_digits() -> None:
    finding = next(entry for entry in written("breaches")["findings"] if entry["product_id"] == "P2")
    assert (finding["ratio"], finding["bound"], finding["excess"]) == (
        "0.250000000000000001",
        "0.25",
        "0.0001",
    )


def test_a_bound_that_is_an_amount_has_four_decimals() -> None:
    finding = next(
        entry for entry in written("breaches")["findings"] if entry["limit"] == "am-guidance/same-asset-30bn"
    )
    assert (finding["bound"], finding["ratio"]) == ("30000000000.0000", None)


def test_a_citation_is_that_of_the_value_in_force() -> None:
    finding = next(entry for entry in written("breaches")["findings"] if entry["product_id"] == "P1")
    assert finding["citation"] == {
        "instrument": "证监会公告〔2023〕2号",
        "article": "第十五条第一款",
        "quote": "一个集合资产管理计划投资于同一资产的资金,不得超过该计划资产净值的25%",
        "basis": "text",
    }


def test_a_reason_names_table_row_and_column() -> None:
    first = written("undetermined")["findings"][0]
    assert first["reason"] == (
        "assets.csv 第 12 行（600036）的 tradable_shares（可流通股数）为空，另有 3 行相同"
        "；holdings.csv 第 3 行（600036）的 quantity（数量）为空"
    )


def test_an_exemption_quotes_the_words_that_free() -> None:
    finding = next(entry for entry in written("breaches", "en")["findings"] if entry["status"] == "exempt")
    assert "全部投资者均为符合中国证监会规定的专业投资者" in finding["reason"]


def test_a_subject_that_could_not_be_judged_has_no_limit_and_no_citation() -> None:
    finding = written("undetermined")["findings"][-1]
    assert (finding["limit"], finding["title"], finding["citation"]) == (None, None, None)
    assert "P9" in finding["reason"]


def test_parts_stand_under_their_finding() -> None:
    by_product = {entry["product_id"]: entry["contributions"] for entry in written("breaches")["findings"]}
    assert [part["amount"] for part in by_product["P1"]][:2] == []  # the last finding of P1 is advisory
    merged = next(entry for entry in written("breaches")["findings"] if entry["contributions"])
    assert merged["contributions"][1] == {
        "product_id": "P1",
        "asset_id": "A2",
        "amount": "10000000.0000",
        "path": ["P1", "F7"],
    }


def test_a_figure_of_which_nothing_is_certain_is_null_and_no_zero() -> None:
    findings = written("undetermined")["findings"]
    unknown = next(entry for entry in findings if entry["product_id"] == "P3")
    assert (unknown["numerator"], unknown["ratio"], unknown["denominator"]) == (None, None, "100000000.0000")
    partly = next(entry for entry in findings if entry["group"]["id"] == "A5")
    assert partly["numerator"] == "12345678.9000"


def test_what_is_left_out_of_a_sum_is_said_in_the_reason() -> None:
    finding = next(entry for entry in written("breaches")["findings"] if entry["group"]["id"] == "600000")
    assert "不计入管理人合计的另有 500,000 股" in finding["reason"]


def test_a_group_without_a_name_has_none() -> None:
    finding = next(entry for entry in written("breaches")["findings"] if entry["group"]["id"] == "C300750")
    assert finding["group"]["name"] is None


def test_a_report_without_findings_is_a_report() -> None:
    report = dataclasses.replace(examples.clean(), findings=pl.DataFrame(schema=examples.FINDINGS))
    validate(json.loads(write([report], "en")))


def test_an_excess_is_never_rounded_down_and_headroom_never_up() -> None:
    assert amount_text(Decimal("0.000001"), "excess") == "0.0001"
    assert amount_text(Decimal("0.000199"), "headroom") == "0.0001"
    assert amount_text(Decimal("0.00025"), "numerator") == "0.0002"
    assert amount_text(Decimal("-0.00001"), "numerator") == "0.0000"


@given(st.decimals(-(10**30), 10**30, places=6))
def test_an_amount_keeps_all_its_digits_up_to_the_fourth(amount: Decimal) -> None:
    for field in ("numerator", "excess", "headroom"):
        text = amount_text(amount, field)
        assert text is not None
        assert len(text.partition(".")[2]) == 4
        assert abs(Decimal(text) - amount) < Decimal("0.0001")


@given(st.decimals(-(10**12), 10**12, places=12))
def test_a_ratio_loses_nothing_but_zeros(ratio: Decimal) -> None:
    text = ratio_text(ratio)
    assert text is not None
    assert Decimal(text) == ratio
    assert not ("." in text and text.endswith(("0", ".")))
