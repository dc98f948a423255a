"""Worlds of a few rows, judged by hand."""

from collections.abc import Mapping

from engine_frames import CATALOGUE, DAY, World

from concentration.catalogue.model import Catalogue, Limit
from naive.day import Day, open_day
from naive.judge import Verdict, judge

Said = dict[str | None, str]


def by_hand(world: World, limit: Limit, catalogue: Catalogue = CATALOGUE) -> list[Verdict]:
    """Return what the naive judge says of a limit."""
    found = judge(world.portfolio(), catalogue.only(limit), [DAY])
    return [verdict for verdict in found if verdict.limit is not None]


def said(world: World, limit: Limit, catalogue: Catalogue = CATALOGUE) -> Said:
    """Return the status of each group, of what is held directly or in the place of held products."""
    return {one.group: one.status for one in by_hand(world, limit, catalogue) if not one.through}


def said_through(world: World, limit: Limit) -> Said:
    """Return the status of each group that holdings inside held products enlarge."""
    return {one.group: one.status for one in by_hand(world, limit) if one.through}


def of_products(world: World, limit: Limit) -> Mapping[str | None, str]:
    """Return the status of each product, or of each tranche."""
    return {one.tranche_id or one.product_id: one.status for one in by_hand(world, limit) if not one.through}


def on_the_day(world: World) -> Day:
    """Return what is known on the day."""
    return open_day(world.portfolio(), CATALOGUE, DAY)
