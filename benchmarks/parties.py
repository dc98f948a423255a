"""Made parties and the relations between them."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import polars as pl
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Issuers:
    """Numbers of the issuers by what they are: half-open ranges into the parties, persons behind them."""

    total: int
    listed_count: int

    @property
    def governments(self) -> tuple[int, int]:
        return 0, max(2, self.total // 1500)

    @property
    def banks(self) -> tuple[int, int]:
        first = self.governments[1]
        return first, first + max(4, self.total // 125)

    @property
    def listed(self) -> tuple[int, int]:
        first = self.banks[1]
        return first, first + self.listed_count

    @property
    def companies(self) -> tuple[int, int]:
        return self.banks[1], self.total

    @property
    def persons(self) -> tuple[int, int]:
        return self.total, self.total + self.total // 10

    def draw(self, random: np.random.Generator, which: str, count: int) -> Numbers:
        """Return `count` issuers; `listed` ones in turn, so that about a tenth have two lines of shares."""
        first, last = getattr(self, which)
        if which == "listed":
            in_turn: Numbers = first + np.arange(count, dtype=np.int64) * 10 // 11 % (last - first)
            return in_turn
        return random.integers(first, last, count)


def party_ids(numbers: Numbers) -> pl.Series:
    """Return the ids of parties: C000001 and so on."""
    return pl.Series("party_id", numbers).cast(pl.String).str.zfill(6).str.replace("^", "C")


def make_parties(issuers: Issuers, random: np.random.Generator) -> pl.DataFrame:
    """Return the table `parties`, every fact known."""
    count = issuers.persons[1]
    numbers = np.arange(count)
    kind = np.full(count, "company", dtype=object)
    for which, name in (("governments", "government"), ("banks", "bank"), ("persons", "person")):
        first, last = getattr(issuers, which)
        kind[first:last] = name
    is_bank = kind == "bank"
    ids = party_ids(numbers)
    return pl.DataFrame(
        {
            "party_id": ids,
            "name": "主体" + ids,
            "kind": pl.Series(kind, dtype=pl.String),
            "rating": pl.Series(random.choice(["AAA", "AA+", "AA"], count), dtype=pl.String),
            "chinese_bank": is_bank,
            "custodian_licence": is_bank & (random.random(count) < 0.1),
            "net_assets": pl.Series(random.integers(1, 10_000, count) * 10_000_000).cast(pl.Decimal(20, 2)),
        }
    )


def make_relations(issuers: Issuers, random: np.random.Generator) -> pl.DataFrame:
    """Return the table `relations`: conglomerates of ten under one head, shareholders, some other ties."""
    first, last = issuers.companies
    companies = np.arange(first, last)
    rank_in_group = (companies - first) % 10
    head = companies - rank_in_group
    parent = np.where(rank_in_group <= 3, head, head + (rank_in_group - 1) // 3)
    below = rank_in_group > 0
    how = random.random(below.sum())
    tables = [
        _rows(parent[below][how < 0.3], companies[below][how < 0.3], "controls"),
        _rows(parent[below][how >= 0.3], companies[below][how >= 0.3], "owns",
              random.integers(5001, 10_000, (how >= 0.3).sum())),
    ]  # fmt: skip
    heads = companies[rank_in_group == 0]
    governments = random.integers(*issuers.governments, len(heads))
    of_government = random.random(len(heads)) < 0.3
    tables.append(_rows(governments[of_government], heads[of_government], "controls"))
    persons = random.integers(*issuers.persons, len(heads))
    tables.append(
        _rows(persons[~of_government], heads[~of_government], "owns",
              random.integers(3000, 8000, (~of_government).sum()))
    )  # fmt: skip
    # Small shareholders: never enough for influence, the bulk of such a table in practice.
    small = len(companies) // 2
    tables.append(
        _rows(random.integers(*issuers.persons, small), random.choice(companies, small), "owns",
              random.integers(1, 500, small))
    )  # fmt: skip
    for relation in ("joint_control", "significant_influence", "other"):
        ties = max(1, len(companies) // 100)
        tables.append(_rows(random.choice(heads, ties), random.choice(companies, ties), relation))
    kin = max(1, len(heads) // 50)
    tables.append(
        _rows(random.integers(*issuers.persons, kin), random.integers(*issuers.persons, kin), "family")
    )
    rows = pl.concat(tables).filter(pl.col("party_id") != pl.col("related_party_id"))
    return rows.unique(["party_id", "related_party_id", "relation"], keep="first", maintain_order=True)


def _rows(party: Numbers, related: Numbers, relation: str, stake: Numbers | None = None) -> pl.DataFrame:
    """Return relations of one kind; stakes are in hundredths of a percent."""
    ratio = pl.Series("stake", stake if stake is not None else [None] * len(party), dtype=pl.Int64)
    ids = pl.DataFrame({"party_id": party_ids(party), "related_party_id": party_ids(related)})
    return ids.with_columns(
        pl.lit(relation).alias("relation"), ratio.cast(pl.Decimal(38, 4)) * Decimal("0.0001")
    )
