"""Real holdings of Chinese public funds, judged a second time in SQL and compared with the command's report.

The data belongs to others and stays beside the project: where it is not there, these tests are skipped.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

DATA = Path(__file__).parents[2] / "shared" / "data" / "cn-public-funds"

pytestmark = [
    pytest.mark.skipif(not DATA.is_dir(), reason="the real holdings are not beside this checkout"),
    pytest.mark.xdist_group("real data"),  # one run of the command serves them all
]

ONE_COMPANY = "public-funds/one-company-10"
OPEN_FUNDS = "public-funds/open-tradable-shares-15"

RUN = "from concentration.cli.main import main; main()"

BY_COMPANY = """
    SELECT CAST(as_of AS VARCHAR) AS as_of, product_id, issuer_id,
        SUM(market_value) AS held, ANY_VALUE(net_assets) AS net
    FROM holdings JOIN products USING (as_of, product_id) JOIN assets USING (as_of, asset_id)
    WHERE index_tracking = 'false'
    GROUP BY ALL
"""

BY_MANAGER = """
    WITH companies AS (
        SELECT as_of, issuer_id, SUM(tradable_shares) AS tradable FROM assets
        GROUP BY ALL HAVING COUNT(tradable_shares) = COUNT(*)
    )
    SELECT CAST(as_of AS VARCHAR) AS as_of, manager_id, issuer_id,
        SUM(quantity) AS held, ANY_VALUE(tradable) AS tradable
    FROM holdings JOIN products USING (as_of, product_id) JOIN assets USING (as_of, asset_id)
        JOIN companies USING (as_of, issuer_id)
    WHERE index_tracking = 'false' AND operation = 'open'
    GROUP BY ALL HAVING COUNT(quantity) = COUNT(*)
"""


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        for table, source, exact in (
            ("holdings", f"'{DATA / 'holdings.parquet'}'", ("quantity", "market_value")),
            ("products", f"read_csv('{DATA / 'products.csv'}', all_varchar = true)", ("net_assets",)),
            ("assets", f"read_csv('{DATA / 'assets.csv'}', all_varchar = true)", ("tradable_shares",)),
        ):
            whole = ", ".join(f"CAST({column} AS HUGEINT) AS {column}" for column in exact)
            connection.execute(f"CREATE TABLE {table} AS SELECT * REPLACE ({whole}) FROM {source}")
        yield connection


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    options = ["--as-of", "all", "--format", "json"]
    command = [sys.executable, "-c", RUN, "check", str(DATA), *options]
    ran = subprocess.run(command, capture_output=True, check=False)
    assert ran.returncode == 1
    assert ran.stdout, ran.stderr.decode()
    result: dict[str, Any] = json.loads(ran.stdout)
    return result


def found(report: dict[str, Any], limit: str, status: str, subject: str) -> set[tuple[str, str, str]]:
    return {
        (finding["as_of"], finding[subject], finding["group"]["id"])
        for finding in report["findings"]
        if finding["limit"] == limit and finding["status"] == status
    }


def asked(database: duckdb.DuckDBPyConnection, query: str, where: str) -> set[tuple[str, str, str]]:
    rows = database.execute(f"SELECT * FROM ({query}) WHERE {where}").fetchall()
    return {(row[0], row[1], row[2]) for row in rows}


def test_breaches_of_the_company_limit_are_those_that_sql_finds_on_both_days(
    database: duckdb.DuckDBPyConnection, report: dict[str, Any]
) -> None:
    expected = asked(database, BY_COMPANY, "10 * held > net")
    assert {day for day, _, _ in expected} == {"2022-03-31", "2022-06-30"}
    assert found(report, ONE_COMPANY, "breach", "product_id") == expected


def test_a_position_at_exactly_a_tenth_passes(
    database: duckdb.DuckDBPyConnection, report: dict[str, Any]
) -> None:
    exactly = asked(database, BY_COMPANY, "10 * held = net")
    assert len(exactly) > 10
    assert not exactly & found(report, ONE_COMPANY, "breach", "product_id")
    assert exactly <= found(report, ONE_COMPANY, "warning", "product_id"), "inside, but past the warning line"


def test_warnings_of_the_company_limit_lie_above_nine_hundredths(
    database: duckdb.DuckDBPyConnection, report: dict[str, Any]
) -> None:
    expected = asked(database, BY_COMPANY, "100 * held > 9 * net AND 10 * held <= net")
    assert found(report, ONE_COMPANY, "warning", "product_id") == expected


def test_funds_that_replicate_an_index_are_exempt_once_each(
    database: duckdb.DuckDBPyConnection, report: dict[str, Any]
) -> None:
    rows = database.execute(
        "SELECT DISTINCT CAST(as_of AS VARCHAR), product_id FROM products WHERE index_tracking = 'true'"
    ).fetchall()
    exempt = [
        (finding["as_of"], finding["product_id"])
        for finding in report["findings"]
        if finding["limit"] == ONE_COMPANY and finding["status"] == "exempt"
    ]
    assert sorted(exempt) == sorted(rows)


@pytest.mark.parametrize(
    ("status", "where"),
    [
        ("breach", "100 * held > 15 * tradable"),
        ("warning", "1000 * held > 135 * tradable AND 100 * held <= 15 * tradable"),
    ],
)
def test_shares_held_by_all_open_funds_of_a_manager_agree_where_everything_is_known(
    database: duckdb.DuckDBPyConnection, report: dict[str, Any], status: str, where: str
) -> None:
    known = asked(database, BY_MANAGER, "true")
    assert len(known) > 1000
    assert found(report, OPEN_FUNDS, status, "manager_id") & known == asked(database, BY_MANAGER, where)


def test_the_thirty_percent_of_plans_and_funds_was_not_yet_in_force(report: dict[str, Any]) -> None:
    assert {"collective-plans/tradable-shares", "am-guidance/tradable-shares"}.isdisjoint(
        finding["limit"] for finding in report["findings"]
    )
