"""Standard or not: the first step that fits an asset decides, with its clause and its words."""

import json
from pathlib import Path

import msgspec
import polars as pl
import pytest
from engine_frames import DAY, World, asset

from concentration.catalogue.load import load_catalogue
from concentration.catalogue.model import Catalogue
from concentration.classify import classify
from concentration.words.message import CannotRunError
from tests.cli.command import SAMPLES, run

CATALOGUE = load_catalogue()

TRADE_BILL = """\
trade-bill:
  title: {zh: 商票, en: Trade bill}
  step: residual
  kinds: [acceptance_bill]
  class: non_standard
  clause: 第四条第二款
  quote: 是非标准化债权类资产
"""


def said(kind: str, catalogue: Catalogue = CATALOGUE, **known: object) -> dict[str, object]:
    """What is said of one asset of which these facts are known."""
    world = World(assets=[asset("A1", kind=kind, issuer_id=None, **known)])
    return classify(world.portfolio().tables, catalogue, DAY).row(0, named=True)


def test_an_asset_comes_with_class_step_row_clause_and_quote() -> None:
    assert said("treasury") == {
        "asset_id": "A1",
        "name": "asset",
        "kind": "treasury",
        "class": "standard",
        "csrc_standardised": True,
        "step": "named_standard",
        "row": 1,
        "clause": "第一条",
        "quote": "国债",
        "inferred": False,
        "to_find_out": None,
    }


def test_where_instruments_share_a_kind_the_one_that_the_text_names_speaks() -> None:
    assert (said("corporate_bond")["row"], said("corporate_bond")["inferred"]) == (14, False)


@pytest.mark.parametrize(
    ("booked", "decided"),
    [("true", ("standard", 28)), ("false", ("out_of_scope", 29)), (None, ("review", 30))],
)
def test_a_perpetual_bond_is_what_its_issuer_books_it_as(
    booked: str | None, decided: tuple[str, int]
) -> None:
    answer = said("perpetual_bond", debt_by_accounting=booked)
    assert (answer["class"], answer["row"]) == decided


def test_a_review_says_in_both_languages_what_to_find_out() -> None:
    task = said("perpetual_bond")["to_find_out"]
    assert isinstance(task, dict)
    assert list(task) == ["zh", "en"]
    assert all("debt_by_accounting" in words for words in task.values())


@pytest.mark.parametrize("kind", ["income_certificate", "trust_loan", "standardised_bill"])
def test_recognition_comes_before_article_4_and_the_residual_rule(kind: str) -> None:
    recognised = said(kind, recognised_standard="true")
    assert (recognised["class"], recognised["clause"]) == ("standard", "第三条")
    for not_told in ("false", None):
        assert said(kind, recognised_standard=not_told)["class"] == "non_standard"


def test_what_art_1_names_needs_no_recognition() -> None:
    assert said("exchange_abs")["clause"] == "第一条"


def test_the_carve_out_has_no_analogies() -> None:
    assert (said("interbank_lending")["class"], said("interbank_loan")["class"]) == (
        "excluded",
        "non_standard",
    )


def test_the_csrcs_own_notion_stands_beside_the_class() -> None:
    deposit = said("time_deposit")
    assert (deposit["class"], deposit["csrc_standardised"]) == ("excluded", True)


def test_the_steps_are_tried_in_their_legal_order_wherever_a_file_puts_them(tmp_path: Path) -> None:
    (tmp_path / "standard_or_not.yaml").write_text(
        TRADE_BILL.replace("residual", "named_standard")
        .replace("class: non_standard", "class: standard")
        .replace("第四条第二款", "第一条"),
        encoding="utf-8",
    )
    steps = [decision.step for decision in load_catalogue([tmp_path]).decisions.values()]
    order = list(dict.fromkeys(steps))
    assert order == [
        "debt_or_not",
        "named_standard",
        "recognised",
        "named_non_standard",
        "carve_out",
        "residual",
    ]
    assert sorted(steps, key=order.index) == steps


def test_a_kind_that_no_decision_speaks_of_has_the_class_of_the_table_of_kinds() -> None:
    answer = said("treasury", msgspec.structs.replace(CATALOGUE, decisions={}))
    assert (answer["class"], answer["inferred"], answer["clause"]) == ("standard", True, None)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("kinds: [acceptance_bill]", "kinds: [acceptance_bil]", "decision_unknown_kind"),
        ("  kinds: [acceptance_bill]\n", "", "decision_of_everything"),
        ("  quote: 是非标准化债权类资产\n", "", "decision_without_words"),
        ("  clause: 第四条第二款\n", "", "decision_without_clause"),
        ("class: non_standard", "class: review", "decision_review_without_task"),
        (
            "step: residual",
            "step: residual\n  to_find_out: {zh: 查, en: look}",
            "decision_task_without_review",
        ),
        ("class: non_standard", "class: nonstandard", "catalogue_no_such_word"),
        ("step: residual", "step: rest", "catalogue_no_such_word"),
        ("step: residual", "step: residual\n  when: netassets > 1", "condition_at"),
        ("step: residual", "step: residual\n  when: product_kind = 'public_fund'", "condition_at"),
        ("trade-bill", "treasury-bond", "catalogue_name_twice"),
    ],
)
def test_a_broken_decision_is_refused(old: str, new: str, code: str, tmp_path: Path) -> None:
    assert old in TRADE_BILL
    (tmp_path / "standard_or_not.yaml").write_text(TRADE_BILL.replace(old, new), encoding="utf-8")
    with pytest.raises(CannotRunError) as error:
        load_catalogue([tmp_path])
    assert [problem.message.code for problem in error.value.problems] == [code]
    assert error.value.problems[0].row is not None


def test_the_page_begins_with_what_must_be_reviewed() -> None:
    page = run("classify", SAMPLES / "nested", "--lang", "zh").text
    assert page.index("规则未定，须认定") < page.index("标准化债权类资产  4 项")
    assert "须查清：" in page
    assert "第一条：“国债”" in page


def test_json_has_every_asset_and_the_error_document_where_it_cannot_run() -> None:
    document = json.loads(run("classify", SAMPLES / "clean", "--format", "json").out)
    assert (document["schema"], document["as_of"]) == ("concentration-classification/1", "2024-06-28")
    assets = pl.read_csv(SAMPLES / "clean" / "assets.csv", infer_schema=False)
    assert [one["asset_id"] for one in document["assets"]] == sorted(assets["asset_id"])
    ran = run("classify", SAMPLES / "none", "--format", "json")
    assert (ran.code, json.loads(ran.out)["schema"]) == (2, "concentration-error/1")


def test_a_wrong_format_or_folder_is_said_in_words() -> None:
    ran = run("classify", SAMPLES / "clean", "--format", "xml")
    assert (ran.code, ran.says("--format"), ran.says("rich | json")) == (2, True, True)
    assert run("classify", SAMPLES / "none").says("does not exist")
