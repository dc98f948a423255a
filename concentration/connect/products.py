"""The facts of products and of their managers on the judged days."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from concentration.connect.assets import fact_names
from concentration.connect.dated import known_on


def manager_facts(managers: pl.DataFrame, days: Sequence[date]) -> pl.DataFrame:
    """Return one row per day and manager: `as_of`, `manager_id`, `manager_name` and the manager's facts."""
    return (
        known_on(managers, "manager_id", days)
        .rename({"name": "manager_name"} | fact_names("manager"))
        .drop("row")
    )


def product_facts(
    products: pl.DataFrame, managers: pl.DataFrame, days: Sequence[date]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return one row per day and product, a manager's products side by side; and the managers.

    Products: `product` and `manager` (UInt32, places of the product and of its manager on that day), `parent` (place of
    the manager that is its manager's parent, NULL if there is no other one in `managers`), `household` (UInt32:
    managers that are joined by parents stand together), `as_of`, `product_name`, `product_row` (line in the file),
    `manager_name`, every fact of products and managers. Managers: `manager`, `as_of`, `manager_id`, `manager_name`.
    """
    judged = products.filter(pl.col("as_of").is_in(list(days)))
    facts = manager_facts(managers, days)
    frame = (
        judged.rename({"name": "product_name", "row": "product_row"} | fact_names("product"))
        .join(facts, on=["as_of", "manager_id"], how="left")
        .join(_households(facts), on=["as_of", "manager_id"], how="left")
        .sort("household", "manager_id", "as_of", "product_id")
    )
    places = _places(frame, facts)
    parents = places.select("as_of", parent_id="manager_id", parent="manager")
    return (
        frame.join(
            places.select("as_of", "manager_id", "manager"),
            on=["as_of", "manager_id"],
            how="left",
            maintain_order="left",
        )
        .join(parents, on=["as_of", "parent_id"], how="left", maintain_order="left")
        .with_row_index("product")
        .with_columns(
            pl.col("product").cast(pl.UInt32),
            parent=pl.when(pl.col("parent") != pl.col("manager")).then("parent"),
        ),
        places,
    )


def _places(products: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """Return a place for each manager on each day: first those that have products, in the order of these."""
    with_products = products.select("as_of", "manager_id").unique(maintain_order=True)
    parents = facts.select("as_of", manager_id="parent_id").drop_nulls().unique().sort("as_of", "manager_id")
    without = parents.join(facts, on=["as_of", "manager_id"], how="semi").join(
        with_products, on=["as_of", "manager_id"], how="anti"
    )
    names = facts.select("as_of", "manager_id", "manager_name")
    return (
        pl.concat([with_products, without])
        .with_row_index("manager")
        .with_columns(pl.col("manager").cast(pl.UInt32))
        .join(names, on=["as_of", "manager_id"], how="left", maintain_order="left")
    )


def _households(facts: pl.DataFrame) -> pl.DataFrame:
    """Return `as_of`, `manager_id`, `household` (UInt32): a number for all managers joined by their parents.

    A parent that is not in `managers` joins nobody; of parents in a circle the smallest id stands for all of them.
    """
    rows = list(facts.select("as_of", "manager_id", "parent_id").iter_rows())
    parent = {(day, manager): (day, above) for day, manager, above in rows if above is not None}
    known = {(day, manager) for day, manager, _ in rows}
    tops: dict[tuple[date, str], tuple[date, str]] = {}
    for start in known:
        chain = [start]
        while (above := parent.get(chain[-1])) in known and above not in chain:
            assert above is not None
            chain.append(above)
        tops[start] = min(chain[chain.index(above) :]) if above in chain else chain[-1]
    numbers = {top: number for number, top in enumerate(sorted({top[1] for top in tops.values()}))}
    return pl.DataFrame(
        [(day, manager, numbers[tops[day, manager][1]]) for day, manager, _ in rows],
        schema={"as_of": pl.Date, "manager_id": pl.String, "household": pl.UInt32},
        orient="row",
    )
