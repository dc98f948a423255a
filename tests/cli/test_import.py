"""`concentration import`: what it prints, what it writes, how it ends."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from concentration.cli.console import write_whole
from tests.cli.command import COMMAND, HOUSE, environment, run
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


def test_what_is_wrong_is_headed_by_what_was_not_done(tmp_path: Path) -> None:
    wrong = write(tmp_path / "in", assets=1000.01)
    ran = run("import", str(wrong), "--to", "p", *MANAGED_BY, "--lang", "en", cwd=tmp_path)
    assert ran.says("Nothing was imported: 1 problem(s)")
    assert not ran.says("Nothing was judged")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "名单.txt").write_text("甲", encoding="utf-8")
    assert run("new", "other", "--lang", "en", cwd=tmp_path).says("Nothing was written: 1 problem(s)")
    assert run("validate", "nowhere", "--lang", "en", cwd=tmp_path).says("Nothing was examined: 1 problem(s)")


def test_two_masters_of_one_name_are_told_apart_by_their_paths(tmp_path: Path) -> None:
    masters = []
    for folder, kind in (("a", "stock"), ("b", "preferred_stock")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "assets.csv").write_text(f"asset_id,kind\n600000.SH,{kind}\n", encoding="utf-8")
        masters += ["--master", f"{folder}/assets.csv"]
    table = write(tmp_path / "in")
    ran = run("import", str(table), "--to", "p", *MANAGED_BY, *masters, "--lang", "en", cwd=tmp_path)
    assert ran.code == 2
    assert ran.says("b/assets.csv, row 2, column kind: the cell contradicts another master, a/assets.csv")


def test_names_are_printed_as_they_are_written(tmp_path: Path) -> None:
    table = write(tmp_path / "in", product="甲[1]产品:B:")
    named = table.rename(table.with_name("甲:B:_2025-03-27.csv"))
    command = ("import", str(named), "--to", "p", *MANAGED_BY, "--lang", "en")
    assert "甲[1]产品" in run(*command, cwd=tmp_path).text
    assert run(*command, cwd=tmp_path).says("甲:B:_2025-03-27.csv: says the same")


def test_ctrl_c_between_two_files_waits_until_all_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace

    def interrupted(path: Path, target: Path) -> Path:
        signal.raise_signal(signal.SIGINT)
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    files = [tmp_path / name for name in ("a.csv", "b.csv")]
    with pytest.raises(KeyboardInterrupt):
        write_whole(dict.fromkeys(files, b"1"))
    assert sorted(tmp_path.iterdir()) == files


@pytest.mark.skipif(sys.platform == "win32", reason="no signal of this kind there")
def test_ctrl_c_after_the_files_are_written_does_not_kill_the_command(tmp_path: Path) -> None:
    table = write(tmp_path / "in")
    command = [COMMAND, "import", str(table), "--to", str(tmp_path / "p"), *MANAGED_BY]
    running = subprocess.Popen(
        command, env=environment({}), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tmp_path
    )
    while running.poll() is None:
        if (tmp_path / "p" / "holdings.csv").exists():
            running.send_signal(signal.SIGINT)
        time.sleep(0.005)
    assert running.returncode in (0, 130)
