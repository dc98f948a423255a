"""`concentration import`: what it prints, what it writes, how it ends."""

from pathlib import Path

from tests.cli.command import HOUSE, run
from tests.importing.valuations import write

TABLES = HOUSE / "sample_portfolios" / "valuation_tables"
MANAGED_BY = ("--managed-by", "M1,示例私募,private_fund_manager")


def test_two_layouts_become_one_portfolio_that_is_judged(tmp_path: Path) -> None:
    master = str(TABLES / "master" / "产品.csv")
    options = ("--to", "p", *MANAGED_BY, "--master", master, "--lang", "zh")
    ran = run("import", str(TABLES / "tables"), *options, cwd=tmp_path)
    assert ran.code == 0
    assert "春分一号" in ran.text
    assert "9,940,000.00" in ran.text
    assert run("check", "p", "--fail-on", "never", cwd=tmp_path).code == 0


def test_without_a_master_it_names_what_to_fill_in_and_a_check_points_to_it(tmp_path: Path) -> None:
    ran = run("import", str(TABLES / "tables"), "--to", "p", *MANAGED_BY, "--lang", "en", cwd=tmp_path)
    assert ran.code == 0
    assert ran.says("p/to-complete.xlsx")
    checked = run("check", "p", "--lang", "en", cwd=tmp_path)
    assert checked.code == 2
    assert checked.says("to-complete.xlsx")


def test_a_table_that_does_not_reconcile_leaves_nothing_behind(tmp_path: Path) -> None:
    wrong = write(tmp_path / "in", assets=1000.01)
    ran = run("import", str(wrong), "--to", "p", *MANAGED_BY, "--lang", "en", cwd=tmp_path)
    assert ran.code == 2
    assert ran.says("they differ by -0.01 yuan")
    assert not (tmp_path / "p").exists()


def test_a_kind_of_manager_that_there_is_not_is_refused_with_the_nearest(tmp_path: Path) -> None:
    ran = run("import", str(TABLES / "tables"), "--to", "p", "--managed-by", "M1,某,私募管理人", cwd=tmp_path)
    assert ran.code == 2
    assert ran.says("私募基金管理人")
