"""The parts of a limit with their places in its file: conditions, exemptions, values."""

from collections.abc import Iterator, Sequence

from concentration.catalogue.model import DatedBound, Exemption, Limit


def conditions(limit: Limit) -> Iterator[tuple[str, str]]:
    """Yield each condition of a limit with its place in the file, `applies_to` first."""
    yield "applies_to", limit.applies_to
    whole = {
        "count": limit.count,
        "only_if_every_holding": limit.only_if_every_holding,
        "only_if_some_holding": limit.only_if_some_holding,
        "trigger.count": limit.trigger.count if limit.trigger else None,
        **{f"readings.{name}.count": one.count for name, one in limit.readings.items()},
    }
    yield from ((place, text) for place, text in whole.items() if text is not None)
    yield from ((f"{place}.when", one.when) for place, one in exemptions(limit))
    yield from ((f"{place_of(limit, bound)}.when", bound.when) for bound in limit.bounds if bound.when)


def exemptions(limit: Limit) -> Iterator[tuple[str, Exemption]]:
    """Yield whom a limit exempts or leaves out, with the place in the file."""
    named: dict[str, Sequence[Exemption]] = {"exempt": limit.exempt, "leaves_out": limit.leaves_out}
    named |= {f"readings.{name}.leaves_out": one.leaves_out or () for name, one in limit.readings.items()}
    for name, listed in named.items():
        yield from ((f"{name}.{place}", one) for place, one in enumerate(listed, 1))


def place_of(limit: Limit, bound: DatedBound) -> str:
    """Return where a value stands; in a list of several, with its number."""
    same_day = [other for other in limit.bounds if other.from_day == bound.from_day]
    key = bound.from_day[:4] if bound.year_only else bound.from_day
    return f"bound.{key}" if len(same_day) == 1 else f"bound.{key}.{same_day.index(bound) + 1}"


def in_force_on(limit: Limit, day: str) -> list[DatedBound]:
    """Return the values in force on an ISO day: none, one, or several by whom they bind."""
    return [bound for bound in limit.bounds if bound.in_force_on(day)]


def one_line(text: str) -> str:
    """Return a condition without the line breaks of its file."""
    return " ".join(text.split())
