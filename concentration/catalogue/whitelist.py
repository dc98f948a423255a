"""What a condition of a limit may say, checked before Polars sees a word of it.

`pl.sql_expr` alone can open files, reach the network and crash the process, lets a comment swallow a
condition, and compares text with money. So a condition is read here by a small grammar: known facts, a few
keywords and functions, literals and operators. What is handed on is not the author's text but text written
anew from what was understood, so that two parsers cannot disagree about it.

The language is SQL's, with its three-valued NULL for "unknown", except where SQL would make a guess: a CASE
whose condition is unknown is unknown; a literal NULL stands only behind IS, THEN and ELSE; texts have no
order (ratings do not sort by their letters); numbers are not divided (a division is rounded).
"""

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Literal, NoReturn

from concentration.catalogue.ratings import Ratings, below, words_of_ratings
from concentration.vocabulary.facts import FACTS, Fact, own_fact
from concentration.vocabulary.tables import folded
from concentration.words.message import Message

LONGEST = 4_000
"""Characters of a condition: ten thousand ORs would crash Polars, two hundred take milliseconds."""

DEEPEST = 10
"""Parentheses, NOT, CASE and functions inside one another: Polars' own parser gives up near forty."""

LONGEST_LIST = 100_000
LONGEST_TEXT = 200
INTEGER_DIGITS = 18
DECIMALS = 12
DECIMAL_DIGITS = 38

KEYWORDS = (
    "AND",
    "BETWEEN",
    "CASE",
    "DATE",
    "ELSE",
    "END",
    "FALSE",
    "IN",
    "IS",
    "LIKE",
    "NOT",
    "NULL",
    "OR",
    "THEN",
    "TRUE",
    "WHEN",
)

Kind = Literal["bool", "text", "number", "date", "null", "unknown"]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a condition that was understood: its SQL written anew and what is known of its value.

    `values` are the values an enumeration may have; `literal` is the text of a text literal; `digits` (before
    the point) and `scale` (after it) bound a number, so that no sum or product can leave a 38-digit decimal.
    `parts` are those that `word` (AND, OR) joins.
    """

    sql: str
    kind: Kind
    values: tuple[str, ...] = ()
    literal: str | None = None
    digits: int = 0
    scale: int = 0
    at: int = 0
    word: Literal["AND", "OR", ""] = ""
    parts: tuple["Part", ...] = ()


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong with a condition; `at` counts characters from 1."""

    message: Message
    at: int
    seen: str | None = None
    allowed: str | None = None


class ConditionError(Exception):
    """A condition is not of the language; every mistake that could be found is in `mistakes`."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        """Keep the mistakes in the order of the text."""
        self.mistakes = tuple(sorted(mistakes, key=lambda mistake: mistake.at))
        super().__init__("; ".join(f"{m.message.code} at {m.at}" for m in self.mistakes))


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of the language: SQL for `pl.sql_expr`, the facts it needs, the lists it names, its number literals,
    and its parts.
    """

    sql: str
    facts: frozenset[str]
    lists: frozenset[str]
    numbers: tuple[str, ...]
    whole: Part


@dataclass(frozen=True, slots=True)
class _Token:
    kind: Literal["word", "number", "text", "sign", "end"]
    text: str
    at: int


_TOKEN = re.compile(
    r"(?P<space>[ \t\n]+)"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?)(?![A-Za-z0-9_.])"
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_.]*)"
    r"|'(?P<text>(?:[^']|'')*)'"
    r"|(?P<comment>--|/\*|\*/)"
    r"|(?P<sign><>|!=|<=|>=|[=<>+\-*(),])"
)

# Signs of SQL (or of people) that are refused, each with its own sentence.
_REFUSED = {
    ";": "condition_semicolon",
    '"': "condition_quoted_name",
    "`": "condition_quoted_name",
    "[": "condition_quoted_name",
    "\\": "condition_backslash",
    "/": "condition_division",
    "%": "condition_percent",
    "'": "condition_text_open",
}

_COMPARISONS = ("=", "<>", "!=", "<", "<=", ">", ">=")

_SIZES = {"money": (18, 4), "number": (15, 6), "ratio": (14, 12), "integer": (9, 0)}


def parse_condition(
    text: str,
    lists: Mapping[str, Sequence[str] | None] | None = None,
    facts: Mapping[str, Fact] = FACTS,
    ratings: Ratings | None = None,
    own: Mapping[str, Fact] | None = None,
) -> Condition:
    """Return the condition that `text` says, or raise ConditionError with every mistake found.

    `facts` are the facts that may be named here; `lists` the named lists that `IN name` may use (an empty
    list holds nothing, so that IN is false of everything; None is a setting that nobody has made, so that IN is
    unknown of everything). `ratings` is the scale on which RATED_BELOW compares. Without `lists` any name of a
    list is taken, without `ratings` any rating. `own` are the facts of a house's own columns (`asset.watch_list`);
    without it any column of an owner of `facts` is taken, of whatever type.
    """
    parser = _Parser(_tokens(text), facts, lists, ratings, own)
    whole = parser.read_all()
    return Condition(
        whole.sql, frozenset(parser.named), frozenset(parser.named_lists), tuple(parser.numbers), whole
    )


@cache
def facts_of(text: str) -> frozenset[str]:
    """Return the names of the facts that a condition needs; raise as `parse_condition` does."""
    return parse_condition(text).facts


@cache
def lists_of(text: str) -> frozenset[str]:
    """Return the names of the lists and settings that a condition uses; raise as `parse_condition` does."""
    return parse_condition(text).lists


def nearest(word: str, known: Sequence[str]) -> str | None:
    """Return the known word that is nearest in spelling to `word`, if any is near."""
    by_lower = {name.lower(): name for name in known}
    found = difflib.get_close_matches(word.lower(), list(by_lower), n=1, cutoff=0.6)
    return by_lower[found[0]] if found else None


def _tokens(text: str) -> list[_Token]:
    if len(text) > LONGEST:
        raise ConditionError([Mistake(Message("condition_too_long", {"most": LONGEST}), LONGEST + 1)])
    tokens: list[_Token] = []
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup == "comment":
            raise ConditionError([_refused(text, at, found is not None)])
        group = found.lastgroup or "space"
        if group == "text":
            tokens.append(_Token("text", _plain_text(found["text"], at), at + 1))
        elif group in ("word", "number", "sign"):
            tokens.append(_Token(group, found[group], at + 1))  # type: ignore[arg-type]
        at = found.end()
    tokens.append(_Token("end", "", len(text) + 1))
    return tokens


def _refused(text: str, at: int, is_comment: bool) -> Mistake:
    sign = text[at]
    if is_comment:
        return Mistake(Message("condition_comment"), at + 1, text[at : at + 2])
    if sign.isascii() and sign.isdigit():
        seen = re.match(r"[A-Za-z0-9_.]+", text[at:])
        return Mistake(Message("condition_number"), at + 1, seen[0] if seen else sign, "0.05, 10000000")
    code = _REFUSED.get(sign, "condition_character")
    return Mistake(Message(code), at + 1, _visible(sign))


def _plain_text(quoted: str, at: int) -> str:
    text = quoted.replace("''", "'")
    if len(text) > LONGEST_TEXT:
        raise ConditionError([Mistake(Message("condition_text_long", {"most": LONGEST_TEXT}), at + 1)])
    for sign in text:
        if sign == "\\":
            raise ConditionError([Mistake(Message("condition_backslash"), at + 1, text)])
        if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
            raise ConditionError([Mistake(Message("condition_character"), at + 1, _visible(sign))])
    return text


def _visible(sign: str) -> str:
    return sign if sign.isprintable() else f"U+{ord(sign):04X}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


class _Parser:
    """Reads tokens by recursive descent; mistakes that do not hide what follows are gathered on the way."""

    def __init__(
        self,
        tokens: Sequence[_Token],
        facts: Mapping[str, Fact],
        lists: Mapping[str, Sequence[str] | None] | None,
        ratings: Ratings | None,
        own: Mapping[str, Fact] | None,
    ) -> None:
        self.tokens = tokens
        self.facts = facts
        self.lists = lists
        self.ratings = ratings
        self.own = own
        self.owners = {fact.owner for fact in facts.values()}
        self.position = 0
        self.depth = 0
        self.in_when = False
        self.mistakes: list[Mistake] = []
        self.named: set[str] = set()
        self.named_lists: set[str] = set()
        self.numbers: list[str] = []

    # Tokens

    @property
    def token(self) -> _Token:
        return self.tokens[self.position]

    def is_word(self, *words: str) -> bool:
        return self.token.kind == "word" and self.token.text.upper() in words

    def is_sign(self, *signs: str) -> bool:
        return self.token.kind == "sign" and self.token.text in signs

    def take(self) -> _Token:
        token = self.token
        self.position += 1
        return token

    def skip_word(self, word: str) -> bool:
        if self.is_word(word):
            self.position += 1
            return True
        return False

    def expect(self, wanted: str) -> None:
        if not (self.is_word(wanted) or self.is_sign(wanted)):
            self.stop("condition_expected", wanted)
        self.position += 1

    # Mistakes

    def note(self, code: str, at: int, seen: str | None = None, allowed: str | None = None) -> None:
        plain = seen.replace('"', "") if seen is not None else None
        self.mistakes.append(Mistake(Message(code), at, plain, allowed))

    def stop(self, code: str, allowed: str | None = None) -> NoReturn:
        seen = self.token.text if self.token.kind != "end" else None
        self.note(code if seen is not None else "condition_ends", self.token.at, seen, allowed)
        raise ConditionError(self.mistakes)

    def need(self, part: Part, kind: Kind) -> None:
        if part.kind not in (kind, "unknown"):
            self.note(f"condition_needs_{kind}", part.at, part.sql)

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            self.mistakes.append(
                Mistake(Message("condition_too_deep", {"most": DEEPEST}), self.token.at, self.token.text)
            )
            raise ConditionError(self.mistakes)

    # Grammar, from the loosest binding to the tightest

    def read_all(self) -> Part:
        whole = self.read_or()
        if self.position < len(self.tokens) - 1:
            self.stop("condition_unexpected")
        self.need(whole, "bool")
        if self.mistakes:
            raise ConditionError(self.mistakes)
        return whole

    def read_or(self) -> Part:
        parts = [self.read_and()]
        while self.skip_word("OR"):
            parts.append(self.read_and())
        return self.joined(parts, "OR")

    def read_and(self) -> Part:
        parts = [self.read_not()]
        while self.skip_word("AND"):
            parts.append(self.read_not())
        return self.joined(parts, "AND")

    def joined(self, parts: list[Part], word: Literal["AND", "OR"]) -> Part:
        if len(parts) == 1:
            return parts[0]
        for part in parts:
            self.need(part, "bool")
        sql = "(" + f" {word} ".join(part.sql for part in parts) + ")"
        return Part(sql, "bool", at=parts[0].at, word=word, parts=tuple(parts))

    def read_not(self) -> Part:
        at = self.token.at
        if not self.skip_word("NOT"):
            return self.read_test()
        self.deeper()
        inner = self.read_not()
        self.depth -= 1
        self.need(inner, "bool")
        return Part(f"(NOT {inner.sql})", "bool", at=at)

    def read_test(self) -> Part:
        left = self.read_sum()
        if self.is_sign(*_COMPARISONS):
            sign = self.take().text
            return self.compared(left, "<>" if sign == "!=" else sign, self.read_sum())
        if self.skip_word("IS"):
            negated = " NOT" if self.skip_word("NOT") else ""
            self.expect("NULL")
            return Part(f"({left.sql} IS{negated} NULL)", "bool", at=left.at)
        negated = "NOT " if self.is_word("NOT") else ""
        if negated:
            self.position += 1
        if self.skip_word("IN"):
            return self.read_in(left, negated)
        if self.skip_word("BETWEEN"):
            return self.read_between(left, negated)
        if self.skip_word("LIKE"):
            return self.read_like(left, negated)
        if negated:
            self.stop("condition_expected", "IN, BETWEEN, LIKE")
        return left

    def read_in(self, left: Part, negated: str) -> Part:
        if self.token.kind == "word":
            return self.read_in_list(left, negated)
        self.expect("(")
        items = [self.read_item()]
        while self.is_sign(","):
            self.position += 1
            items.append(self.read_item())
        self.expect(")")
        for item in items:
            self.matched(left, item)
        return Part(f"({left.sql} {negated}IN ({', '.join(item.sql for item in items)}))", "bool", at=left.at)

    def read_item(self) -> Part:
        at = self.position
        item = self.read_sum()
        only = self.tokens[at : self.position]
        if any(
            token.kind == "word" and token.text.upper() not in ("DATE", "TRUE", "FALSE") for token in only
        ):
            self.note("condition_in_literals", item.at, item.sql)
        return item

    def read_in_list(self, left: Part, negated: str) -> Part:
        name = self.take()
        if not self.is_list(name):
            return Part("TRUE", "unknown", at=left.at)
        values = () if self.lists is None else self.lists[name.text]
        self.need(left, "text")
        if values is None:
            return _unknown(left)
        if len(values) > LONGEST_LIST:
            self.note("condition_list_long", name.at, name.text, str(LONGEST_LIST))
            return Part("TRUE", "unknown", at=left.at)
        for value in values:
            self.check_value(left.values, value, name.at)
        if not values:
            # Nothing is in an empty list, known or not. Said with the column, to be as long as it.
            nothing = "OR" if negated else "AND"
            return Part(f"({left.sql} IS NULL {nothing} {left.sql} IS NOT NULL)", "bool", at=left.at)
        return Part(f"({left.sql} {negated}IN ({', '.join(map(_quoted, values))}))", "bool", at=left.at)

    def is_list(self, name: _Token) -> bool:
        """Return whether a list or setting of that name is known; note it if not."""
        self.named_lists.add(name.text)
        if self.lists is None or name.text in self.lists:
            return True
        near = nearest(name.text, list(self.lists))
        self.note("condition_unknown_list", name.at, name.text, near or ", ".join(sorted(self.lists)))
        return False

    def read_between(self, left: Part, negated: str) -> Part:
        low = self.read_sum()
        self.expect("AND")
        high = self.read_sum()
        self.ordered(left, low)
        self.ordered(left, high)
        return Part(f"({left.sql} {negated}BETWEEN {low.sql} AND {high.sql})", "bool", at=left.at)

    def read_like(self, left: Part, negated: str) -> Part:
        if self.token.kind != "text":
            self.stop("condition_expected", "'…%'")
        self.need(left, "text")
        return Part(f"({left.sql} {negated}LIKE {_quoted(self.take().text)})", "bool", at=left.at)

    def read_sum(self) -> Part:
        left = self.read_product()
        while self.is_sign("+", "-"):
            sign = self.take().text
            left = self.calculated(left, sign, self.read_product())
        return left

    def read_product(self) -> Part:
        left = self.read_signed()
        while self.is_sign("*"):
            self.position += 1
            left = self.calculated(left, "*", self.read_signed())
        return left

    def read_signed(self) -> Part:
        at = self.token.at
        if not self.is_sign("-"):
            return self.read_primary()
        self.position += 1
        self.deeper()
        inner = self.read_signed()
        self.depth -= 1
        self.need(inner, "number")
        return replace(inner, sql=f"(0 - {inner.sql})", at=at)

    def read_primary(self) -> Part:
        token = self.token
        if token.kind == "number":
            return self.read_number()
        if token.kind == "text":
            self.position += 1
            return Part(_quoted(token.text), "text", literal=token.text, at=token.at)
        if self.is_sign("("):
            return self.read_group()
        if token.kind != "word":
            self.stop("condition_unexpected")
        return self.read_word()

    def read_group(self) -> Part:
        self.expect("(")
        self.deeper()
        inner = self.read_or()
        self.depth -= 1
        self.expect(")")
        return inner

    def read_number(self) -> Part:
        token = self.take()
        whole, _, decimals = token.text.partition(".")
        whole = whole.lstrip("0") or "0"
        if len(whole) > INTEGER_DIGITS or len(decimals) > DECIMALS:
            self.note("condition_number_long", token.at, token.text)
            return Part("0", "unknown", at=token.at)
        self.numbers.append(token.text)
        sql = f"{whole}.{decimals}" if decimals else whole
        return Part(sql, "number", digits=len(whole), scale=len(decimals), at=token.at)

    def read_word(self) -> Part:
        token = self.token
        word = token.text.upper()
        if word in ("TRUE", "FALSE"):
            self.position += 1
            return Part(word, "bool", at=token.at)
        if word == "DATE":
            return self.read_date()
        if word == "CASE":
            return self.read_case()
        if word == "NULL":
            self.stop("condition_null")
        if word in KEYWORDS:
            self.stop("condition_unexpected")
        self.position += 1
        if self.is_sign("("):
            return self.read_function(token)
        return self.read_fact(token)

    def read_date(self) -> Part:
        at = self.take().at
        if self.token.kind != "text":
            self.stop("condition_expected", "DATE '2024-06-28'")
        text = self.take().text
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII) or not _is_date(text):
            self.note("condition_date", at, text, "DATE '2024-06-28'")
        return Part(f"DATE {_quoted(text)}", "date", at=at)

    def read_fact(self, token: _Token) -> Part:
        if "." in token.text:
            return self.read_own_fact(token)
        fact = self.facts.get(token.text)
        if fact is None:
            elsewhere = token.text in FACTS
            code = "condition_fact_elsewhere" if elsewhere else "condition_unknown_fact"
            near = None if elsewhere else nearest(token.text, list(self.facts))
            self.note(code, token.at, token.text, near)
            return Part("NULL", "unknown", at=token.at)
        return self.value_of(fact, token)

    def read_own_fact(self, token: _Token) -> Part:
        """Read a fact of a house's own column; the load takes it as it is, a run knows the columns and their types."""
        plain = own_fact(token.text)
        if plain is None:
            self.note("condition_own_fact_name", token.at, token.text, "asset.watch_list")
        elif plain.owner not in self.owners:
            self.note("condition_fact_elsewhere", token.at, token.text)
        elif self.own is None or token.text in self.own:
            return self.value_of(plain if self.own is None else self.own[token.text], token)
        else:
            names = list(self.own)
            self.note(
                "condition_own_fact", token.at, token.text, nearest(token.text, names) or ", ".join(names)
            )
        return Part("NULL", "unknown", at=token.at)

    def value_of(self, fact: Fact, token: _Token) -> Part:
        self.named.add(fact.name)
        sql = f'"{fact.name}"'
        if fact.type == "any":
            return Part(sql, "unknown", at=token.at)
        if fact.type in _SIZES:
            digits, scale = _SIZES[fact.type]
            return Part(sql, "number", digits=digits, scale=scale, at=token.at)
        kind: Kind = {"bool": "bool", "date": "date"}.get(fact.type, "text")  # type: ignore[assignment]
        return Part(sql, kind, values=fact.values, at=token.at)

    def read_case(self) -> Part:
        at = self.take().at
        if self.in_when:
            self.note("condition_case_in_when", at, "CASE")
            raise ConditionError(self.mistakes)
        self.deeper()
        if not self.is_word("WHEN"):
            self.stop("condition_expected", "WHEN")
        sql, outcomes = "CASE", []
        while self.skip_word("WHEN"):
            self.in_when = True
            when = self.read_or()
            self.in_when = False
            self.need(when, "bool")
            self.expect("THEN")
            outcomes.append(self.read_outcome())
            # An unknown condition makes the whole unknown; SQL would go on to the next branch.
            sql += f" WHEN ({when.sql} IS NULL) THEN NULL WHEN {when.sql} THEN {outcomes[-1].sql}"
        if self.skip_word("ELSE"):
            outcomes.append(self.read_outcome())
            sql += f" ELSE {outcomes[-1].sql}"
        self.expect("END")
        self.depth -= 1
        return replace(self.merged(outcomes), sql=f"({sql} END)", at=at)

    def read_outcome(self) -> Part:
        if self.is_word("NULL"):
            return Part("NULL", "null", at=self.take().at)
        return self.read_or()

    def read_function(self, name: _Token) -> Part:
        function = name.text.upper()
        if function not in FUNCTIONS:
            near = nearest(function, list(FUNCTIONS))
            self.note("condition_unknown_function", name.at, name.text, near or ", ".join(FUNCTIONS))
            raise ConditionError(self.mistakes)
        if function == RATED_BELOW:
            return self.read_rated_below(name)
        self.expect("(")
        self.deeper()
        parts = [self.read_or()]
        while self.is_sign(","):
            self.position += 1
            parts.append(self.read_or())
        self.depth -= 1
        self.expect(")")
        least, most, takes = FUNCTIONS[function]
        if not least <= len(parts) <= most:
            self.note("condition_arguments", name.at, name.text, f"{least}" if least == most else f"{least}…")
        sql = f"{function}({', '.join(part.sql for part in parts)})"
        if takes is None:
            return replace(self.merged(parts), sql=sql, at=name.at)
        for part in parts:
            self.need(part, takes)
        return self.result(function, sql, parts, name.at)

    def read_rated_below(self, name: _Token) -> Part:
        """Read `(rating, 'BBB')` or `(rating, list)`: an IN over the names strictly below, unknown of no rating."""
        self.expect("(")
        token = self.take()
        fact = self.facts.get(token.text)
        if fact is None or fact.type != "rating":
            known = [known.name for known in self.facts.values() if known.type == "rating"]
            self.note("condition_rating_fact", token.at, token.text or None, ", ".join(known))
            raise ConditionError(self.mistakes)
        self.position -= 1
        rated = self.read_fact(self.take())
        self.expect(",")
        worse = self.read_floor()
        self.expect(")")
        if worse is None:
            return replace(_unknown(rated), at=name.at)
        listed = f"({rated.sql} IN ({', '.join(map(_quoted, worse))}))"
        # Nothing is below the last of the scale: false of every known rating.
        return Part(listed if worse else f"({rated.sql} <> {rated.sql})", "bool", at=name.at)

    def read_floor(self) -> tuple[str, ...] | None:
        """Return the ratings below the floor that stands here, None if the floor is a setting that nobody made."""
        if self.token.kind not in ("text", "word"):
            self.stop("condition_expected", "'BBB'")
        token = self.take()
        if token.kind == "text":
            return self.below(token.text, token.at)
        if not self.is_list(token) or self.lists is None:
            return ()
        floor = self.lists[token.text]
        if floor is None:
            return None
        if len(floor) != 1:
            self.note("condition_one_rating", token.at, token.text, f"{token.text}: [BBB]")
            return ()
        return self.below(floor[0], token.at)

    def below(self, floor: str, at: int) -> tuple[str, ...]:
        if self.ratings is None:
            return ()
        rating = words_of_ratings(self.ratings).get(folded(floor))
        if rating is None:
            names = list(self.ratings)
            self.note("condition_rating", at, floor, nearest(floor, names) or ", ".join(names))
            return ()
        return below(rating, self.ratings)

    def result(self, function: str, sql: str, parts: list[Part], at: int) -> Part:
        if function == "ABS":
            return replace(parts[0], sql=sql, at=at)
        if function == "LENGTH":
            return Part(sql, "number", digits=9, at=at)
        return Part(sql, "bool" if function in ("STARTS_WITH", "ENDS_WITH") else "text", at=at)

    # What may stand together

    def compared(self, left: Part, sign: str, right: Part) -> Part:
        if sign in ("=", "<>"):
            self.matched(left, right)
        else:
            self.ordered(left, right)
        return Part(f"({left.sql} {sign} {right.sql})", "bool", at=left.at)

    def matched(self, left: Part, right: Part) -> None:
        """Note it where the types differ, or a text is no value of the enumeration beside it."""
        if not self.same_kind(left, right):
            return
        for one, other in ((left, right), (right, left)):
            if other.literal is not None:
                self.check_value(one.values, other.literal, other.at)

    def same_kind(self, left: Part, right: Part) -> bool:
        if "unknown" in (left.kind, right.kind) or left.kind == right.kind:
            return True
        kinds = {"left": _kind_words(left), "right": _kind_words(right)}
        seen = f"{left.sql} / {right.sql}".replace('"', "")
        self.mistakes.append(Mistake(Message("condition_types", kinds), right.at, seen))
        return False

    def ordered(self, left: Part, right: Part) -> None:
        if "text" in (left.kind, right.kind) or "bool" in (left.kind, right.kind):
            part = left if left.kind in ("text", "bool") else right
            if left.kind == right.kind:
                self.note("condition_no_order", part.at, part.sql, "=, <>, IN")
                return
        self.matched(left, right)

    def check_value(self, values: tuple[str, ...], value: str, at: int) -> None:
        if values and value not in values:
            self.note("condition_value", at, value, nearest(value, values) or ", ".join(values))

    def calculated(self, left: Part, sign: str, right: Part) -> Part:
        self.need(left, "number")
        self.need(right, "number")
        if sign == "*":
            digits, scale = left.digits + right.digits, left.scale + right.scale
        else:
            digits, scale = max(left.digits, right.digits) + 1, max(left.scale, right.scale)
        most = INTEGER_DIGITS if scale == 0 else DECIMAL_DIGITS - DECIMALS
        if digits > most or digits + scale > DECIMAL_DIGITS:
            self.note("condition_too_large", left.at, f"{left.sql} {sign} {right.sql}")
            return Part("0", "unknown", at=left.at)
        return Part(f"({left.sql} {sign} {right.sql})", "number", digits=digits, scale=scale, at=left.at)

    def merged(self, parts: list[Part]) -> Part:
        """Return what is known of a value that is one of `parts`."""
        known = [part for part in parts if part.kind != "null"]
        if not known:
            return Part("NULL", "unknown", at=parts[0].at)
        for part in known[1:]:
            self.same_kind(known[0], part)
        values = next((part.values for part in known if part.values), ())
        for part in known:
            if part.literal is not None:
                self.check_value(values, part.literal, part.at)
        every = all(part.values or part.literal is not None for part in known)
        return Part(
            "",
            known[0].kind,
            values=values if every else (),
            digits=max(part.digits for part in known),
            scale=max(part.scale for part in known),
        )


RATED_BELOW = "RATED_BELOW"
"""The function that compares on the scale of ratings; it is written anew as an IN."""

# Least and most arguments, and their type (None: any, but the same for all, and the result's too).
FUNCTIONS: Mapping[str, tuple[int, int, Kind | None]] = {
    "ABS": (1, 1, "number"),
    "COALESCE": (2, 8, None),
    "ENDS_WITH": (2, 2, "text"),
    "LENGTH": (1, 1, "text"),
    "LOWER": (1, 1, "text"),
    "NULLIF": (2, 2, None),
    RATED_BELOW: (2, 2, "text"),
    "STARTS_WITH": (2, 2, "text"),
    "UPPER": (1, 1, "text"),
}


def _unknown(part: Part) -> Part:
    """Return a truth that is unknown of everything, said with the part, to be as long as its column."""
    nothing = f"({part.sql} IS NULL)"
    return Part(f"NULLIF({nothing}, {nothing})", "bool", at=part.at)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _kind_words(part: Part) -> Message:
    return Message(f"condition_kind_{part.kind}")
