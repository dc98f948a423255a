"""Sums over a manager's products see into held products only where these are not in the sum themselves."""

from collections.abc import Collection, Mapping
from fractions import Fraction

import polars as pl

from concentration.frames import Pairs, Through


def with_shares_outside(
    rows: pl.DataFrame, through: Through, summed: pl.DataFrame
) -> tuple[pl.DataFrame, Pairs]:
    """Return the rows with a `pair` for each subject, and these pairs.

    A position counts once: on its way to the holder no product is passed that the subject's sum holds anyway. `rows`
    has `subject`, `product`, `pair`, `certain`; `summed` says whom each subject sums: `subject`, `product`, `certain`.
    Where it is only possible that a product on the way is summed, the row is not certain to count.
    """
    told = rows.filter(pl.col("pair") != 0).select("subject", "pair").unique().sort("subject", "pair")
    if told.is_empty():
        return rows, Pairs((Fraction(1),), ((0, 0),))
    members = _members(summed)
    ends = {pair: (product, holder) for pair, product, holder in through.pairs.iter_rows()}
    reached: dict[tuple[int, int, bool], Mapping[int, Fraction]] = {}
    shares, between, mapped = [Fraction(1)], [(0, 0)], []
    for subject, pair in told.iter_rows():
        top, holder = ends[pair]
        most, least = (
            _share(top, holder, subject, members, through, reached, surely=surely) for surely in (True, False)
        )
        if most:
            mapped.append((subject, pair, len(shares), most == least))
            shares.append(most)
            between.append((top, holder))
    schema = {"subject": pl.UInt32, "pair": pl.UInt32, "own_pair": pl.UInt32, "is_sure": pl.Boolean}
    own = pl.DataFrame(mapped, schema=schema, orient="row")
    joined = rows.join(own, on=["subject", "pair"], how="left", maintain_order="left")
    direct = pl.col("pair") == 0
    return (
        joined.filter(direct | pl.col("own_pair").is_not_null())
        .with_columns(
            pair=pl.when(direct).then(pl.col("pair")).otherwise("own_pair"),
            certain=pl.when(direct | pl.col("is_sure")).then("certain").otherwise(pl.lit(0, dtype=pl.UInt64)),
        )
        .drop("own_pair", "is_sure"),
        Pairs(tuple(shares), tuple(between)),
    )


def _members(summed: pl.DataFrame) -> dict[int, tuple[set[int], set[int]]]:
    """Return for each subject the products that its sum surely holds, and those that it may hold."""
    members: dict[int, tuple[set[int], set[int]]] = {}
    for subject, product, certain in summed.select("subject", "product", "certain").iter_rows():
        surely, maybe = members.setdefault(subject, (set(), set()))
        maybe.add(product)
        if certain:
            surely.add(product)
    return members


def _share(
    top: int,
    holder: int,
    subject: int,
    members: Mapping[int, tuple[set[int], set[int]]],
    through: Through,
    reached: dict[tuple[int, int, bool], Mapping[int, Fraction]],
    *,
    surely: bool,
) -> Fraction:
    at = (subject, top, surely)
    if at not in reached:
        surely_in, maybe_in = members.get(subject, (set(), set()))
        reached[at] = _reached(top, surely_in if surely else maybe_in, through.edges)
    return reached[at].get(holder, Fraction(0))


def _reached(
    top: int, passed_by: Collection[int], edges: Mapping[int, Mapping[int, Fraction]]
) -> Mapping[int, Fraction]:
    """Return the share of each product inside `top` on all ways that avoid the products `passed_by`."""
    order: list[int] = []
    seen: set[int] = set()

    def visit(product: int) -> None:
        waiting = [(product, iter(edges.get(product, ())))]
        seen.add(product)
        while waiting:
            current, inner = waiting[-1]
            following = next((one for one in inner if one not in seen and one not in passed_by), None)
            if following is None:
                order.append(current)
                waiting.pop()
            else:
                seen.add(following)
                waiting.append((following, iter(edges.get(following, ()))))

    visit(top)
    shares = {top: Fraction(1)}
    for product in reversed(order):
        for inner, share in edges.get(product, {}).items():
            if inner in seen and inner not in passed_by:
                shares[inner] = shares.get(inner, Fraction(0)) + shares[product] * share
    return {product: share for product, share in shares.items() if product != top}
