"""What an import refuses before it writes anything, and how it says so."""

from pathlib import Path

import pytest

from concentration.importing.imported import Import, imported
from concentration.words.message import CannotRunError, Problem
from tests.importing.valuations import MANAGER, master, run, stock, write
from tests.valuation.sheets import row


@pytest.fixture
def to(tmp_path: Path) -> Path:
    """A portfolio of a deposit and a stock of 100."""
    folder = tmp_path / "portfolio"
    run(folder, write(tmp_path / "in"), master=master(tmp_path))
    return folder


def refused(to: Path, *paths: Path, **more: object) -> list[Problem]:
    with pytest.raises(CannotRunError) as raised:
        run(to, *paths, **more)  # type: ignore[arg-type]
    return list(raised.value.problems)


@pytest.mark.parametrize(
    ("yaml", "keys"),
    [
        ("files: {holdings: 持仓导出.csv}", ["files.holdings"]),
        ("columns: {holdings: {market_value: 市值(万元)}}", ["columns.holdings"]),
        ("values: {assets.kind: {GP: stock}}", ["values.assets.kind"]),
        ("units: {holdings.market_value: 万元}", ["units.holdings.market_value"]),
        ("currency: {holdings: 币种}\nrates: {HKD: 0.9}", ["currency.holdings"]),
        ("encoding: gb18030", ["encoding.*"]),
        (
            "units: {products.net_assets: 万元, holdings.cost: 万元}",
            ["units.products.net_assets", "units.holdings.cost"],
        ),
    ],
)
def test_a_folder_that_is_read_in_the_houses_way_is_not_added_to(
    tmp_path: Path, to: Path, yaml: str, keys: list[str]
) -> None:
    (to / "portfolio.yaml").write_text(f"# 本公司\n{yaml}\n", encoding="utf-8")
    problems = refused(to, write(tmp_path / "in", assets=1.0))
    assert [(one.message.code, one.file, one.row, one.column) for one in problems] == [
        ("import_foreign", "portfolio.yaml", 2, key) for key in keys
    ]


def test_what_portfolio_yaml_says_of_tables_that_do_not_grow_is_no_hindrance(
    tmp_path: Path, to: Path
) -> None:
    (to / "portfolio.yaml").write_text(
        "defaults: {holdings.cost: 0}\nunits: {parties.net_assets: 万元}\n", "utf-8"
    )
    assert run(to, write(tmp_path / "in", day="2025-03-28")).contents


def test_a_table_that_a_master_adds_to_must_be_the_contracts_own_too(tmp_path: Path, to: Path) -> None:
    (to / "portfolio.yaml").write_text("units: {relations.stake: 1}\n", "utf-8")
    relations = tmp_path / "relations.csv"
    relations.write_text("party_id,related_party_id,relation\nA,B,controls\n", encoding="utf-8")
    problems = refused(to, write(tmp_path / "in", day="2025-03-28"), master=relations)
    assert [(one.message.code, one.column) for one in problems] == [
        ("import_foreign", "units.relations.stake")
    ]


def test_a_name_that_another_id_has_in_the_folder_is_refused(tmp_path: Path, to: Path) -> None:
    coded = write(tmp_path / "in", day="2025-03-28")
    coded = coded.rename(coded.with_name("AB12_甲产品_20250328.csv"))
    text = coded.read_text(encoding="utf-8").replace("单位：元", "产品代码：AB12", 1)
    coded.write_text(text, encoding="utf-8")
    problem = refused(to, coded)[0]
    assert (problem.message.code, problem.seen, problem.allowed) == ("import_two_ids", "AB12", "甲产品")


def test_a_name_that_has_two_ids_in_one_run_is_refused(tmp_path: Path) -> None:
    one, other = write(tmp_path / "a"), write(tmp_path / "b", day="2025-03-28")
    other.write_text(
        other.read_text(encoding="utf-8").replace("单位：元", "产品代码：AB12", 1), encoding="utf-8"
    )
    problems = refused(tmp_path / "p", one, other)
    assert [(p.message.code, p.message.values["other"]) for p in problems] == [("import_two_ids", one.name)]


def test_two_products_of_one_name_that_the_folder_has_already_go_on(tmp_path: Path, to: Path) -> None:
    products = to / "products.csv"
    lines = products.read_text(encoding="utf-8-sig").splitlines()
    text = "\n".join([*lines, lines[1].replace("甲产品", "AB12", 1)]) + "\n"
    products.write_text(text, encoding="utf-8")
    other = write(tmp_path / "b", day="2025-03-28")
    other.write_text(
        other.read_text(encoding="utf-8").replace("单位：元", "产品代码：AB12", 1), encoding="utf-8"
    )
    assert run(to, other).contents


def test_a_product_of_another_manager_is_refused(tmp_path: Path, to: Path) -> None:
    for day in ("2025-03-26", "2025-03-27", "2025-03-28"):
        file = write(tmp_path / "in", day=day)
        with pytest.raises(CannotRunError) as raised:
            imported(Import([file], to, {**MANAGER, "manager_id": "M2"}), "zh")
        problem = raised.value.problems[0]
        assert (problem.message.code, problem.seen, problem.allowed) == (
            "import_of_other_manager",
            "M2",
            "M1",
        )


def test_a_manager_of_a_kind_in_chinese_is_the_same(tmp_path: Path, to: Path) -> None:
    managers = to / "managers.csv"
    text = managers.read_text(encoding="utf-8-sig").replace("private_fund_manager", "私募基金管理人")
    managers.write_text(text, encoding="utf-8")
    assert run(to, write(tmp_path / "in", day="2025-03-28")).contents


def test_a_repeated_code_is_not_accepted_with_any_reason(tmp_path: Path) -> None:
    rows = stock(100.0)
    twice = write(tmp_path / "in", rows=[*rows, rows[-1]], assets=1000.01)
    problems = refused(tmp_path / "p", twice, accepted="两笔")
    assert {one.message.code for one in problems} >= {"valuation_code_twice"}
    assert not [one for one in problems if one.message.code.startswith("valuation_unproven")]


def test_what_the_tables_refuse_is_told_of_the_valuation_table(tmp_path: Path, to: Path) -> None:
    negative = [*stock(100.0)[:-1], row("11020101600000", "浦发银行", -100.0, quantity=10)]
    negative = [[cell if cell != 100.0 else -100.0 for cell in line] for line in negative]
    problem = refused(to, write(tmp_path / "in", day="2025-03-28", rows=negative, assets=800.0))[0]
    assert (problem.message.code, problem.file, problem.row) == (
        "import_told_by",
        "甲产品_2025-03-28.csv",
        None,
    )
    assert problem.message.values["place"] == "甲产品 2025-03-28 600000.SH"
    assert problem.column == "market_value"


def test_the_portfolios_own_folder_is_not_read_as_valuation_tables(tmp_path: Path) -> None:
    place = tmp_path / "in"
    write(place)
    run(place / "portfolio", place, master=master(tmp_path))
    result = run(place / "portfolio", place)
    assert {"note_import_own_folder", "note_import_twice"} <= {note.code for note in result.notes}


def test_the_portfolios_own_folder_is_no_place_for_valuation_tables(tmp_path: Path, to: Path) -> None:
    assert [one.message.code for one in refused(to, to)] == ["import_from_itself"]


def test_derivatives_among_the_liabilities_are_noted_once_a_product(tmp_path: Path) -> None:
    future = [
        row("3102", "衍生工具", -10.0),
        row("310201", "权益互换", -10.0),
        row("31020101", "互换", -10.0, quantity=1),
    ]
    files = [
        write(tmp_path / "in", day=day, rows=[*stock(100.0), *future], liabilities=10.0)
        for day in ("2025-03-27", "2025-03-28")
    ]
    result = run(tmp_path / "p", *files, master=master(tmp_path))
    said = [note.values for note in result.notes if note.code == "note_import_among_liabilities"]
    assert [(one["day"].isoformat(), one["worth"], one["less"]) for one in said] == [
        ("2025-03-28", "-10.00", "10.00")
    ]


def test_a_table_without_a_column_that_is_needed_is_not_added_to(tmp_path: Path, to: Path) -> None:
    (to / "products.csv").write_text("as_of,product_id\n2025-03-27,甲产品\n", encoding="utf-8")
    problems = refused(to, write(tmp_path / "in", day="2025-03-28"))
    assert {one.message.code for one in problems} == {"column_missing"}
    assert "manager_id" in [one.column for one in problems]
