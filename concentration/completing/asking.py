"""What each limit asks of products, of what they hold, and of the groups that these form."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

from concentration.catalogue.model import Catalogue
from concentration.completing.gaps import LISTS, Gaps
from concentration.completing.unknown import Asked, asked, unknown_facts
from concentration.frames import Connected, Through
from concentration.lookthrough.units import held_units, units_of
from concentration.measure.denominators import OF_PRODUCT
from concentration.measure.plan import CLASS_VALUE, PlannedLimit
from concentration.measure.population import every_holding, populations, selected, some_holding
from concentration.measure.prepared import Prepared, PreparedFamily, by_asset
from concentration.measure.rows import masked_rows, with_facts
from concentration.measure.truth import has_bit
from concentration.pipeline import Run
from concentration.vocabulary.amounts import UNIT
from concentration.vocabulary.facts import fact_named
from concentration.vocabulary.measures import COMPARISONS, MEASURES

FIRST = frozenset({"product_kind", "offering", "operation", "manager_kind"})
"""Facts without which nobody knows which limits apply to a product: they are asked before all others."""


@dataclass(frozen=True)
class Asking:
    """Asks the limits of a run about whole managers: `part` and `inside` are `run.connected` and `run.through`,
    narrowed to them.
    """

    run: Run
    catalogue: Catalogue
    part: Connected
    inside: Through
    prepared: Prepared
    waiting: pl.Series
    gaps: Gaps
    trees: dict[str, Asked]

    def ask(self) -> None:
        """Keep what every limit needs."""
        planned = list(self.run.plan.limits.values())
        people = {}
        for limit, told in zip(planned, populations(planned, self.part.products).values(), strict=True):
            self.ask_first(limit, told)
            scope = self.scope(limit, told)
            if scope.any():
                people[limit.place] = told.with_columns(scope=scope)
        people = self.with_triggers(people)
        people = {place: self.with_selected(self.run.plan.limits[place], people[place]) for place in people}
        counted = self.rows_by_limit(people)
        for place, told in people.items():
            limit = self.run.plan.limits[place]
            rows = counted.get(place, [])
            concerned = told["scope"] & self.concerned(limit, rows)
            if not concerned.any():
                continue
            for view, some in rows:
                self.ask_rows(limit, view, some)
            self.ask_subject(limit, told.with_columns(scope=concerned))

    # Whom a limit speaks of

    def tree(self, text: str) -> Asked:
        """Return the tree of a condition, read once."""
        if text not in self.trees:
            self.trees[text] = asked(text, self.run.lists, self.catalogue.ratings)
        return self.trees[text]

    @cached_property
    def is_waiting(self) -> pl.Series:
        """For each product of the part whether it is not known which limits apply to it."""
        return self.waiting[self.part.products["product"]]

    def ask_first(self, limit: PlannedLimit, told: pl.DataFrame) -> None:
        """Keep what leaves open whether the limit speaks of products that wait."""
        self.ask_whether(limit, told["applies"].fill_null(True) & self.is_waiting, FIRST)

    def scope(self, limit: PlannedLimit, told: pl.DataFrame) -> pl.Series:
        """Return whether the limit may speak of each product that does not wait, as its facts and holdings tell."""
        scope = told["applies"].fill_null(True) & ~self.is_waiting
        if limit.limit.judge_per != "manager":
            scope &= told["holdings"] > 0
        for text, condition, holds in (
            (limit.limit.only_if_every_holding, limit.every_holding, every_holding),
            (limit.limit.only_if_some_holding, limit.some_holding, some_holding),
        ):
            if text is None or condition is None or not scope.any():
                continue
            products = self.part.products.filter(scope)["product"]
            held = pl.col("market_value").is_null() | (pl.col("market_value") != 0)
            holdings = self.part.holdings.filter(pl.col("product").is_in(products.implode()), held)
            rows = with_facts(condition, replace(self.part, holdings=holdings))
            truth, facts = unknown_facts(self.tree(text), rows)
            holding = holds(self.part.products, rows.with_columns(truth=truth))
            is_open = rows["product"].is_in(self.part.products.filter(holding.is_null())["product"].implode())
            self.ask_holdings(limit.limit.id, rows, {fact: empty & is_open for fact, empty in facts.items()})
            unvalued = rows.filter(is_open, pl.col("market_value").is_null())
            self.gaps.of_holdings(limit.limit.id, "market_value", unvalued)
            scope &= holding.fill_null(True)
        return scope

    def with_selected(self, limit: PlannedLimit, told: pl.DataFrame) -> pl.DataFrame:
        """Return the population with `selected`: whether the limit sums each product in its scope."""
        return told.with_columns(selected=pl.when("scope").then(selected(limit)).otherwise(False))

    def with_triggers(self, people: Mapping[int, pl.DataFrame]) -> dict[int, pl.DataFrame]:
        """Keep what triggers need; a limit whose trigger has nothing to count speaks of nobody."""
        narrowed = dict(people)
        triggers = {
            p.trigger.place: p for p in self.run.plan.limits.values() if p.trigger and p.place in people
        }
        chosen = {place: self.with_selected(p, people[p.place]) for place, p in triggers.items()}
        for ready in self.prepared.triggers:
            for trigger, rows in self.counted(ready, self.part, chosen):
                limit = triggers[trigger.place]
                scope = people[limit.place]["scope"] & self.are_among(rows["product"])
                narrowed[limit.place] = people[limit.place].with_columns(scope=scope)
                self.ask_rows(trigger, self.part, rows)
                self.ask_sizes(trigger, scope)
        return {place: told for place, told in narrowed.items() if told["scope"].any()}

    def concerned(self, limit: PlannedLimit, rows: Sequence[tuple[Connected, pl.DataFrame]]) -> pl.Series:
        """Return the products whose facts can matter: where a cap has nothing to count it holds, whatever they are.

        A manager's products matter together.
        """
        sides = {COMPARISONS[bound.comparison].side for bound in limit.limit.bounds}
        if limit.amount is None or not sides <= {"cap", "ban"}:
            return pl.repeat(True, self.part.products.height, eager=True)
        among = self.are_among(
            pl.concat([pl.Series("product", [], pl.UInt32), *(some["product"] for _, some in rows)])
        )
        if limit.limit.judge_per != "manager":
            return among
        together = self.part.products["household"]
        return together.is_in(together.filter(among).unique().implode())

    def are_among(self, products: pl.Series) -> pl.Series:
        """Return whether each product of the part is one of those."""
        return self.part.products["product"].is_in(products.unique().implode())

    # What they hold

    def rows_by_limit(
        self, people: Mapping[int, pl.DataFrame]
    ) -> dict[int, list[tuple[Connected, pl.DataFrame]]]:
        """Return the holdings that count or may count in each limit, with the facts that they belong to."""
        rows: dict[int, list[tuple[Connected, pl.DataFrame]]] = {}
        for ready in self.prepared.direct:
            for limit, some in self.counted(ready, self.part, people):
                rows.setdefault(limit.place, []).append((self.part, some))
        for ready in self.prepared.through:
            view = self.inside.connected
            if ready.family.view == "second":
                known = (pl.col("pair") != 0) & ~pl.col("opaque")
                view = replace(view, holdings=view.holdings.filter(known))
            for limit, some in self.counted(ready, view, people):
                rows.setdefault(limit.place, []).append((view, some))
        return rows

    def counted(
        self, ready: PreparedFamily, view: Connected, people: Mapping[int, pl.DataFrame]
    ) -> Iterable[tuple[PlannedLimit, pl.DataFrame]]:
        """Yield the limits of a family that add up holdings, with those that count or may count and `surely`."""
        limits = [(bit, limit) for bit, limit in enumerate(ready.family.limits) if limit.place in people]
        if not limits or limits[0][1].amount is None:
            return
        # what the holdings of a product leave unexplained is no cell
        asset = pl.col("asset") < self.part.assets.height
        rows = masked_rows(ready, view, people).filter(asset).collect(engine="streaming")
        for bit, limit in limits:
            some = rows.filter(has_bit("possible", bit))
            yield limit, some.with_columns(surely=has_bit("certain", bit)).drop("certain", "possible")

    def ask_rows(self, limit: PlannedLimit, view: Connected, rows: pl.DataFrame) -> None:
        """Keep what the limit needs of the holdings that count or may count."""
        if rows.is_empty():
            return
        for setting in limit.unset:
            named = pl.DataFrame({"party": [setting]}).with_columns(row=pl.lit(None, dtype=pl.UInt32))
            self.gaps.add(limit.limit.id, LISTS, "", named)
        self.ask_amounts(limit, rows)
        self.ask_whether_counted(limit, view, rows.filter(~pl.col("surely")))
        self.ask_groups(limit, rows)
        self.ask_sizes_of_groups(limit, rows)
        if "opaque" in rows.columns:
            self.ask_units(limit, rows.filter("opaque"))

    def ask_amounts(self, limit: PlannedLimit, rows: pl.DataFrame) -> None:
        """Keep the amounts that the limit adds up."""
        name, amount = limit.limit.id, limit.amount
        if amount == CLASS_VALUE:
            unknown = rows.filter(pl.col(CLASS_VALUE).is_null())
            self.gaps.of_holdings(name, "exposure", unknown.filter("valued_by_exposure"))
            self.gaps.of_holdings(name, "market_value", unknown.filter(~pl.col("valued_by_exposure")))
            return
        assert amount is not None
        unknown = _past_the_estimate(limit, rows).filter(pl.col(amount).is_null())
        self.gaps.of_holdings(name, amount, unknown)
        if limit.limit.where_unknown is not None:
            taken = limit.limit.where_unknown.take
            self.gaps.of_holdings(name, taken, unknown.filter(pl.col(taken).is_null()))

    def ask_whether_counted(self, limit: PlannedLimit, view: Connected, rows: pl.DataFrame) -> None:
        """Keep what leaves open whether holdings count."""
        text, condition = limit.limit.count, limit.count
        if text is None or condition is None or rows.is_empty():
            return
        if by_asset(condition, view):
            assets = view.assets[rows["asset"].unique()]
            _, facts = unknown_facts(self.tree(text), assets)
            for fact, empty in facts.items():
                self.gaps.of_assets(limit.limit.id, fact, assets.filter(empty)["asset"])
            return
        same = ["product", "asset", "row"]
        holdings = view.holdings.join(rows.select(same).unique(), on=same, how="semi", maintain_order="left")
        told = with_facts(condition, replace(view, holdings=holdings))
        _, facts = unknown_facts(self.tree(text), told)
        self.ask_holdings(limit.limit.id, told, facts)

    def ask_holdings(self, limit: str, rows: pl.DataFrame, facts: Mapping[str, pl.Series]) -> None:
        """Keep facts of any owner where they are empty; `rows` are holdings with facts."""
        for fact, empty in facts.items():
            unknown, owner = rows.filter(empty), fact_named(fact).owner
            if owner in ("product", "manager"):
                self.gaps.of_products(limit, fact, unknown["product"])
            elif owner in ("holding", "counterparty"):
                self.gaps.of_holdings(limit, fact, unknown)
            else:
                self.gaps.of_assets(limit, fact, unknown["asset"])

    def ask_groups(self, limit: PlannedLimit, rows: pl.DataFrame) -> None:
        """Keep what says to which group a holding belongs."""
        assets = self.run.connected.assets[rows["asset"].unique()]
        name, group_by = limit.limit.id, limit.group_by
        no_issuer = pl.col("issuer_id").is_null()
        if group_by == "company":
            self.gaps.of_assets(name, "issuer_id", assets.filter(no_issuer)["asset"])
        elif group_by == "market":
            self.gaps.of_assets(name, "country", assets.filter(pl.col("country").is_null())["asset"])
        elif group_by == "class":
            self.gaps.of_assets(name, "test_class", assets.filter(pl.col("test_class").is_null())["asset"])
        elif group_by == "counterparty":
            self.gaps.of_holdings(name, "counterparty_id", rows.filter(pl.col("counterparty_id").is_null()))
        elif group_by == "related_party":
            alone = assets.join(self.run.connected.issuer_links, on="asset", how="anti")
            self.gaps.of_assets(name, "issuer_id", alone.filter(no_issuer)["asset"])
        elif group_by == "same_asset":
            unclear = pl.col("same_asset").is_null()
            merges = unclear | (pl.col("same_asset") == "party")
            self.gaps.of_kinds(name, "same_asset", assets.filter(unclear))
            self.gaps.of_assets(name, "issuer_id", assets.filter(merges & no_issuer)["asset"])

    def ask_sizes_of_groups(self, limit: PlannedLimit, rows: pl.DataFrame) -> None:
        """Keep the sizes of assets, and of all lines of the companies held."""
        column = limit.limit.denominator
        if column is None or column in OF_PRODUCT:
            return
        held = self.run.connected.assets[rows["asset"].unique()]
        if column == "tradable_shares":
            lines = self.run.connected.assets.join(
                held.select("as_of", "issuer_id").unique(), on=["as_of", "issuer_id"], how="semi"
            )
            held = pl.concat([held, lines])
        self.gaps.of_assets(limit.limit.id, column, held.filter(pl.col(column).is_null())["asset"])

    def ask_units(self, limit: PlannedLimit, units: pl.DataFrame) -> None:
        """Keep what would let one look through a unit: its value, and the net assets of its product."""
        held = self.held_units.join(units.select("row").unique(), on="row", how="semi")
        self.gaps.of_holdings(limit.limit.id, "market_value", held.filter(pl.col("value").is_null()))
        self.gaps.of_products(limit.limit.id, "net_assets", _unsized(held))

    @cached_property
    def held_units(self) -> pl.DataFrame:
        """Every holding of a unit, of all managers, with the product that it is a unit of."""
        connected = self.run.connected
        return held_units(connected, units_of(connected, self.catalogue.kinds))

    # The subjects themselves

    def ask_whether(self, limit: PlannedLimit, scope: pl.Series, facts: frozenset[str] | None = None) -> None:
        """Keep what leaves open whether the limit speaks of the products in its scope, and which value binds them.

        `facts`: no others are asked.
        """
        products = self.part.products.filter(scope)
        if products.is_empty():
            return
        self.ask_condition(limit, limit.limit.applies_to, products, facts)
        undecided = pl.repeat(True, products.height, eager=True)
        for bound in limit.limit.bounds:
            days = [day for day in self.run.days if bound.in_force_on(day.isoformat())]
            asked_now = undecided & products["as_of"].is_in(days)
            if bound.when is None:
                undecided &= ~asked_now
            elif asked_now.any():
                truth = self.ask_condition(limit, bound.when, products, facts, among=asked_now)
                undecided &= ~(asked_now & truth.fill_null(False))

    def ask_condition(
        self,
        limit: PlannedLimit,
        text: str,
        products: pl.DataFrame,
        only: frozenset[str] | None = None,
        *,
        among: pl.Series | None = None,
        for_exemption: bool = False,
    ) -> pl.Series:
        """Keep what leaves a condition on products open, and return what it comes to."""
        truth, facts = unknown_facts(self.tree(text), products)
        for fact, empty in facts.items():
            if only is None or fact in only:
                places = products.filter(empty if among is None else empty & among)["product"]
                self.gaps.of_products(limit.limit.id, fact, places, for_exemption=for_exemption)
        return truth

    def ask_subject(self, limit: PlannedLimit, told: pl.DataFrame) -> None:
        """Keep what the limit needs of the products that it may speak of."""
        self.ask_whether(limit, told["scope"])
        free = told["exemption"].is_not_null() if limit.limit.judge_per != "manager" else told["left_out"]
        products = self.part.products.filter(told["scope"] & ~free)
        freeing = limit.limit.exempt if limit.limit.judge_per != "manager" else limit.limit.leaves_out
        for clause in freeing:
            self.ask_condition(limit, clause.when, products, for_exemption=True)
        bound = told["scope"] & told["selected"].fill_null(True)
        self.ask_sizes(limit, bound)
        if limit.amount is None:
            self.ask_figures(limit, told.filter(bound))

    def ask_sizes(self, limit: PlannedLimit, scope: pl.Series) -> None:
        """Keep what sums of the products in the scope are divided by."""
        column, products = limit.limit.denominator, self.part.products.filter(scope)
        if column == "held_value":
            theirs = pl.col("product").is_in(products["product"].implode())
            unvalued = self.part.holdings.filter(pl.col("market_value").is_null(), theirs)
            self.gaps.of_holdings(limit.limit.id, "market_value", unvalued)
        elif column in OF_PRODUCT and column in products.columns:
            empty = products.filter(pl.col(column).is_null())["product"]
            self.gaps.of_products(limit.limit.id, column, empty)

    def ask_figures(self, limit: PlannedLimit, told: pl.DataFrame) -> None:
        """Keep the facts of which a figure of the products is made."""
        products = self.part.products.filter(self.are_among(told["product"]))
        if limit.limit.count is not None:
            self.ask_condition(limit, limit.limit.count, products)
        for place, bound in enumerate(limit.limit.bounds):
            bound_by = products.filter(told["bound"].eq_missing(place))
            for fact in MEASURES[bound.measure].facts:
                empty = bound_by.filter(pl.col(fact).is_null())["product"]
                self.gaps.of_products(limit.limit.id, fact, empty)
        if limit.limit.measure == "total_assets":
            self.ask_leverage(limit, products["product"])

    def ask_leverage(self, limit: PlannedLimit, products: pl.Series) -> None:
        """Keep what the products inside the products have and owe."""
        reached = products
        while True:
            held = self.held_units.filter(pl.col("product").is_in(reached.implode()))
            further = pl.concat([reached, held["inner"].drop_nulls()]).unique()
            if further.len() == reached.len():
                break
            reached = further
        self.gaps.of_holdings(limit.limit.id, "market_value", held.filter(pl.col("value").is_null()))
        self.gaps.of_products(limit.limit.id, "net_assets", _unsized(held))
        inner = self.run.connected.products[held["inner"].drop_nulls().unique()]
        unknown = inner.filter(pl.col("total_assets").is_null())["product"]
        self.gaps.of_products(limit.limit.id, "total_assets", unknown)


def _past_the_estimate(limit: PlannedLimit, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of subjects for which no other amount may stand in for an unknown one: all that they hold
    together, so taken, is past the line up to which it may, or is not known either.
    """
    estimate = limit.limit.where_unknown
    if estimate is None:
        return rows
    line = min(bound.value for bound in limit.limit.bounds if bound.value is not None) * estimate.up_to * UNIT
    taken = pl.max_horizontal(pl.coalesce(limit.amount, estimate.take), pl.lit(0, dtype=pl.Int128))
    unknown = pl.col(limit.amount or "").is_null() & pl.col(estimate.take).is_null()
    within = (taken.sum() <= pl.lit(int(line), dtype=pl.Int128)) & ~unknown.any()
    return rows.filter(~within.over("subject"))


def _unsized(held: pl.DataFrame) -> pl.Series:
    """Return the products whose units are held and whose net assets are not known."""
    return held.filter(pl.col("inner_net_assets").is_null(), pl.col("inner").is_not_null())["inner"]
