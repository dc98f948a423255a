"""`groups`: the related parties of what is held, for people and as JSON."""

import json

from tests.cli.command import SAMPLES, run

SAMPLE = SAMPLES / "securities_firm"


def test_the_page_names_members_relations_and_stakes() -> None:
    ran = run("groups", SAMPLE, "--lang", "zh")
    assert ran.code == 0
    assert "锦河控股集团有限公司（JH）：共 2 个主体" in ran.text
    assert "锦河能源有限公司（JHNY）：因控制，经 JH" in ran.text
    assert "JH → JHNY：持股 60%" in ran.text
    assert "没有关联方的 1 个\n  若溪置业有限公司（RX）" in ran.text


def test_the_page_speaks_english() -> None:
    assert "JH → JHNY: ownership 60%" in run("groups", SAMPLE, "--lang", "en").text


def test_json_gives_each_group_with_its_members_and_edges() -> None:
    ran = run("groups", SAMPLE, "--format", "json", "--as-of", "2024-06-28")
    assert ran.code == 0
    document = json.loads(ran.out)
    assert document["schema"] == "concentration-groups/1"
    assert document["as_of"] == "2024-06-28"
    assert [group["group_id"] for group in document["groups"]] == ["JH", "JHNY", "RX"]
    edge = {"party_id": "JH", "related_party_id": "JHNY", "relation": "owns", "stake": "0.6"}
    assert document["groups"][0]["edges"] == [edge]
    assert document["groups"][2]["edges"] == []


def test_a_day_that_is_not_there_is_named_with_those_that_are() -> None:
    ran = run("groups", SAMPLE, "--as-of", "2024-06-27")
    assert ran.code == 2
    assert ran.says("2024-06-28")
    assert run("groups", SAMPLE, "--as-of", "all").code == 2


def test_an_error_is_json_where_json_was_asked_for() -> None:
    ran = run("groups", SAMPLES / "nowhere", "--format", "json")
    assert ran.code == 2
    assert json.loads(ran.out)["schema"] == "concentration-error/1"


def test_only_two_formats_are_known() -> None:
    ran = run("groups", SAMPLE, "--format", "xml")
    assert ran.code == 2
    assert ran.says("allowed: rich | json")
