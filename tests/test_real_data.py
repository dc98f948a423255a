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
            ("actions", f"read_csv('{DATA / 'corporate_actions.csv'}', all_varchar = true)", ()),
        ):
            whole = ", ".join(f"CAST({column} AS HUGEINT) AS {column}" for column in exact)
            replaced = f" REPLACE ({whole})" if whole else ""
            connection.execute(f"CREATE TABLE {table} AS SELECT *{replaced} FROM {source}")
        yield connection


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    options = ["--as-of", "all", "--format", "json", "--lang", "en"]
    command = [sys.executable, "-c", RUN, "check", str(DATA), *options]
    ran = subprocess.run(command, capture_output=True, check=False)
    assert ran.returncode == 1
    assert ran.stdout, ran.stderr.decode()
    result: dict[str, Any] = json.loads(ran.stdout)
    return result


LAST = "2022-06-30"

CHANGES = """
    WITH sums AS (
        SELECT CAST(as_of AS VARCHAR) AS as_of, product_id, issuer_id, ANY_VALUE(net_assets) AS net,
            SUM(market_value) AS held
        FROM holdings JOIN products USING (as_of, product_id) JOIN assets USING (as_of, asset_id)
        GROUP BY ALL
    ),
    factors AS (
        SELECT asset_id, PRODUCT(CAST(factor AS DOUBLE)) AS factor FROM actions
        WHERE ex_date > '2022-03-31' AND ex_date <= '2022-06-30' GROUP BY ALL
    ),
    shares AS (
        SELECT late.product_id, issuer_id,
            BOOL_OR(late.quantity > CEIL(COALESCE(early.quantity, 0) * COALESCE(factor, 1) - 1e-6)) AS raised,
            BOOL_OR(late.quantity > early.quantity) AS grew,
            BOOL_OR(late.quantity IS NULL OR (early.quantity IS NULL AND early.product_id IS NOT NULL)) AS open
        FROM holdings AS late
            JOIN assets ON late.asset_id = assets.asset_id AND late.as_of = assets.as_of
            LEFT JOIN holdings AS early ON early.as_of = '2022-03-31'
                AND early.product_id = late.product_id AND early.asset_id = late.asset_id
            LEFT JOIN factors ON factors.asset_id = late.asset_id
        WHERE late.as_of = '2022-06-30' GROUP BY ALL
    )
    SELECT late.product_id, issuer_id, raised, grew, open, early.held, early.net, late.held, late.net
    FROM sums AS late JOIN shares USING (product_id, issuer_id)
        LEFT JOIN (SELECT * FROM sums WHERE as_of = '2022-03-31') AS early USING (product_id, issuer_id)
    WHERE late.as_of = '2022-06-30'
"""


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


def breaches_of_the_last_day(report: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (finding["product_id"], finding["group"]["id"]): finding
        for finding in report["findings"]
        if finding["limit"] == ONE_COMPANY and finding["status"] == "breach" and finding["as_of"] == LAST
    }


def test_a_breach_is_active_where_sql_finds_a_quantity_raised_beyond_its_corporate_actions(
    database: duckdb.DuckDBPyConnection, report: dict[str, Any]
) -> None:
    breaches = breaches_of_the_last_day(report)
    seen: dict[str, int] = {}
    for product, company, raised, _, is_open, held, net, _, _ in database.execute(CHANGES).fetchall():
        finding = breaches.get((product, company))
        if finding is None or net is None:
            continue  # it passes, or the fund is new
        over_before = held is not None and 10 * held > net
        expected = "active" if raised else "unknown" if is_open or over_before else "passive"
        assert (product, company, finding["crossing"]) == (product, company, expected)
        assert finding["since"] == ("2022-03-31" if over_before else LAST)
        seen[expected] = seen.get(expected, 0) + 1
    assert all(seen[crossing] > 10 for crossing in ("active", "passive", "unknown"))


def test_a_fund_of_the_last_day_beside_others_of_its_manager_is_active(
    database: duckdb.DuckDBPyConnection, report: dict[str, Any]
) -> None:
    new = {
        row[0]
        for row in database.execute(
            "SELECT product_id FROM products WHERE as_of = '2022-06-30' AND manager_id IN "
            "(SELECT manager_id FROM products WHERE as_of = '2022-03-31') AND product_id NOT IN "
            "(SELECT product_id FROM products WHERE as_of = '2022-03-31')"
        ).fetchall()
    }
    lives = {
        (finding["crossing"], finding["last_within"])
        for (product, _), finding in breaches_of_the_last_day(report).items()
        if product in new
    }
    assert lives == {("active", None)}


def test_the_cause_of_a_passive_breach_crosses_a_tenth_alone_if_any_does(
    database: duckdb.DuckDBPyConnection, report: dict[str, Any]
) -> None:
    breaches = breaches_of_the_last_day(report)
    causes: dict[str, int] = {}
    for product, company, _, _, _, held, _, _, net in database.execute(CHANGES).fetchall():
        finding = breaches.get((product, company))
        if finding is None or finding["crossing"] != "passive":
            continue
        causes[finding["cause"]] = causes.get(finding["cause"], 0) + 1
        if finding["cause"] == "price":
            continue  # the price of one line may cross beside it: it comes first
        if 10 * held > net:
            assert finding["cause"] == "net_assets"
    assert set(causes) == {"price", "net_assets"}


def test_a_bonus_issue_is_told_where_the_shares_grew_and_nobody_bought(
    database: duckdb.DuckDBPyConnection, report: dict[str, Any]
) -> None:
    breaches = breaches_of_the_last_day(report)
    said = "quantities grew by a corporate action only, nothing was bought"
    expected = {
        (product, company)
        for product, company, raised, grew, *_ in database.execute(CHANGES).fetchall()
        if grew and not raised and (product, company) in breaches
    }
    assert len(expected) > 10
    told = {key for key, finding in breaches.items() if said in (finding["reason"] or "")}
    assert told == {key for key in expected if breaches[key]["crossing"] == "passive"}


@pytest.mark.parametrize(
    ("product", "company", "crossing", "cause"),
    [
        # fund, company, then what was read by hand: shares, value and net assets on both days
        (
            "970043",
            "C002129",
            "passive",
            "price",
        ),  # 425,991 -> 383,658 shares; 42.70 -> 58.89 yuan; 206m -> 216m
        ("004936", "C600941", "passive", "net_assets"),  # 84,116 -> 4,990 shares; 152m -> 1m
        ("000970", "C002475", "active", "bought"),  # 10,362,208 -> 10,756,668 shares
        (
            "007581",
            "C002709",
            "passive",
            "price",
        ),  # 70,515 -> 132,259 shares, but 2.0128 for one; 94 -> 125 yuan for an old one
        ("001955", "C300454", "unknown", None),  # nobody knows the shares
    ],
)
def test_five_breaches_are_what_was_found_by_hand(
    report: dict[str, Any], product: str, company: str, crossing: str, cause: str | None
) -> None:
    finding = breaches_of_the_last_day(report)[product, company]
    assert (finding["crossing"], finding["cause"]) == (crossing, cause)
    assert (finding["since"], finding["last_within"]) == (LAST, "2022-03-31")
    assert finding["cure_by"] == (None if crossing == "active" else "2022-07-14")
