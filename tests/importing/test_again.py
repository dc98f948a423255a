"""The same day once more: what the folder alone knows is no difference, and is kept where the day is replaced."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest

from concentration.importing.imported import Imported
from concentration.words.message import CannotRunError
from tests.importing.valuations import master, run, stock, write
from tests.valuation.sheets import row


def table(folder: Path, name: str) -> pl.DataFrame:
    return pl.read_csv(folder / f"{name}.csv", infer_schema=False)


def codes(result: Imported) -> list[str]:
    return [note.code for note in result.notes]


def note(result: Imported, code: str) -> Mapping[str, object]:
    return next(one.values for one in result.notes if one.code == code)


def refused(to: Path, *paths: Path, **more: object) -> list[str]:
    with pytest.raises(CannotRunError) as raised:
        run(to, *paths, **more)  # type: ignore[arg-type]
    return [problem.message.code for problem in raised.value.problems]


@pytest.fixture
def to(tmp_path: Path) -> Path:
    """A portfolio of a deposit and a stock of 100."""
    folder = tmp_path / "portfolio"
    run(folder, write(tmp_path / "in"), master=master(tmp_path))
    return folder


def holdings(to: Path, *rows: str) -> None:
    """Write the holdings of the day anew, with columns that no valuation table tells."""
    header = "as_of,product_id,asset_id,quantity,market_value,cost,exposure,restricted_until,lot_id"
    lines = [f"2025-03-27,甲产品,{one}" for one in rows]
    (to / "holdings.csv").write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")


DEPOSIT = "甲产品:1002,,900,,,,"


def test_facts_that_were_filled_in_are_no_difference(tmp_path: Path, to: Path) -> None:
    holdings(to, DEPOSIT, "600000.SH,10.00,100.0,100,55,2025-12-31,L1")
    before = (to / "holdings.csv").read_bytes()
    assert "note_import_twice" in codes(run(to, write(tmp_path / "in")))
    assert (to / "holdings.csv").read_bytes() == before


def test_a_cell_that_is_told_and_not_there_is_a_difference(tmp_path: Path, to: Path) -> None:
    holdings(to, DEPOSIT, "600000.SH,,100,100,,,")
    assert refused(to, write(tmp_path / "in")) == ["import_differs_there"]


@pytest.mark.parametrize(("second", "same"), [("59.99", False), ("60", True), ("60.01", False)])
def test_lots_that_add_up_to_what_is_told_are_the_same(
    tmp_path: Path, to: Path, second: str, same: bool
) -> None:
    holdings(to, DEPOSIT, "600000.SH,4,40,,,,L1", f"600000.SH,6,{second},,,,L2")
    if same:
        assert "note_import_twice" in codes(run(to, write(tmp_path / "in")))
    else:
        assert refused(to, write(tmp_path / "in")) == ["import_differs_there"]


def test_a_lot_that_the_table_keeps_apart_must_be_there(tmp_path: Path) -> None:
    folder = tmp_path / "portfolio"
    restricted = [
        row("1102", "股票投资", 100.0),
        row("110201", "上交所A股", 60.0),
        row("11020101", "上交所A股成本", 60.0),
        row("11020101600000", "浦发银行", 60.0, quantity=6),
        row("110203", "上交所_流通受限_股票", 40.0),
        row("11020301", "成本", 40.0),
        row("11020301600000", "浦发银行", 40.0, quantity=4),
    ]
    run(folder, write(tmp_path / "in"), master=master(tmp_path))
    apart = write(tmp_path / "in", rows=restricted)
    assert refused(folder, apart) == ["import_differs_there"]
    run(folder, apart, replace=True)
    assert "note_import_twice" in codes(run(folder, apart))
    assert table(folder, "holdings").select("asset_id", "quantity").rows() == [
        ("甲产品:1002", None),
        ("600000.SH", "6"),
        ("600000.SH", "4"),
    ]


def test_a_replaced_day_keeps_the_cells_that_no_table_tells(tmp_path: Path, to: Path) -> None:
    holdings(to, DEPOSIT, "600000.SH,10,100,100,55,2025-12-31,L1")
    result = run(to, write(tmp_path / "in", rows=stock(110.0, 11), assets=1010.0), replace=True)
    assert "note_import_not_kept" not in codes(result)
    kept = table(to, "holdings").filter(asset_id="600000.SH")
    assert kept.select("quantity", "market_value", "exposure", "restricted_until", "lot_id").rows() == [
        ("11", "110", "55", "2025-12-31", "L1")
    ]


def test_an_asset_that_is_held_as_before_keeps_its_lots(tmp_path: Path, to: Path) -> None:
    holdings(to, DEPOSIT, "600000.SH,4,40,,,,L1", "600000.SH,6,60,,,,L2")
    run(to, write(tmp_path / "in", deposit=950.0), replace=True)
    assert table(to, "holdings").select("asset_id", "market_value", "lot_id").rows() == [
        ("甲产品:1002", "950", None),
        ("600000.SH", "40", "L1"),
        ("600000.SH", "60", "L2"),
    ]


def test_what_cannot_be_kept_is_counted_with_the_first_of_it(tmp_path: Path, to: Path) -> None:
    gone = "600009.SH,1,1,,,2026-01-01,"
    (to / "assets.csv").write_text(
        "asset_id,name,kind\n甲产品:1002,银行存款,demand_deposit\n600000.SH,浦发银行,stock\n600009.SH,上海机场,stock\n",
        encoding="utf-8",
    )
    holdings(to, DEPOSIT, "600000.SH,4,40,,,,L1", "600000.SH,6,60,,,,L2", gone)
    result = run(to, write(tmp_path / "in", rows=stock(110.0, 11), assets=1010.0), replace=True)
    said = note(result, "note_import_not_kept")
    assert (said["count"], said["asset"]) == (2, "600000.SH")
    assert table(to, "holdings")["asset_id"].to_list() == ["甲产品:1002", "600000.SH"]


def test_a_replaced_day_keeps_what_the_house_filled_in_of_its_product(tmp_path: Path, to: Path) -> None:
    products = table(to, "products").with_columns(raised_balance=pl.lit("800"), 内部编号=pl.lit("7"))
    products.write_csv(to / "products.csv")
    (to / "portfolio.yaml").write_text("ignore: [products.内部编号]\n", encoding="utf-8")
    assert "note_import_twice" in codes(run(to, write(tmp_path / "in")))
    run(to, write(tmp_path / "in", deposit=950.0), replace=True)
    columns = ("net_assets", "raised_balance", "内部编号", "kind")
    assert table(to, "products").select(columns).rows() == [("1050", "800", "7", "private_fund")]


def test_facts_of_assets_are_taken_though_the_holdings_are_the_same(tmp_path: Path, to: Path) -> None:
    result = run(to, write(tmp_path / "in", rows=stock(100.0, trading="【停牌】")))
    assert {"note_import_twice", "note_import_newer_word"} <= {*codes(result)}
    assert table(to, "assets")["suspended"].to_list() == [None, "true"]
    assert table(to, "holdings").height == 2


def test_two_tables_of_one_run_must_agree_on_the_facts_of_assets(tmp_path: Path) -> None:
    one = write(tmp_path / "a", rows=stock(100.0, trading="【正常交易】"))
    other = write(tmp_path / "b", rows=stock(100.0, trading="【停牌】"))
    silent = write(tmp_path / "c", rows=stock(100.0, trading=None))
    assert refused(tmp_path / "p", one, other) == ["import_differs"]
    assert "note_import_twice" in codes(run(tmp_path / "p", silent, other))
    assert table(tmp_path / "p", "assets")["suspended"].to_list() == [None, "true"]


def test_files_of_one_name_are_called_by_their_paths(tmp_path: Path) -> None:
    one, same = write(tmp_path / "a"), write(tmp_path / "b")
    said = note(run(tmp_path / "p", one, same), "note_import_twice")
    assert (said["other"], said["file"]) == (one.as_posix(), same.as_posix())


def test_a_word_in_chinese_is_no_other_word(tmp_path: Path, to: Path) -> None:
    file = to / "assets.csv"
    text = file.read_text(encoding="utf-8-sig").replace("stock", "股票").replace("false", "否")
    file.write_text(text, encoding="utf-8")
    result = run(to, write(tmp_path / "in", day="2025-03-28"))
    assert not [code for code in codes(result) if code.startswith("note_import_other")]


def test_a_word_that_gives_way_to_a_master_is_not_said_to_stay(tmp_path: Path, to: Path) -> None:
    file = to / "assets.csv"
    file.write_text(
        file.read_text(encoding="utf-8-sig").replace("stock", "preferred_stock"), encoding="utf-8"
    )
    later = write(tmp_path / "in", day="2025-03-28")
    assert "note_import_other_word" in codes(run(to, later))
    kinds = tmp_path / "assets.csv"
    kinds.write_text("asset_id,kind\n600000.SH,stock\n", encoding="utf-8")
    result = run(to, later, master=kinds)
    assert "note_import_other_word" not in codes(result)
    assert "note_master_goes_before" in codes(result)


def test_words_that_stay_are_counted_by_column(tmp_path: Path) -> None:
    two = [*stock(100.0), row("11020101600001", "邯郸钢铁", 0.0, quantity=0)]
    folder = tmp_path / "portfolio"
    run(folder, write(tmp_path / "in", rows=two), master=master(tmp_path))
    file = folder / "assets.csv"
    file.write_text(
        file.read_text(encoding="utf-8-sig").replace("stock", "preferred_stock"), encoding="utf-8"
    )
    result = run(folder, write(tmp_path / "in", rows=two))
    said = note(result, "note_import_other_words")
    assert (said["column"], said["count"], said["asset"]) == ("kind", 2, "600000.SH")
