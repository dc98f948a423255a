"""Random small portfolios of certain facts, made to land on a handful of limits."""

from random import Random

from engine_frames import World, a_limit, asset, bound, held, manager, product
from hypothesis import strategies as st

from trade.desk import CASH

CAP = a_limit(count="asset_kind <> 'cash'")
FLOOR = a_limit("rules/floor", bounds=bound("1/10", "at_least"), group_by="none", count="asset_kind = 'cash'")
OF_MANAGER = a_limit("rules/manager", judge_per="manager", bounds=bound("3/10"), count="asset_kind <> 'cash'")


@st.composite
def books(draw: st.DrawFn) -> tuple[World, str, str]:
    """A portfolio of certain facts, an asset to buy, and its price."""
    random: Random = draw(st.randoms(use_true_random=False))
    products = [
        product(f"P{number}", random.choice(["M1", "M2"]), net_assets=random.choice([1000, 900000, 2000000]))
        for number in (1, 2, 3)
    ]
    assets = [
        asset(
            f"A{number}.SH",
            issuer_id=random.choice(["C1", "C2", "C3"]),
            tradable_shares=random.choice([10**5, 10**6]),
        )
        for number in (1, 2, 3, 4)
    ]
    holdings = [
        held(
            str(one["asset_id"]),
            random.choice([1000, "33333.33", 200000, 250000]),
            str(owner["product_id"]),
            quantity=random.choice([100, 5050, 20000]),
        )
        for owner in products
        for one in assets
        if random.randrange(2)
    ]
    holdings += [held("CASH", random.choice([0, 150000, 900000]), str(one["product_id"])) for one in products]
    relations = (
        [{"party_id": "C1", "related_party_id": "C2", "relation": "controls"}] if random.randrange(2) else []
    )
    world = World(
        holdings,
        products,
        [*assets, CASH],
        [manager("M1"), manager("M2")],
        relations=relations,
    )
    return world, str(random.choice(assets)["asset_id"]), random.choice(["10", "3.33", "1777.77"])


LIMITS = [
    CAP,
    FLOOR,
    OF_MANAGER,
    a_limit(
        "rules/company", group_by="company", bounds=bound("1/3", "less_than"), count="asset_kind = 'stock'"
    ),
    a_limit(
        "rules/shares",
        judge_per="manager",
        group_by="company",
        numerator="sum of quantity",
        denominator="tradable_shares",
        bounds=bound("3/10"),
        count="asset_kind = 'stock'",
    ),
    a_limit(
        "rules/amount", denominator=None, bounds=bound("300000", unit="yuan"), count="asset_kind <> 'cash'"
    ),
]
