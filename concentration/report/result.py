"""The frozen result of a run: one value that every format writes, and what it means for the exit code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

import polars as pl

from concentration.catalogue.model import Instrument, Limit
from concentration.frames import Waiver
from concentration.words.message import Message, Problem

Status = Literal["breach", "undetermined", "warning", "exempt", "waived", "pass"]
FailOn = Literal["breach", "undetermined", "warning", "advisory", "never"]

STATUSES: tuple[Status, ...] = ("breach", "undetermined", "warning", "exempt", "waived", "pass")
"""From the worst to the best: the order of findings in a report."""

BASELINE = ("NEW", "WORSE", "SAME", "BETTER")
"""What a finding is beside an earlier report."""

FAIL_ON: tuple[FailOn, ...] = ("breach", "undetermined", "warning", "advisory", "never")

AMOUNT = pl.Decimal(38, 6)
RATIO = pl.Decimal(38, 12)

MISSING = pl.List(
    pl.Struct(
        {"table": pl.String, "column": pl.String, "row": pl.UInt32, "key": pl.String, "count": pl.UInt32}
    )
)
"""Empty cells that stood in the way of a verdict: the first `row` (line in the file, header = 1; null where
the whole row or table is not there), the `key` of its record (an asset id, …), and `count`: how many rows
lack the same, the first one included."""

FINDINGS: dict[str, pl.DataType] = {
    "finding": pl.UInt32(),  # number of the finding, which `contributions.finding` refers to
    "limit": pl.String(),  # id of the limit; null where the subject could not be judged at all
    "standing": pl.String(),  # in_force, advisory, draft
    "reading": pl.String(),  # name of the reading judged, `default` for the file's own
    "status": pl.String(),  # one of STATUSES
    "as_of": pl.Date(),  # the judged day
    "scope": pl.String(),  # product, tranche, manager
    "manager_id": pl.String(),
    "product_id": pl.String(),  # null for a manager's finding
    "tranche_id": pl.String(),  # null but for a tranche's
    "group_by": pl.String(),  # the grouping of the limit, `none` for the subject as a whole
    "group_id": pl.String(),
    "group_name": pl.String(),
    "members": pl.List(
        pl.String()
    ),  # ids merged in the group, sorted; empty or null where nothing was merged
    "unit": pl.String(),  # yuan or shares: the unit of the amounts
    "numerator": AMOUNT,  # what is certain; the lowest it can be
    "numerator_upper": AMOUNT,  # the highest it can be; null where unbounded or the same as the numerator
    "denominator": AMOUNT,  # null where the bound is an amount, or unknown
    "excess": AMOUNT,  # how far beyond the bound, in `unit`
    "headroom": AMOUNT,  # how much more fits inside the bound, in `unit`
    "ratio": RATIO,  # numerator / denominator as a fraction of one, rounded half to even
    "ratio_text": pl.String(),  # the ratio with more digits, only where `ratio` would print like its bound
    "comparison": pl.String(),  # at_most, less_than, at_least, more_than, forbidden, not_after
    "bound": RATIO,  # a fraction of one, or an amount where the bound is one; null for a ban
    "trigger": pl.String(),
    "through": pl.Boolean(),  # a second, advisory sum through held products
    "crossing": pl.String(),  # active, passive, unknown; null where nothing was crossed
    "cause": pl.String(),  # a sentence `cause_…` of `words/report.py`; null where it is not known
    "since": pl.Date(),  # the first day of the present spell over the line, of the days that are there
    "last_within": pl.Date(),  # the last day before it on which it was certainly within; null: none is there
    "cure_by": pl.Date(),  # the last day of its cure; of an unknown crossing the latest that it can be
    "overdue": pl.Boolean(),  # the judged day is after `cure_by`
    "cure_code": pl.String(),  # a sentence of `words/report.py` that says why there is no day although there is a clock
    "by_action": pl.Boolean(),  # of a passive breach: quantities grew, by corporate actions alone
    "waiver": pl.Int32(),  # place in `Report.waivers`: which one covers it; of a breach: which one it exceeds
    "baseline": pl.String(),  # NEW, WORSE, SAME, BETTER beside an earlier report; null: none, or it says nothing of it
    "bound_from": pl.String(),  # `from_day` of the dated bound that was judged
    "bound_place": pl.Int32(),  # its index in `Limit.bounds`, of which several may begin on one day
    "exemption": pl.Int32(),  # index in `Limit.exempt` of the exemption that frees the subject
    "missing": MISSING,  # what was unknown, of an undetermined finding
    "reason_code": pl.String(),  # a sentence of `words/engine.py` where `missing` does not say it
    "left_out": AMOUNT,  # what the law leaves out of a manager's sum, in `unit`; null if nothing
}
"""The columns of `Report.findings`, in report order: status, limit, as_of, manager, product, group."""

CONTRIBUTIONS: dict[str, pl.DataType] = {
    "finding": pl.UInt32(),  # the finding that the amount is part of
    "product_id": pl.String(),
    "asset_id": pl.String(),
    "amount": AMOUNT,  # in the unit of the finding
    "path": pl.List(pl.String()),  # the products passed through, the judged one first
}

FLIPS: dict[str, pl.DataType] = {
    "limit": pl.String(),
    "reading": pl.String(),  # the other reading
    "as_of": pl.Date(),
    "manager_id": pl.String(),
    "product_id": pl.String(),
    "tranche_id": pl.String(),
    "group_id": pl.String(),
    "group_name": pl.String(),
    "from": pl.String(),  # the status as judged; null where this reading forms no such group
    "to": pl.String(),  # the status by the other reading; null likewise
    "ratio_from": RATIO,
    "ratio_to": RATIO,
}
"""Verdicts that another lawful reading would change."""

RESOLVED: dict[str, pl.DataType] = {
    "limit": pl.String(),
    "reading": pl.String(),
    "status": pl.String(),  # that of the earlier report
    "as_of": pl.Date(),  # the day on which it was that
    "scope": pl.String(),
    "manager_id": pl.String(),
    "product_id": pl.String(),
    "tranche_id": pl.String(),
    "group_by": pl.String(),
    "group_id": pl.String(),
    "group_name": pl.String(),
    "through": pl.Boolean(),
    "numerator": pl.String(),  # figures as the earlier report prints them
    "denominator": pl.String(),
    "ratio": pl.String(),
}
"""Findings of an earlier report that are gone."""

AHEAD: dict[str, pl.DataType] = {
    "due": pl.Date(),
    "days": pl.Int32(),  # calendar days from the judged day
    "what": pl.String(),  # cure, maturity, product_ends, waiver, window
    "limit": pl.String(),  # of a cure and of a waiver
    "manager_id": pl.String(),
    "product_id": pl.String(),  # null of a manager's cure or waiver
    "asset_id": pl.String(),  # of a maturity
    "asset_name": pl.String(),
    "ends": pl.Date(),  # of a maturity: the last day of the asset, after `due`
    "group_id": pl.String(),  # of a cure and of a waiver
    "group_name": pl.String(),
    "crossing": pl.String(),  # of a cure: passive, or unknown, and then `due` is the latest that it can be
}
"""What falls due, in the order of the days."""

UNEXPLAINED: dict[str, pl.DataType] = {"product_id": pl.String(), "ratio": RATIO}

TRANSPARENCY: dict[str, pl.DataType] = {
    "as_of": pl.Date(),
    "product_id": pl.String(),
    "looked_through": RATIO,  # the part of net assets in held products of which the holdings are known; null: unknown
    "opaque": RATIO,  # the part of net assets in held products of which they are not
    "opaque_by": pl.List(
        pl.Struct({"asset_id": pl.String, "path": pl.List(pl.String), "ratio": RATIO, "why": pl.String})
    ),  # by what, the largest first; `why` is a sentence `opaque_…` of `words/lookthrough.py`
}
"""The products that hold products, and how far these could be looked through."""


class InputFile(Protocol):
    """A file that was read: the table, its path as given, its rows without the header, its hash."""

    @property
    def table(self) -> str:
        """Name of the table."""

    @property
    def file(self) -> str:
        """Path of the file as the user knows it."""

    @property
    def rows(self) -> int:
        """Number of rows, the header not counted."""

    @property
    def sha256(self) -> str:
        """Hash of the file's bytes, in hex."""

    @property
    def before(self) -> int:
        """How far the rows of the table are ahead of this file's lines, where the table stands in several files."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the portfolio holds, and what is known not to be in it.

    `absent` names products of the last earlier date that are missing at the judged one; `unexplained` has the
    columns of UNEXPLAINED: the part of a product's assets that its holdings do not account for.
    `holdings_complete` is what `holdings:` of portfolio.yaml declares (None: not stated, then not shown).
    `transparency` has the columns of TRANSPARENCY, a row for each product that holds products.
    """

    products: int
    holdings: int
    all_products: bool
    absent: tuple[str, ...] = ()
    unexplained: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=UNEXPLAINED))
    holdings_complete: bool | None = None
    transparency: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=TRANSPARENCY))


@dataclass(frozen=True, slots=True)
class CatalogueStamp:
    """Which law judged: the number of limits, the hash of the catalogue, readings chosen by limit."""

    limits: int
    sha256: str
    readings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of limit × subject × date, a subject's status being its worst group.

    `judged` is the sum of the six statuses of limits in force; `advisory` and `draft` count those that are
    breached, undetermined or warned of in limits of that standing.
    """

    judged: int = 0
    passed: int = 0
    warning: int = 0
    breach: int = 0
    undetermined: int = 0
    exempt: int = 0
    waived: int = 0
    advisory: int = 0
    draft: int = 0


@dataclass(frozen=True, slots=True)
class Ahead:
    """What falls due from the judged day until `until` (included), `days` later; `items` has the columns of AHEAD."""

    days: int
    until: date
    items: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a format needs.

    `findings` has the columns of FINDINGS in report order, `contributions` those of CONTRIBUTIONS. `limits`
    and `instruments` hold at least those that the findings name; the three maps of names are for readers only
    and may be empty: a name that is not there is not shown. `applied` is how many of the catalogue's limits
    applied to at least one subject (None: not counted, then not shown). `flips` has the columns of FLIPS (None: nobody
    asked what another reading would change). `ahead` is what falls due (None: nobody asked).
    `waivers` are those of the portfolio, used or not. `resolved` has the
    columns of RESOLVED (None: no earlier report was laid beside this one).
    """

    portfolio: str
    as_of: tuple[date, ...]
    inputs: tuple[InputFile, ...]
    coverage: Coverage
    catalogue: CatalogueStamp
    summary: Summary
    notes: tuple[Message, ...]
    findings: pl.DataFrame
    contributions: pl.DataFrame
    limits: Mapping[str, Limit]
    instruments: Mapping[str, Instrument]
    product_names: Mapping[str, str] = field(default_factory=dict)
    manager_names: Mapping[str, str] = field(default_factory=dict)
    asset_names: Mapping[str, str] = field(default_factory=dict)
    applied: int | None = None
    flips: pl.DataFrame | None = None
    ahead: Ahead | None = None
    waivers: tuple[Waiver, ...] = ()
    resolved: pl.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class ErrorReport:
    """Why nothing was judged: every problem found, in the order of the files."""

    problems: tuple[Problem, ...]


def empty_findings() -> pl.DataFrame:
    """Return a frame with the columns of FINDINGS and no row."""
    return pl.DataFrame(schema=FINDINGS)


def empty_contributions() -> pl.DataFrame:
    """Return a frame with the columns of CONTRIBUTIONS and no row."""
    return pl.DataFrame(schema=CONTRIBUTIONS)


def worst(statuses: Iterable[Status]) -> Status:
    """Return the first of STATUSES that occurs; nothing at all is an error (ValueError), never a pass."""
    return min(statuses, key=STATUSES.index)


def decides() -> pl.Expr:
    """Return whether a finding can decide the exit code: a limit in force, judged on direct holdings."""
    return (pl.col("standing") == "in_force") & ~pl.col("through").fill_null(False)


def fails_at(report: Report, level: FailOn) -> int:
    """Return the exit code of a report (contract, section 2): 0, 1 breach, 3 undetermined, 4 only less.

    Findings below `level` do not count; waived and exempt never do, and limits that are advisory or drafts
    count only at the level `advisory`.
    """
    if level == "never":
        return 0
    asked = FAIL_ON.index(level)
    deciding = set(report.findings.filter(decides()).get_column("status").unique())
    if "breach" in deciding:
        return 1
    if "undetermined" in deciding and asked >= FAIL_ON.index("undetermined"):
        return 3
    if "warning" in deciding and asked >= FAIL_ON.index("warning"):
        return 4
    if level == "advisory" and report.findings.filter(~decides() & worth_reading()).height:
        return 4
    return 0


def worth_reading() -> pl.Expr:
    """Return whether a finding asks for attention: a breach, something undetermined, or a warning."""
    return pl.col("status").is_in(["breach", "undetermined", "warning"])
