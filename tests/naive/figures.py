"""What is measured on a product itself, without adding up holdings."""

from calendar import monthrange
from datetime import date
from itertools import count

from naive.day import Day
from naive.facts import sessions
from naive.lookthrough import total_assets_through
from naive.ranges import ANY_AMOUNT, Range, exactly, number


def figure(known: Day, measure: str, product_id: str) -> Range:
    """Return what a figure of a product can be."""
    product = known.products[product_id]
    if measure == "total_assets":
        return total_assets_through(known, product_id)
    if measure == "senior_units":
        return exactly(product["senior_units"])
    if measure == "difference of amortised_value and payout_value":
        amortised, paid = product["amortised_value"], product["payout_value"]
        return ANY_AMOUNT if amortised is None or paid is None else number(abs(amortised - paid))
    if measure == "days from established to maturity":
        return between(measure, product["established"], product["maturity_date"])
    return between(measure, product["last_disclosed"], known.day)


def between(measure: str, first: date | None, last: date | None) -> Range:
    """Return how much lies between two days; an unknown one leaves any number from nothing up."""
    if first is None or last is None:
        return ANY_AMOUNT
    if measure.startswith("months"):
        return number(months_between(first, last))
    if measure.startswith("trading days"):
        return number(sum(first < session <= last for session in sessions()))
    return number((last - first).days)


def months_between(since: date, until: date) -> int:
    """Return the smallest number of months after which the first day reaches the second."""
    return next(months for months in count() if months_later(since, months) >= until)


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of that month if it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
