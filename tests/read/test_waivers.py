"""Waivers as they are read: from the portfolio's own table, and from a file beside it."""

from pathlib import Path

import polars as pl
import pytest

from concentration.read.waiver_file import Beside, with_waivers_of
from concentration.words.message import CannotRunError, Problem
from tests.read.conftest import KINDS, Folder

HEADER = "limit,product_id,manager_id,group_id,up_to,reason,approved_by,from,expires\n"
SOUND = "a/b,P1,,,30%,redemption,committee,,2024-12-31\n"


def wrong(problems: list[Problem]) -> list[tuple[str, int | None, str | None]]:
    return [(problem.message.code, problem.row, problem.column) for problem in problems]


def test_the_table_is_read_with_its_days_and_its_line_as_text(folder: Folder) -> None:
    table = folder.put("waivers.csv", HEADER + SOUND).read().tables["waivers"]
    assert table.row(0, named=True)["up_to"] == "30%"
    assert (table.schema["from"], table.schema["expires"]) == (pl.Date, pl.Date)


def test_chinese_headers_are_read(folder: Folder) -> None:
    text = "限额,产品代码,豁免上限,理由,批准人,到期日\na/b,P1,30%,赎回,风控委员会,2024-12-31\n"
    table = folder.put("豁免.csv", text).read().tables["waivers"]
    assert table["approved_by"].to_list() == ["风控委员会"]


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("a/b,,,,30%,r,a,,2024-12-31", "waiver_of_nobody", "product_id"),
        ("a/b,P1,M1,,30%,r,a,,2024-12-31", "waiver_of_two", "product_id"),
        ("a/b,P9,,,30%,r,a,,2024-12-31", "unknown_product", "product_id"),
        ("a/b,,M9,,30%,r,a,,2024-12-31", "unknown_manager", "manager_id"),
        ("a/b,P1,,,,r,a,,2024-12-31", "waiver_without_line", "up_to"),
        ("a/b,P1,,,30%,,a,,2024-12-31", "cell_empty", "reason"),
        ("a/b,P1,,,30%,r,,,2024-12-31", "cell_empty", "approved_by"),
        ("a/b,P1,,,30%,r,a,,", "cell_empty", "expires"),
        ("a/b,P1,,,30%,r,a,,soon", "not_a_date", "expires"),
        ("a/b,P1,,,30%,r,a,2025-01-01,2024-12-31", "waiver_ends_first", "from"),
        (",P1,,,30%,r,a,,2024-12-31", "cell_empty", "limit"),
    ],
)
def test_a_malformed_row_stops_the_reading(folder: Folder, row: str, code: str, column: str) -> None:
    problems = folder.put("waivers.csv", HEADER + SOUND + row + "\n").problems()
    assert wrong(problems) == [(code, 3, column)]


def test_a_waiver_of_one_day_is_well_formed(folder: Folder) -> None:
    folder.put("waivers.csv", HEADER + "a/b,P1,,,30%,r,a,2024-12-31,2024-12-31\n").read()


def test_a_missing_column_is_told(folder: Folder) -> None:
    problems = folder.put("waivers.csv", "limit,product_id,up_to,reason,expires\n").problems()
    assert [(problem.message.code, problem.column) for problem in problems] == [
        ("column_missing", "approved_by")
    ]


def test_all_malformed_rows_are_told_at_once(folder: Folder) -> None:
    rows = "a/b,,,,30%,r,a,,2024-12-31\na/b,P9,,,,,a,,2024-12-31\n"
    assert sorted(wrong(folder.put("waivers.csv", HEADER + rows).problems())) == [
        ("cell_empty", 3, "reason"),
        ("unknown_product", 3, "product_id"),
        ("waiver_of_nobody", 2, "product_id"),
        ("waiver_without_line", 3, "up_to"),
    ]


def test_the_same_row_twice_is_no_mistake(folder: Folder) -> None:
    assert folder.put("waivers.csv", HEADER + SOUND + SOUND).read().tables["waivers"].height == 2


def beside(folder: Folder, content: str | bytes, name: str = "approved.csv") -> Beside:
    path = folder.path.parent / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return with_waivers_of(path, folder.read(), KINDS)


def refused(folder: Folder, content: str | bytes, name: str = "approved.csv") -> list[Problem]:
    with pytest.raises(CannotRunError) as raised:
        beside(folder, content, name)
    return list(raised.value.problems)


def test_a_file_is_laid_beside_the_portfolios_own_and_numbered_on(folder: Folder) -> None:
    folder.put("waivers.csv", HEADER + SOUND)
    found = beside(folder, HEADER + SOUND.replace("30%", "35%")).portfolio
    assert found.tables["waivers"].select("up_to", "row").rows() == [("30%", 2), ("35%", 4)]
    read = found.inputs[-1]
    assert (read.table, read.rows, read.before, read.file.endswith("approved.csv")) == ("waivers", 1, 2, True)


def test_a_file_stands_alone_where_the_portfolio_has_none(folder: Folder) -> None:
    found = beside(folder, HEADER + SOUND).portfolio
    assert found.tables["waivers"]["row"].to_list() == [2]


def test_a_parquet_file_is_read_too(folder: Folder) -> None:
    path = folder.path.parent / "approved.parquet"
    row = {"limit": "a/b", "product_id": "P1", "up_to": "30%", "reason": "r", "approved_by": "a"}
    pl.DataFrame([row | {"expires": "2024-12-31"}]).write_parquet(path)
    assert with_waivers_of(path, folder.read(), KINDS).portfolio.tables["waivers"].height == 1


def test_rows_for_others_products_are_set_aside_and_told(folder: Folder) -> None:
    found = beside(folder, HEADER + SOUND + SOUND.replace("P1", "P9"))
    assert found.portfolio.tables["waivers"].height == 1
    assert wrong(list(found.strangers)) == [("unknown_product", 3, "product_id")]


def test_malformed_rows_of_a_file_are_told_by_the_file(folder: Folder) -> None:
    [problem] = refused(folder, HEADER + SOUND.replace("P1", ""))
    assert (problem.message.code, problem.row) == ("waiver_of_nobody", 2)
    assert str(problem.file).endswith("approved.csv")


def test_a_file_that_is_not_there_or_no_table_is_refused(folder: Folder) -> None:
    with pytest.raises(CannotRunError, match="waivers_missing"):
        with_waivers_of(Path("nowhere.csv"), folder.read(), KINDS)
    assert wrong(refused(folder, "x", "approved.pdf"))[0][0] == "waivers_no_table"
    assert wrong(refused(folder, b"nonsense", "approved.parquet"))[0][0] == "unreadable"
