"""What `concentration new` writes: a portfolio that begins, and what one lacks."""

import io

import pytest
from openpyxl import Workbook, load_workbook

from concentration.catalogue.load import load_catalogue
from concentration.completing.skeleton import skeleton
from concentration.read.portfolio import read_portfolio
from concentration.read.settings import read_settings
from concentration.vocabulary.completion import COMPLETION_FILE, GUIDE_SHEET
from concentration.words.message import CannotRunError
from tests.read.conftest import SOUND, Folder

CATALOGUE = load_catalogue()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "portfolio").mkdir()
    return Folder(tmp_path / "portfolio")


def written(path, language="en"):
    result = skeleton(path, CATALOGUE, language)
    return {file.name: content for file, content in result.contents.items()}


def codes(path):
    with pytest.raises(CannotRunError) as stopped:
        skeleton(path, CATALOGUE, "en")
    return [problem.message.code for problem in stopped.value.problems]


def pages(content):
    book = load_workbook(io.BytesIO(content))
    return {
        page.title: list(page.iter_rows(values_only=True)) for page in book if page.sheet_state == "visible"
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_new_portfolio_has_the_needed_tables_with_headers_that_are_read(language, tmp_path):
    path = tmp_path / "new"
    files = written(path, language)
    assert list(files) == [
        "managers.csv",
        "products.csv",
        "assets.csv",
        "holdings.csv",
        "portfolio.yaml",
        COMPLETION_FILE,
    ]
    assert not path.exists()
    path.mkdir()
    for name, content in files.items():
        (path / name).write_bytes(content)
    with pytest.raises(CannotRunError) as stopped:
        read_portfolio(path, CATALOGUE.kinds)
    assert {problem.message.code for problem in stopped.value.problems} == {"table_empty"}
    assert list(pages(files[COMPLETION_FILE])) == [GUIDE_SHEET]


def test_headers_are_in_the_language_asked_for(tmp_path):
    assert (
        written(tmp_path, "zh")["managers.csv"].decode("utf-8-sig")
        == "管理人代码,管理人名称,机构类型,母公司代码\n"
    )
    assert written(tmp_path, "en")["managers.csv"].decode("utf-8-sig") == "manager_id,name,kind,parent_id\n"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_settings_of_a_new_portfolio_say_nothing_and_every_line_can_be_made_to_count(language, tmp_path):
    text = written(tmp_path, language)["portfolio.yaml"].decode()
    assert all(line.startswith("#") or not line for line in text.splitlines())
    said = [line.removeprefix("# ") for line in text.splitlines() if ": " in line or line.endswith(":")]
    settings = tmp_path / "portfolio.yaml"
    settings.write_text(
        "\n".join(line for line in said if not line[0].isupper() and ":" in line and _is_key(line))
    )
    read = read_settings(settings)
    assert read.problems == ()
    assert read.settings.facts == {"assets": {"watch_list": "bool"}}
    assert read.settings.defaults["assets.defaulted"] == "false"


def _is_key(line):
    """Whether a line is no sentence: its first word is a key."""
    return (
        line.lstrip().partition(":")[0].replace("_", "").replace(".", "").isascii()
        and " " not in line.strip().partition(":")[0]
    )


def test_of_a_portfolio_only_the_workbook_of_missing_facts_is_written(folder):
    folder.put("assets.csv", "asset_id,name,kind\nA1,某股票,\nA2,现金,cash\n")
    result = skeleton(folder.path, CATALOGUE, "en")
    assert list(result.contents) == [folder.path / COMPLETION_FILE]
    page = pages(result.contents[folder.path / COMPLETION_FILE])["资产"]
    assert page[0][:3] == ("资产代码", "资产名称", "资产类型")
    assert page[1][:3] == ("A1", "某股票", None)
    assert result.facts > 0
    assert not result.is_new


def test_what_is_filled_in_and_in_no_table_stays_and_what_a_table_has_goes(folder):
    folder.put("assets.csv", "asset_id,name,kind\nA1,某股票,\nA2,现金,cash\n")
    content = written(folder.path)[COMPLETION_FILE]
    book = load_workbook(io.BytesIO(content))
    book["资产"]["C2"] = "股票"
    book.save(folder.path / COMPLETION_FILE)
    again = skeleton(folder.path, CATALOGUE, "en")
    assert again.filled == 1
    assert pages(again.contents[folder.path / COMPLETION_FILE])["资产"][1][:3] == ("A1", "某股票", "股票")
    folder.put("assets.csv", SOUND["assets.csv"])
    after = skeleton(folder.path, CATALOGUE, "en")
    assert after.filled == 0


def test_what_was_filled_in_of_a_holding_stands_beside_the_name_of_its_asset(folder):
    book = Workbook()
    page = book.active
    page.title = "持仓"
    page.append(["估值日期", "产品代码", "资产代码", "成本"])
    page.append(["2024-06-28", "P1", "A1", 7])
    book.save(folder.path / COMPLETION_FILE)
    held = pages(written(folder.path)[COMPLETION_FILE])["持仓"]
    assert held[0][3] == "名称"
    assert [(row[3], row[held[0].index("成本")]) for row in held[1:]] == [("某股票", 7)]


def test_a_folder_of_other_things_is_left_alone(tmp_path):
    (tmp_path / "letter.docx").write_bytes(b"")
    (tmp_path / ".DS_Store").write_bytes(b"")
    assert codes(tmp_path) == ["new_in_other_folder"]


def test_hidden_files_are_nothing(tmp_path):
    (tmp_path / ".DS_Store").write_bytes(b"")
    assert skeleton(tmp_path, CATALOGUE, "en").is_new


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "portfolio.csv").write_bytes(b"")
    assert codes(tmp_path / "portfolio.csv") == ["not_a_folder"]


def test_a_workbook_is_filled_in_itself(tmp_path):
    (tmp_path / "portfolio.xlsx").write_bytes(b"")
    assert codes(tmp_path / "portfolio.xlsx") == ["facts_of_workbook"]


def test_a_portfolio_that_cannot_be_read_is_refused_with_what_is_wrong(folder):
    folder.put("assets.csv", "asset_id,name,kind\nA1,某股票,stocks\n")
    assert "unknown_value" in codes(folder.path)
