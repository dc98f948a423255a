"""Make a portfolio folder of any size: `python -m benchmarks.generate --rows 1000000 --out DIR --seed 1`.

The same arguments give the same folder. Holdings add up to total assets, every fact that the rules ask for
is known, most products are inside every line; a known part stands exactly on a line, beyond it, or just
inside (`mix.LINES`), and some managers hold exactly or more than 30% of a company's tradable shares and 25%
of an asset.
"""

import argparse
from datetime import date, timedelta
from decimal import Decimal
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import yaml
from numpy.typing import NDArray

from benchmarks import mix
from benchmarks.parties import Issuers, make_parties, make_relations, party_ids

Numbers = NDArray[np.int64]

AS_OF = date(2024, 6, 28)
KINDS = Path(__file__).parent.parent / "limits" / "kinds.yaml"
FEWEST_HOLDINGS = 20


def main() -> None:
    """Parse the command line and write the portfolio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, required=True, help="rows of holdings")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shuffled", action="store_true", help="holdings in random order, not by product")
    arguments = parser.parse_args()
    write_portfolio(arguments.out, arguments.rows, arguments.seed, shuffled=arguments.shuffled)


def write_portfolio(folder: Path, rows: int, seed: int, *, shuffled: bool = False) -> None:
    """Write the tables of a portfolio of `rows` holdings as Parquet into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in make_portfolio(rows, seed, shuffled=shuffled).items():
        table.write_parquet(folder / f"{name}.parquet")


def make_portfolio(rows: int, seed: int, *, shuffled: bool = False) -> dict[str, pl.DataFrame]:
    """Return the tables of a portfolio of exactly `rows` holdings (at least 20 a product).

    From a million rows on there are 20,000 products, 200 managers, 500,000 assets and 60,000 issuers; below,
    fewer in proportion.
    """
    random = np.random.default_rng(seed)
    product_count = min(20_000, max(1, rows // 50))
    asset_count = min(500_000, max(2_000, rows // 2))
    pools = _pools(asset_count)
    issuers = Issuers(
        total=max(500, asset_count * 3 // 25), listed_count=max(pools["stock"], pools["overseas"])
    )

    managers = _managers(max(10, product_count // 100), random)
    products, profile = _products(product_count, managers, random)
    assets = _assets(pools, issuers, random)
    holdings = _holdings(rows, products, profile, pools, assets, random)
    products = _with_total_assets(products, holdings)
    assets = _with_sizes(assets, holdings, products, random)
    return {
        "managers": managers,
        "products": _as_product_table(products),
        "assets": _as_asset_table(assets),
        "holdings": _as_holding_table(holdings, products, assets, random, shuffled=shuffled),
        "parties": make_parties(issuers, random),
        "relations": make_relations(issuers, random),
    }


def _pools(asset_count: int) -> dict[str, int]:
    """Return how many assets each pool has; `cash` has one of each kind."""
    sizes = {name: max(110, int(asset_count * pool.share)) for name, pool in mix.POOLS.items()}
    sizes["cash"] = len(mix.POOLS["cash"].kinds)
    return sizes


def _shared_out(total: int, weights: dict[str, float]) -> list[str]:
    """Return `total` names in blocks, as many of each as its weight says, at least one where there is room."""
    names = list(weights)
    weight = np.array([weights[name] for name in names], dtype=float)
    ends = np.ceil(np.cumsum(weight) / weight.sum() * total).astype(int)
    counts = np.diff(ends, prepend=0)
    return [name for name, count in zip(names, counts, strict=True) for _ in range(count)]


def _managers(count: int, random: np.random.Generator) -> pl.DataFrame:
    """Return the table `managers`."""
    kinds = _shared_out(count, {kind: weight for kind, (weight, _) in mix.MANAGERS.items()})
    ids = [f"M{number:03d}" for number in range(count)]
    capital = random.integers(1, 100, count) * 1_000_000_000
    return pl.DataFrame(
        {
            "manager_id": ids,
            "name": [f"管理人{number}" for number in ids],
            "kind": kinds,
            "net_capital": capital,
            "audited_total_assets": capital * 12,
            "risk_reserve": capital // 20,
        }
    )


def _products(
    count: int, managers: pl.DataFrame, random: np.random.Generator
) -> tuple[pl.DataFrame, NDArray[np.str_]]:
    """Return products with `net_assets` and `leverage` in place of total assets, and each one's profile."""
    size = 1 / np.arange(1, managers.height + 1) ** 0.7
    manager = random.choice(managers.height, count, p=random.permutation(size / size.sum()))
    manager[: managers.height] = np.arange(managers.height)[:count]
    manager_kind = managers["kind"].to_numpy()[manager]
    profile = np.empty(count, dtype=object)
    for name, (_, shares) in mix.MANAGERS.items():
        here = manager_kind == name
        profile[here] = random.permutation(np.array(_shared_out(int(here.sum()), shares), dtype=object))
    kind = np.array([name.split("/")[0] for name in profile])
    public = np.isin(kind, mix.PUBLIC)
    money = np.isin(kind, ("cash_management", "money_market_fund"))
    operation = np.where(
        money, "open", random.choice(["open", "periodic", "closed"], count, p=[0.6, 0.2, 0.2])
    )
    structured = (kind == "securities_trust") & (random.random(count) < 0.6)
    ending = np.isin(profile.astype(str), [n for n, s in mix.PROFILES.items() if {*s} & {*mix.BOUND_TO_END}])
    operation = np.where(structured | ending, "closed", operation)
    # Round to a million, so that a percentage of it is a whole number of fen.
    net_assets = np.maximum(10, np.exp(random.normal(np.log(500), 1, count))).astype(np.int64) * 1_000_000
    leverage = np.where(money, random.uniform(1.0, 1.07, count), random.uniform(1.0, 1.3, count))
    leverage[structured] = random.uniform(1.0, 1.2, int(structured.sum()))
    leverage[np.isin(kind, ("bank_qdii", "trust_qdii", "private_fund", "public_fund", "bank_wmp"))] = 1
    geared = np.flatnonzero(kind == "cash_management")
    lot = random.random(len(geared))
    lot[:2] = 0, mix.ON_LINE
    leverage[geared[lot < mix.ON_LINE + mix.BEYOND]] = mix.MOST_LEVERAGE + 0.01
    leverage[geared[lot < mix.ON_LINE]] = mix.MOST_LEVERAGE
    ids = pl.Series("product_id", np.arange(count)).cast(pl.String).str.zfill(5).str.replace("^", "P")
    days = random.integers(200, 3000, count)
    return pl.DataFrame(
        {
            "product_id": ids,
            "name": "产品" + ids,
            "manager_id": managers["manager_id"].gather(manager),
            "kind": kind,
            "offering": np.where(public, "public", "private"),
            "operation": operation,
            "nature": [mix.nature(name) for name in profile],
            "fund_type": np.where(kind == "public_fund", "mixed", np.where(money, "money_market", "other")),
            "collective": kind != "single_plan",
            "structured": structured,
            "senior_units": np.where(structured, 1_000_000, 0),
            "junior_units": np.where(structured, 1_000_000, 0),
            "net_assets": net_assets,
            "leverage": leverage,
            "established": [AS_OF - timedelta(int(day)) for day in days],
            "maturity_date": [AS_OF + timedelta(int(day) + mix.LONGEST) for day in days],
            "next_open_date": [AS_OF + timedelta(int(day) % 90 + 1) for day in days],
            "exit_open": (operation == "periodic") & (random.random(count) < 0.1),
            "professional_only": ~public & (random.random(count) < 0.2),
            "smallest_investment": np.where(
                public, 1, random.choice([300_000, 1_000_000, 10_000_000], count)
            ),
            "index_tracking": (kind == "public_fund") & (random.random(count) < 0.08),
            "purpose": "general",
            "large_redemption": random.random(count) < 0.01,
            "redeemed_3d": Decimal("0.02"),
            "redeemed_5d": Decimal("0.03"),
            "contract_governed": False,
            "measurement": np.where(money, "amortised", "fair_value"),
            "last_disclosed": AS_OF,
            "portfolio_mode": kind == "debt_to_equity_plan",
            "top10_share": Decimal("0.3"),
        }
    ), profile.astype(str)


def _assets(pools: dict[str, int], issuers: Issuers, random: np.random.Generator) -> pl.DataFrame:
    """Return the assets pool after pool, every fact but their sizes, and their `price`."""
    tables = []
    for name, size in pools.items():
        pool = mix.POOLS[name]
        issuer = issuers.draw(random, pool.issuers, size)
        low, high = pool.days
        due = np.datetime64(AS_OF) + random.integers(low, high + 1, size) if high else None
        abroad = random.choice(mix.OVERSEAS, size)
        tables.append(
            pl.DataFrame(
                {
                    "pool": name,
                    "kind": random.permutation(np.array(_shared_out(size, pool.kinds))),
                    "issuer_id": party_ids(issuer),
                    "originator_id": party_ids(random.permutation(issuer)),
                    "country": abroad if name in ("overseas", "foreign_fund") else ["CN"] * size,
                    "maturity_date": pl.Series(due, dtype=pl.Date) if due is not None else [None] * size,
                    "price": np.round(
                        np.exp(random.uniform(log(pool.price[0]), log(pool.price[1]), size)), 2
                    ),
                },
                schema_overrides={"maturity_date": pl.Date},
            )
        )
    assets = pl.concat(tables)
    count = assets.height
    ids = pl.Series(np.arange(count)).cast(pl.String).str.zfill(6).str.replace("^", "A")
    return assets.with_columns(
        ids.alias("asset_id"),
        ("资产" + ids).alias("name"),
        pl.Series("early_withdrawal", random.choice(["none", "conditional", "free"], count)),
        pl.Series("fund_nature", random.choice(["fixed_income", "equity", "mixed", "money_market"], count)),
        pl.Series("rating", random.choice(["AAA", "AA+", "AA"], count)),
        pl.Series("defaulted", random.random(count) < 0.001),
        pl.Series("suspended", random.random(count) < 0.002),
        pl.Series("restricted", random.random(count) < 0.002),
        pl.Series("days_to_cash", random.integers(1, 30, count)),
        pl.Series("debt_by_accounting", random.random(count) < 0.9),
        listed=~pl.col("kind").is_in(["unlisted_equity", "debt_to_equity"]),
        holds_products=False,
        recognised_standard=False,
        valued_daily=True,
        fair_value_exit=True,
        commodity_linked=False,
    )


def _counts_of_holdings(rows: int, products: int, random: np.random.Generator) -> Numbers:
    """Return how many holdings each product has: at least 20, few with many, `rows` in all."""
    size = np.minimum(np.exp(random.normal(0, 0.7, products)), 4)
    spread = rows - FEWEST_HOLDINGS * products
    if spread < 0:
        raise SystemExit(f"{rows} rows are too few: {products} products have at least {FEWEST_HOLDINGS} each")
    ends = np.round(np.cumsum(size) / size.sum() * spread).astype(np.int64)
    counts: Numbers = FEWEST_HOLDINGS + np.diff(ends, prepend=0)
    return counts


def _holdings(
    rows: int,
    products: pl.DataFrame,
    profile: NDArray[np.str_],
    pools: dict[str, int],
    assets: pl.DataFrame,
    random: np.random.Generator,
) -> pl.DataFrame:
    """Return the holdings: `product`, `asset` (positions in their tables), `market_value` (fen), `quantity`."""
    counts = _counts_of_holdings(rows, products.height, random)
    blocks = _blocks(profile, counts, pools, random)
    product = np.repeat(blocks["product"], blocks["rows"])
    starts = np.cumsum(blocks["rows"]) - blocks["rows"]
    place = np.arange(len(product)) - np.repeat(starts, blocks["rows"])
    offset, size = np.repeat(blocks["offset"], blocks["rows"]), np.repeat(blocks["size"], blocks["rows"])
    asset = np.repeat(blocks["first"], blocks["rows"]) + (offset + place) % size
    weight = np.repeat(blocks["weight"] / blocks["rows"], blocks["rows"]) * random.uniform(
        0.6, 1.4, len(product)
    )

    net_assets = products["net_assets"].to_numpy() * 100
    planted = _planted(products, blocks, starts, net_assets, random)
    fixed = np.zeros(len(product), dtype=np.int64)
    fixed[planted["row"]] = planted["amount"]
    weight[planted["row"]] = 0
    total = np.round(net_assets * products["leverage"].to_numpy()).astype(np.int64)
    rest = total - np.bincount(product, weights=fixed, minlength=products.height).astype(np.int64)
    amount = fixed + _split(rest, product, weight)
    price = assets["price"].to_numpy()[asset]
    return pl.DataFrame(
        {
            "product": product,
            "asset": asset,
            "market_value": amount,
            "quantity": np.round(amount / 100 / price).astype(np.int64),
        }
    )


def _blocks(
    profile: NDArray[np.str_], counts: Numbers, pools: dict[str, int], random: np.random.Generator
) -> dict[str, NDArray[Any]]:
    """Return, sorted by product, which pool each product draws from: how many rows, what weight, where it starts."""
    first = dict(zip(pools, np.cumsum([0, *pools.values()])[:-1], strict=True))
    parts = []
    for name, shares in mix.PROFILES.items():
        mine = np.flatnonzero(profile == name)
        drawn = {pool: share for pool, share in shares.items() if pool != "cash"}
        fineness = np.array([share * mix.FINER.get(pool, 1) for pool, share in drawn.items()])
        cash_rows = pools["cash"]
        ends = np.outer(counts[mine] - cash_rows - len(drawn), np.cumsum(fineness) / fineness.sum())
        rows = 1 + np.diff(np.round(ends), axis=1, prepend=0).astype(np.int64)
        for column, pool in enumerate(["cash", *drawn]):
            of_pool = np.full(len(mine), cash_rows) if pool == "cash" else rows[:, column - 1]
            size = pools[pool]
            # Squared: some assets are held by many.
            offset = (random.random(len(mine)) ** 2 * size).astype(np.int64)
            parts.append(
                pl.DataFrame(
                    {
                        "product": mine,
                        "rows": of_pool,
                        "weight": np.full(len(mine), float(shares[pool])),
                        "offset": offset,
                        "size": np.full(len(mine), size),
                        "first": np.full(len(mine), first[pool]),
                        "pool": [pool] * len(mine),
                    }
                )
            )
    blocks = pl.concat(parts).sort("product", "first")
    too_many = blocks.filter(pl.col("rows") > pl.col("size"))
    if not too_many.is_empty():
        raise SystemExit(
            f"pool {too_many['pool'][0]} is too small for {too_many['rows'][0]} positions of one product"
        )
    return {name: blocks[name].to_numpy() for name in blocks.columns}


def _planted(
    products: pl.DataFrame,
    blocks: dict[str, NDArray[Any]],
    starts: Numbers,
    net_assets: Numbers,
    random: np.random.Generator,
) -> dict[str, Numbers]:
    """Return which rows are put on, beyond or just inside a line, and with what amount (fen)."""
    kind = products["kind"].to_numpy()
    rows, amounts = [], []
    for line in mix.LINES:
        here = np.flatnonzero((kind[blocks["product"]] == line.product_kind) & (blocks["pool"] == line.pool))
        lot = random.random(len(here))
        bound = net_assets[blocks["product"][here]] * line.bound.numerator // line.bound.denominator
        on, beyond = lot < mix.ON_LINE, (lot >= mix.ON_LINE) & (lot < mix.ON_LINE + mix.BEYOND)
        # Every line has one product on it and, if there is a second one, that beyond it.
        on[:1], beyond[:1] = True, False
        on[1:2], beyond[1:2] = False, True
        warned = ~on & ~beyond & (lot < mix.ON_LINE + mix.BEYOND + mix.WARNED)
        more = (bound * random.uniform(1.001, 1.2, len(here))).astype(np.int64)
        amount = np.select([on, beyond, warned], [bound, more, bound * 95 // 100])
        rows.append(starts[here][amount > 0])
        amounts.append(amount[amount > 0])
    return {"row": np.concatenate(rows), "amount": np.concatenate(amounts)}


def _split(total: Numbers, product: Numbers, weight: NDArray[np.float64]) -> Numbers:
    """Split each product's total over its rows by weight, into whole fen that add up to it exactly."""
    whole = np.bincount(product, weights=weight)
    running = np.cumsum(weight)
    before = np.cumsum(whole) - whole
    share = np.clip((running - before[product]) / whole[product], 0, 1)
    ends = np.round(share * total[product]).astype(np.int64)
    last = np.append(product[1:] != product[:-1], True)
    ends[last] = total[product[last]]
    starts = np.where(np.append(True, product[1:] != product[:-1]), 0, np.append(0, ends[:-1]))
    return ends - starts


def _with_total_assets(products: pl.DataFrame, holdings: pl.DataFrame) -> pl.DataFrame:
    """Return the products with `total_assets` (fen) as their holdings add up to."""
    total = holdings.group_by("product").agg(pl.col("market_value").sum()).sort("product")["market_value"]
    return products.with_columns(total.alias("total_assets"))


def _with_sizes(
    assets: pl.DataFrame, holdings: pl.DataFrame, products: pl.DataFrame, random: np.random.Generator
) -> pl.DataFrame:
    """Return the assets with `total_value` (fen) and `tradable_shares`, large beside what is held of them.

    Of some, one manager holds exactly 25% (30% of the shares), of some more.
    """
    held = holdings.with_columns(
        manager=products["manager_id"].gather(holdings["product"]),
        kind=products["kind"].gather(holdings["product"]),
    )
    of_manager = (
        held.group_by("asset", "manager")
        .agg(
            pl.col("quantity").sum(),
            pl.col("market_value").filter(pl.col("kind") == "collective_plan").sum().alias("plan_value"),
            pl.col("market_value").sum(),
        )
        .group_by("asset")
        .agg(
            pl.col("quantity", "market_value").sum(),
            pl.col("quantity", "plan_value").max().name.prefix("most_"),
        )
    )
    count = assets.height
    base = pl.DataFrame(
        {
            "asset": np.arange(count),
            "base_value": (np.exp(random.normal(np.log(2e9), 0.7, count)) * 100).astype(np.int64),
            "base_shares": np.exp(random.normal(np.log(1e9), 0.7, count)).astype(np.int64),
            "lot": random.random(count),
        }
    )
    sized = base.join(of_manager.cast({"asset": pl.Int64}), on="asset", how="left", maintain_order="left")
    sized = sized.fill_null(0).with_columns(pool=assets["pool"])
    exact, beyond = pl.col("lot") < 0.01, pl.col("lot") < 0.02
    in_thirds = (pl.col("most_quantity") > 0) & (pl.col("most_quantity") % 3 == 0)
    in_plans = (pl.col("most_plan_value") > 0) & (pl.col("pool") == "credit")
    sizes = sized.select(
        pl.when(in_plans & exact)
        .then(pl.col("most_plan_value") * 4)
        .when(in_plans & beyond)
        .then(pl.col("most_plan_value") * 39 // 10)
        .otherwise(pl.max_horizontal("base_value", pl.col("market_value") * 5))
        .alias("total_value"),
        pl.when(in_thirds & exact)
        .then(pl.col("most_quantity") * 10 // 3)
        .when(in_thirds & beyond)
        .then(pl.col("most_quantity") * 10 // 4)
        .otherwise(pl.max_horizontal("base_shares", pl.col("quantity") * 10))
        .alias("tradable_shares"),
    )
    return assets.with_columns(sizes)


def _fen(column: str) -> pl.Expr:
    """Return an Int64 column of fen as yuan, exactly."""
    return (pl.col(column).cast(pl.Decimal(38, 2)) * Decimal("0.01")).cast(pl.Decimal(20, 2))


def _as_product_table(products: pl.DataFrame) -> pl.DataFrame:
    """Return the products with the columns of the contract."""
    return (
        products.drop("leverage")
        .select(pl.lit(AS_OF).alias("as_of"), pl.all(), raised_balance=pl.col("net_assets"))
        .with_columns(_fen("total_assets"))
    )


def _as_asset_table(assets: pl.DataFrame) -> pl.DataFrame:
    """Return the assets with the columns of the contract, empty where a column does not apply to the kind."""
    kinds = yaml.load(KINDS.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    table = assets.drop("pool", "price").with_columns(_fen("total_value"))
    lacking = {
        column: [kind for kind, facts in kinds.items() if column in facts.get("lacks", [])]
        for column in table.columns
    }
    return table.with_columns(
        pl.when(~pl.col("kind").is_in(without)).then(pl.col(column)).alias(column)
        for column, without in lacking.items()
        if without
    )


def _as_holding_table(
    holdings: pl.DataFrame,
    products: pl.DataFrame,
    assets: pl.DataFrame,
    random: np.random.Generator,
    *,
    shuffled: bool,
) -> pl.DataFrame:
    """Return the holdings with the columns of the contract."""
    kind = assets["kind"].gather(holdings["asset"])
    count = holdings.height
    derivative, stock = kind.is_in(["future", "listed_option", "swap"]), kind.is_in(["stock"])
    trust = products["kind"].gather(holdings["product"]).is_in(["management_trust"])
    locked = stock & pl.Series(random.random(count) < 0.01)
    table = holdings.select(
        pl.lit(AS_OF).alias("as_of"),
        products["product_id"].gather(holdings["product"]),
        assets["asset_id"].gather(holdings["asset"]),
        pl.when(trust & (holdings["product"] % 10 == 0))
        .then(pl.lit("T") + (pl.int_range(pl.len()) % 2 + 1).cast(pl.String))
        .alias("tranche_id"),
        pl.when(kind == "swap").then(assets["issuer_id"].gather(holdings["asset"])).alias("counterparty_id"),
        pl.col("quantity"),
        _fen("market_value"),
        (_fen("market_value") * Decimal("0.97")).cast(pl.Decimal(20, 2)).alias("cost"),
        pl.when(locked).then(AS_OF + timedelta(120)).alias("restricted_until"),
        pl.when(derivative).then(_fen("market_value") * 5).alias("exposure"),
        pl.when(derivative).then(_fen("market_value")).alias("initial_outlay"),
        pl.when(kind == "swap").then(_fen("market_value")).alias("counterparty_exposure"),
    )
    return table.sample(fraction=1, shuffle=True, seed=int(random.integers(1 << 30))) if shuffled else table


if __name__ == "__main__":
    main()
