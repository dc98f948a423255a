"""Where an item is listed, and its code there."""

import re
from collections.abc import Iterator, Mapping

from concentration.valuation.model import Codes, Market
from concentration.valuation.subjects import names_above
from concentration.valuation.tree import Node, item_of


def market_of(node: Node, markets: Mapping[str, Market], codes: Codes) -> tuple[Market, str] | None:
    """Return the market of an item and its code there, None where the table does not tell.

    By the market behind the code or before it (`600309 SH`, `600309.SH`, `SH600309`), else by the words of the subjects
    above: where these fit several markets, nothing is told.
    """
    told = [market for text in _codes_of(node, codes) for market in _by_code(text, markets)]
    if told:
        return told[0]
    above = names_above(node)
    fitting = [
        (market, found[1])
        for market in markets.values()
        for text in _codes_of(node, codes)
        if re.search(market.words, above)
        for found in [re.fullmatch(market.item, text)]
        if found
    ]
    suffixes = {market.suffix for market, _ in fitting}
    return fitting[0] if len(suffixes) == 1 else None


def _codes_of(node: Node, codes: Codes) -> Iterator[str]:
    """Yield the code of an item, whole and without levels that have no row of their own."""
    own = item_of(node, codes)
    yield own
    if codes.separator is not None:
        parts = own.split(codes.separator)
        yield from (codes.separator.join(parts[start:]) for start in range(1, len(parts)))


def _by_code(text: str, markets: Mapping[str, Market]) -> Iterator[tuple[Market, str]]:
    """Yield the market that stands behind a code or before it, with the code that is left."""
    for market in markets.values():
        names = "|".join(map(re.escape, market.codes))
        for pattern in (rf"(?P<code>.+?)[ ._-]?(?:{names})", rf"(?:{names})[ ._-]?(?P<code>.+)"):
            found = re.fullmatch(pattern, text, re.IGNORECASE)
            code = re.fullmatch(market.item, found["code"]) if found else None
            if code:
                yield market, code[1]
