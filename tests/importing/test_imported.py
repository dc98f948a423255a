"""A portfolio grows by valuation tables: nothing is lost, nothing doubled, what is missing is listed."""

from pathlib import Path

import polars as pl
import pytest

from concentration import pipeline
from concentration.catalogue.load import load_catalogue
from concentration.importing.imported import Import, imported
from concentration.read.portfolio import Portfolio, read_portfolio
from concentration.words.message import CannotRunError
from tests.importing.valuations import MANAGER, master, run, stock, write

CATALOGUE = load_catalogue()


def read(folder: Path) -> Portfolio:
    return read_portfolio(folder, CATALOGUE.kinds)


def table(folder: Path, name: str) -> pl.DataFrame:
    return pl.read_csv(folder / f"{name}.csv", infer_schema=False)


def noted(result: object) -> list[str]:
    return [note.code for note in result.notes]  # type: ignore[attr-defined]


def refused(to: Path, *paths: Path, **more: object) -> list[str]:
    with pytest.raises(CannotRunError) as raised:
        run(to, *paths, **more)  # type: ignore[arg-type]
    return [problem.message.code for problem in raised.value.problems]


def test_a_table_becomes_a_portfolio_that_is_judged(tmp_path: Path) -> None:
    to = tmp_path / "portfolio"
    result = run(to, write(tmp_path / "in"), master=master(tmp_path))
    assert result.needed.waiting == ()
    assert table(to, "holdings").select("asset_id", "quantity", "market_value").rows() == [
        ("甲产品:1002", None, "900"),
        ("600000.SH", "10", "100"),
    ]
    assert table(to, "products").select("as_of", "manager_id", "kind", "net_assets").rows() == [
        ("2025-03-27", "M1", "private_fund", "1000")
    ]
    assert pipeline.check(read(to), CATALOGUE).summary.breach == 0


def test_without_a_master_what_a_table_cannot_know_stays_empty_and_is_listed(tmp_path: Path) -> None:
    to = tmp_path / "portfolio"
    result = run(to, write(tmp_path / "in"))
    assert result.needed.waiting == ("甲产品",)
    assert result.needed.facts["column"].to_list() == ["kind", "offering", "operation"]
    assert (to / "to-complete.xlsx").is_file()
    with pytest.raises(CannotRunError) as raised:
        read(to)
    assert "to-complete.xlsx" in str(raised.value.problems[-1])


def test_another_day_is_added_with_what_lasts_of_the_product(tmp_path: Path) -> None:
    to = tmp_path / "portfolio"
    run(to, write(tmp_path / "in"), master=master(tmp_path))
    run(to, write(tmp_path / "in", day="2025-03-28", deposit=950.0))
    assert table(to, "products").select("as_of", "kind", "operation", "net_assets").rows() == [
        ("2025-03-27", "private_fund", "open", "1000"),
        ("2025-03-28", "private_fund", "open", "1050"),
    ]
    assert table(to, "assets")["asset_id"].to_list() == ["甲产品:1002", "600000.SH"]
    assert len(read(to).tables["holdings"]) == 4


def test_the_same_table_again_changes_nothing(tmp_path: Path) -> None:
    to = tmp_path / "portfolio"
    file = write(tmp_path / "in")
    run(to, file, master=master(tmp_path))
    before = {one.name: one.read_bytes() for one in to.iterdir() if one.suffix == ".csv"}
    assert "note_import_twice" in noted(run(to, file))
    assert {one.name: one.read_bytes() for one in to.iterdir() if one.suffix == ".csv"} == before


def test_the_same_day_with_other_content_is_refused_unless_it_is_replaced(tmp_path: Path) -> None:
    to = tmp_path / "portfolio"
    run(to, write(tmp_path / "in"), master=master(tmp_path))
    other = write(tmp_path / "in", deposit=950.0)
    assert refused(to, other) == ["import_differs_there"]
    assert "note_import_replaced" in noted(run(to, other, replace=True))
    assert table(to, "products").select("kind", "net_assets").rows() == [("private_fund", "1050")]
    assert table(to, "holdings")["market_value"].to_list() == ["950", "100"]


def test_two_files_of_one_day_are_taken_once_or_refused(tmp_path: Path) -> None:
    one, same = write(tmp_path / "a"), write(tmp_path / "b")
    assert "note_import_twice" in noted(run(tmp_path / "portfolio", one, same))
    assert len(table(tmp_path / "portfolio", "holdings")) == 2
    other = write(tmp_path / "c", deposit=950.0)
    assert refused(tmp_path / "portfolio", one, other, replace=True) == ["import_differs"]


def test_what_the_folder_holds_beside_stays_as_it_is(tmp_path: Path) -> None:
    to = tmp_path / "portfolio"
    run(to, write(tmp_path / "in"), master=master(tmp_path))
    assets = to / "assets.csv"
    text = assets.read_text(encoding="utf-8-sig").replace("asset_id,", "证券代码,内部评级,", 1)
    lines = text.splitlines()
    text = "\n".join([lines[0], *(line.replace(",", ",甲等,", 1) for line in lines[1:])]) + "\n"
    assets.write_text(text, encoding="gb18030")
    (to / "portfolio.yaml").write_text("ignore: [assets.内部评级]\n", encoding="utf-8")
    run(to, write(tmp_path / "in", product="乙产品", rows=stock(100.0)), master=master(tmp_path))
    grown = table(to, "assets")
    assert grown.columns[:2] == ["证券代码", "内部评级"]
    assert grown["内部评级"].to_list() == ["甲等", "甲等", None]
    assert (to / "portfolio.yaml").read_text(encoding="utf-8") == "ignore: [assets.内部评级]\n"
    assert len(read(to).tables["products"]) == 2


def test_the_newest_table_decides_whether_an_asset_is_suspended(tmp_path: Path) -> None:
    to = tmp_path / "portfolio"
    run(to, write(tmp_path / "in"), master=master(tmp_path))
    halted = write(tmp_path / "in", day="2025-03-28", rows=stock(100.0, trading="【停牌】"))
    assert "note_import_newer_word" in noted(run(to, halted))
    older = write(tmp_path / "in", day="2025-03-26")
    assert "note_import_other_word" in noted(run(to, older))
    assert table(to, "assets")["suspended"].to_list() == [None, "true"]


def test_a_table_that_does_not_reconcile_is_refused_or_taken_with_a_reason(tmp_path: Path) -> None:
    to = tmp_path / "portfolio"
    wrong = write(tmp_path / "in", assets=1000.01)
    assert refused(to, wrong) == ["valuation_unproven_assets"]
    assert not to.exists()
    result = run(to, wrong, accepted="托管人已确认差一分", master=master(tmp_path))
    assert "note_import_unreconciled" in noted(result)
    notes = [note.values["text"] for note in read(to).notes if note.code == "note_of_portfolio"]
    assert len(notes) == 1
    assert "托管人已确认差一分" in notes[0]
    run(
        to, write(tmp_path / "in", product="乙产品", assets=1000.02), accepted="同上", master=master(tmp_path)
    )
    assert len([note for note in read(to).notes if note.code == "note_of_portfolio"]) == 2


def test_every_problem_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    page = tmp_path / "in" / "网页.xls"
    write(tmp_path / "in", assets=1000.01)
    page.write_text("<html><table><tr><td>1</td></tr></table></html>", encoding="utf-8")
    (tmp_path / "in" / "名单.csv").write_text("姓名,电话\n甲,1\n", encoding="utf-8")
    codes = refused(
        tmp_path / "portfolio", tmp_path / "in", tmp_path / "nowhere.xls", master=tmp_path / "no.csv"
    )
    assert len(codes) == 5
    assert {"valuation_unproven_assets", "valuation_no_header", "import_path_missing", "master_missing"} < {
        *codes
    }


def test_a_folder_of_parquet_tables_is_not_added_to(tmp_path: Path) -> None:
    to = tmp_path / "portfolio"
    run(to, write(tmp_path / "in"), master=master(tmp_path))
    table(to, "holdings").write_parquet(to / "holdings.parquet")
    (to / "holdings.csv").unlink()
    assert refused(to, write(tmp_path / "in", day="2025-03-28")) == ["import_only_csv"]


def test_another_name_of_the_manager_is_refused(tmp_path: Path) -> None:
    to = tmp_path / "portfolio"
    run(to, write(tmp_path / "in"), master=master(tmp_path))
    with pytest.raises(CannotRunError) as raised:
        imported(Import([write(tmp_path / "in", day="2025-03-28")], to, {**MANAGER, "name": "另一家"}), "zh")
    assert [(p.message.code, p.seen, p.allowed) for p in raised.value.problems] == [
        ("import_other_manager", "另一家", "某管理人")
    ]
