"""Folders of YAML as a `Catalogue`; every problem of every file is found before anything is refused."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

import msgspec

from concentration.catalogue.bounds import dated_bounds, share, side
from concentration.catalogue.check import KIND_CHECKS, WARNED_AT, Checks, is_slug
from concentration.catalogue.model import (
    SHARE,
    AssetKind,
    Catalogue,
    DatedBound,
    DatedTrigger,
    Decision,
    Estimate,
    Instrument,
    Limit,
    LimitFile,
    Lot,
    Rulebook,
    Step,
    Trigger,
    WhereUnknown,
)
from concentration.catalogue.overrides import is_override, overridden
from concentration.catalogue.ratings import words_of_ratings
from concentration.catalogue.strict import BROKEN, Reader
from concentration.catalogue.tree import Mapping as Keys
from concentration.catalogue.tree import Scalar, Tree, content_of, tree_of
from concentration.catalogue.tree import Sequence as Items
from concentration.catalogue.whitelist import KEYWORDS, nearest
from concentration.vocabulary.facts import FACTS
from concentration.vocabulary.measures import MEASURES
from concentration.vocabulary.tables import folded
from concentration.words.message import CannotRunError, Message, Problem

KINDS_FILE = "kinds.yaml"
DECISIONS_FILE = "standard_or_not.yaml"
LISTS_FILE = "lists.yaml"
RATINGS_FILE = "ratings.yaml"
LOTS_FILE = "lots.yaml"
NAMING_KINDS = (DECISIONS_FILE, LOTS_FILE)
"""Shared files that name kinds of assets, and so are read after them."""

SHARED_FILES = ("instruments.yaml", KINDS_FILE, LISTS_FILE, RATINGS_FILE, *NAMING_KINDS)
INDEX = "index.yaml"
DEFAULT_READING = "default"
WARNED = (SHARE, "yuan")
"""Units of bounds near which a cap warns by itself; the seventh of seven days is a day like the sixth."""

CASES = "tests"
"""Folder of cases in a folder of limits: `tests/<rulebook>/<limit>.yaml`."""

VALUATION_FOLDER = "valuation"
"""Folder of what valuation tables look like; nothing in it judges, and no rulebook may be called so."""


@dataclass(frozen=True, slots=True)
class _File:
    """One file: `path` is relative to its folder, `name` is how problems call it."""

    name: str
    path: str
    content: bytes
    tree: Tree | None


@dataclass(slots=True)
class _Found:
    """What the files hold, gathered over all folders."""

    limits: dict[str, Limit] = field(default_factory=dict)
    rulebooks: dict[str, Rulebook] = field(default_factory=dict)
    instruments: dict[str, Instrument] = field(default_factory=dict)
    kinds: dict[str, AssetKind] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)
    lots: dict[str, Lot] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...] | None] = field(default_factory=dict)
    ratings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    overrides: list[_File] = field(default_factory=list)
    scale: str | None = None  # the file whose ratings are the scale
    origins: dict[tuple[str, str], str] = field(default_factory=dict)


def builtin_folder() -> Path:
    """Return the folder of the limits that come with the program: inside the package, or in the checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "limits"
    return installed if installed.is_dir() else package.parent / "limits"


def is_builtin(folder: Path) -> bool:
    """Tell the folder of the program's own limits, however it is named."""
    return _same_folder(folder, [builtin_folder()])


def _same_folder(folder: Path, others: Sequence[Path]) -> bool:
    return folder.resolve() in [other.resolve() for other in others]


def builtin_cases() -> Path:
    """Return the folder of the cases of the program's limits; only a checkout has it."""
    return Path(__file__).resolve().parent.parent.parent / CASES / "limits"


def load_catalogue(folders: Sequence[Path] = (), builtin: bool = True) -> Catalogue:
    """Return the limits of the given folders and, unless `builtin` is false, those of the program.

    The program's kinds of assets, instruments and lists are known in any case. Raises CannotRunError with
    every problem of every file.
    """
    problems: list[Problem] = []
    catalogue = read_folders([builtin_folder()], folders, problems, builtin)
    if problems:
        raise CannotRunError(problems)
    return catalogue


def read_folders(
    ours: Sequence[Path], theirs: Sequence[Path], problems: list[Problem], our_limits: bool = True
) -> Catalogue:
    """Return what can be read of the folders; what cannot is added to `problems`, in the order of the files.

    `ours` are named in problems by the folder's name alone, `theirs` as the user gave them. With `our_limits`
    false, of `ours` only kinds, instruments, lists and ratings are taken. A folder named on both sides is read once.
    """
    again = [folder for folder in theirs if _same_folder(folder, ours)]
    theirs = [folder for folder in theirs if folder not in again]
    our_limits = our_limits or bool(again)
    files = [file for folder in ours for file in _files(folder, folder.name, problems, our_limits)]
    files += [file for folder in theirs for file in _files(folder, folder.as_posix(), problems, True)]
    found = _Found()
    for file in files:
        if file.path in SHARED_FILES and file.path not in NAMING_KINDS and file.tree is not None:
            _read_shared(file, found, problems)
    checks = Checks(list(found.instruments), list(found.kinds), found.lists, found.ratings)
    for file in files:
        if file.path in NAMING_KINDS and file.tree is not None:
            _read_naming_kinds(file, found, checks, problems)
        elif file.path not in SHARED_FILES and file.tree is not None:
            _read_of_rulebook(file, found, checks, problems)
    unread = () if our_limits else ours
    for file in found.overrides:
        if not any((folder / file.path).is_file() for folder in unread):
            _override(file, found, checks, problems)
    return Catalogue(
        limits=tuple(limit for _, limit in sorted(found.limits.items())),
        rulebooks=found.rulebooks,
        instruments=found.instruments,
        kinds=found.kinds,
        decisions=_in_order(found.decisions),
        lists=found.lists,
        ratings=found.ratings,
        sha256=_digest(files),
        folders=tuple(folder.as_posix() for folder in (*ours, *theirs)),
        lots=found.lots,
    )


def _digest(files: Sequence[_File]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.path}\0{len(file.content)}\0".encode() + file.content)
    return digest.hexdigest()


def read_as(limit: Limit, reading: str) -> Limit:
    """Return the limit under another reading of its words; KeyError if it has none of that name."""
    if reading == DEFAULT_READING:
        return limit
    other = limit.readings[reading]
    measure = other.numerator or limit.measure
    measured = {limit.measure: measure}
    return msgspec.structs.replace(
        limit,
        measure=measure,
        bounds=tuple(
            msgspec.structs.replace(bound, measure=measured.get(bound.measure, bound.measure))
            for bound in limit.bounds
        ),
        amount=MEASURES[measure].amount,
        group_by=other.group_by or limit.group_by,
        count=other.count or limit.count,
        leaves_out=limit.leaves_out if other.leaves_out is None else tuple(other.leaves_out),
        reading=reading,
    )


def _files(folder: Path, name: str, problems: list[Problem], with_limits: bool) -> list[_File]:
    """Return the YAML files of a folder in the order of their paths; anything that cannot be one is noted."""
    if not folder.is_dir():
        problems.append(Problem(Message("catalogue_no_folder"), file=name))
        return []
    paths = [
        path.relative_to(folder) for path in folder.rglob("*") if path.suffix.lower() in (".yaml", ".yml")
    ]
    visible = [
        path
        for path in paths
        if not any(part.startswith(".") for part in path.parts)
        and not _holds_cases(path)
        and path.parts[0] != VALUATION_FOLDER
    ]
    if not visible and not (folder / VALUATION_FOLDER).is_dir():
        problems.append(Problem(Message("catalogue_empty_folder"), file=name))
    files = []
    for path in sorted(visible, key=lambda path: path.parts):
        called = f"{name}/{path.as_posix()}"
        wanted = with_limits or path.as_posix() in SHARED_FILES
        if wanted and _has_a_place(path, called, problems):
            content = content_of(folder / path, called, problems)
            if content is not None:
                files.append(_File(called, path.as_posix(), content, tree_of(content, called, problems)))
    return files


def _holds_cases(relative: Path) -> bool:
    """Tell `tests/<rulebook>/<limit>.yaml` from a limit, which never stands so deep."""
    return len(relative.parts) > 2 and relative.parts[0] == CASES


def _has_a_place(relative: Path, called: str, problems: list[Problem]) -> bool:
    """Note a file that is neither shared nor `<rulebook>/<limit>.yaml`."""
    if relative.suffix != ".yaml":
        problems.append(Problem(Message("catalogue_suffix"), file=called, allowed=f"{relative.stem}.yaml"))
        return False
    if relative.as_posix() in SHARED_FILES:
        return True
    if len(relative.parts) == 1:
        allowed = nearest(relative.name, SHARED_FILES) or f"RULEBOOK/{relative.name}"
        problems.append(Problem(Message("catalogue_outside_rulebook"), file=called, allowed=allowed))
        return False
    if len(relative.parts) > 2:
        problems.append(Problem(Message("catalogue_too_deep"), file=called, allowed="RULEBOOK/LIMIT.yaml"))
        return False
    wrong = [part for part in (*relative.parts[:-1], relative.stem) if not is_slug(part)]
    if wrong:
        problems.append(Problem(Message("catalogue_name"), file=called, seen=wrong[0], allowed="a-z, 0-9, -"))
    return not wrong


# Files that every rulebook shares


def _read_shared(file: _File, found: _Found, problems: list[Problem]) -> None:
    reader = Reader(file.name, problems, KIND_CHECKS)
    if not isinstance(file.tree, Keys):
        reader.note("catalogue_needs_keys", file.tree.line if file.tree else 1)
        return
    for key, tree in file.tree.items.items():
        line = file.tree.lines[key]
        if file.path == LISTS_FILE:
            _read_list(reader, key, tree, line, found)
            continue
        if file.path == RATINGS_FILE:
            _read_rating(reader, key, tree, line, found)
            continue
        if not _is_new(reader, found, (file.path, key), line):
            continue
        kind: type[msgspec.Struct] = Instrument if file.path == "instruments.yaml" else AssetKind
        value = reader.struct(kind, tree, (key,))
        # A broken entry keeps its name, so that whoever refers to it is not blamed too.
        target: dict[str, Any] = found.instruments if kind is Instrument else found.kinds
        target[key] = value


def _read_naming_kinds(file: _File, found: _Found, checks: Checks, problems: list[Problem]) -> None:
    """Read what is standard debt or not, or the lots in which assets trade."""
    reader = Reader(file.name, problems, checks.by_struct())
    if not isinstance(file.tree, Keys):
        reader.note("catalogue_needs_keys", file.tree.line if file.tree else 1)
        return
    for key, tree in file.tree.items.items():
        if _is_new(reader, found, (file.path, key), file.tree.lines[key]):
            kind: type[msgspec.Struct] = Lot if file.path == LOTS_FILE else Decision
            entry = reader.struct(kind, tree, (key,))
            target: dict[str, Any] = found.lots if kind is Lot else found.decisions
            if entry is not BROKEN:
                target[key] = entry


def _in_order(decisions: dict[str, Decision]) -> dict[str, Decision]:
    """Return the decisions in the legal order of their steps; inside a step they stay as they were read."""
    steps = get_args(Step)
    return dict(sorted(decisions.items(), key=lambda entry: steps.index(entry[1].step)))


def _is_new(reader: Reader, found: _Found, place: tuple[str, str], line: int) -> bool:
    """Note a name that another file holds already."""
    other = found.origins.setdefault(place, reader.file)
    if other == reader.file:
        return True
    code = {"limit": "catalogue_twice", "stricter": "override_twice"}.get(place[0], "catalogue_name_twice")
    reader.note(Message(code, {"name": place[1], "other": other}), line, (place[1],))
    return False


def _read_list(reader: Reader, key: str, tree: Tree, line: int, found: _Found) -> None:
    """Read a list; a name that another folder holds already is the same list, and grows. One that is null is a setting
    that nobody has made, until some folder makes it.
    """
    known = found.lists.setdefault(key, None)
    if not key.isidentifier() or not key.isascii() or key.upper() in KEYWORDS or key in FACTS:
        reader.note("catalogue_list_name", line, (key,), key, "a-z, 0-9, _")
    if isinstance(tree, Scalar) and tree.empty:
        return
    values = _words(reader, key, tree)
    found.lists[key] = tuple(dict.fromkeys([*(known or ()), *values]))


def _words(reader: Reader, key: str, tree: Tree) -> list[str]:
    """Return the words of a list; whatever else stands there is noted."""
    if not isinstance(tree, Items):
        reader.note("catalogue_needs_list", tree.line, (key,), None, "[]")
        return []
    words = []
    for item in tree.items:
        if isinstance(item, Scalar) and not item.empty:
            words.append(item.text)
        else:
            reader.note("catalogue_needs_word", item.line, (key,))
    return words


def _read_rating(reader: Reader, key: str, tree: Tree, line: int, found: _Found) -> None:
    """Read a rating: the first file is the scale, another one adds spellings to what stands on it."""
    found.scale = found.scale or reader.file
    if key not in found.ratings and found.scale != reader.file:
        near = nearest(key, list(found.ratings)) or ", ".join(found.ratings)
        reader.note("catalogue_rating_not_on_scale", line, (key,), key, near)
        return
    known = words_of_ratings(found.ratings)
    spellings = _words(reader, key, tree)
    for word in spellings if key in found.ratings else (key, *spellings):
        other = known.get(folded(word), key)
        if other != key:
            reader.note(Message("catalogue_rating_twice", {"other": other}), line, (key,), word)
    found.ratings[key] = tuple(dict.fromkeys([*found.ratings.get(key, ()), *spellings]))


# Files of a rulebook


def _read_of_rulebook(file: _File, found: _Found, checks: Checks, problems: list[Problem]) -> None:
    reader = Reader(file.name, problems, checks.by_struct())
    rulebook, _, name = file.path.partition("/")
    assert file.tree is not None
    if is_override(file.tree):
        found.overrides.append(file)
        return
    if not _is_new(reader, found, ("limit", file.path.removesuffix(".yaml")), 1):
        return
    if name == INDEX:
        index = reader.struct(Rulebook, file.tree, ())
        if index is not BROKEN:
            found.rulebooks[rulebook] = index
        return
    written = reader.struct(LimitFile, file.tree, ())
    if written is not BROKEN:
        limit = _ready(written, file)
        found.limits[limit.id] = limit


def _override(file: _File, found: _Found, checks: Checks, problems: list[Problem]) -> None:
    """Make a limit stricter by a house's file, once every limit is known; what is wrong with the file is noted."""
    reader = Reader(file.name, problems, checks.by_struct())
    limit_id = file.path.removesuffix(".yaml")
    if ("limit", limit_id) not in found.origins:
        near = nearest(limit_id, sorted(found.limits)) or "concentration limits list"
        reader.note("override_unknown", 1, (), limit_id, near)
        return
    if not _is_new(reader, found, ("stricter", limit_id), 1):
        return
    assert file.tree is not None
    stricter = overridden(found.limits.get(limit_id), file.tree, reader)
    if stricter is not None:
        found.limits[limit_id] = stricter


def _ready(written: LimitFile, file: _File) -> Limit:
    """Return a checked limit file with its numbers parsed and its defaults filled."""
    limit_id = file.path.removesuffix(".yaml")
    bounds = dated_bounds(written.bound, written.numerator, per_unit=written.denominator is not None)
    return Limit(
        id=limit_id,
        rulebook=limit_id.partition("/")[0],
        file=file.name,
        title=written.title,
        standing=written.standing,
        judge_per=written.judge_per,
        applies_to=written.applies_to,
        count=written.count,
        through=written.through,
        with_subsidiaries=written.with_subsidiaries,
        only_if_every_holding=written.only_if_every_holding,
        only_if_some_holding=written.only_if_some_holding,
        at_least_products=written.at_least_products,
        where_unknown=_estimate(written.where_unknown) if written.where_unknown else None,
        trigger=_trigger(written.trigger) if written.trigger else None,
        exempt=tuple(written.exempt),
        leaves_out=tuple(written.leaves_out),
        group_by=written.group_by,
        measure=written.numerator,
        amount=MEASURES[written.numerator].amount,
        denominator=written.denominator,
        bounds=bounds,
        warn_at=share(written.warn_at) if written.warn_at else _default_warning(bounds),
        cure=written.cure,
        readings=written.readings,
        reading=DEFAULT_READING,
        note=written.note,
    )


def _estimate(written: WhereUnknown) -> Estimate:
    return Estimate(written.take, share(written.up_to) or Fraction(0))


def _trigger(written: Trigger) -> DatedTrigger:
    return DatedTrigger(
        count=written.count,
        group_by=written.group_by,
        measure=written.numerator,
        denominator=written.denominator,
        more_than=share(written.more_than) or Fraction(0),
        cite=written.cite,
    )


def _default_warning(bounds: Sequence[DatedBound]) -> Fraction | None:
    """A cap on a share or on yuan warns at nine tenths unless its file says otherwise; floors, bans, days do not."""
    caps = any(
        bound.comparison != "forbidden" and side(bound.comparison) == "cap" and bound.unit in WARNED
        for bound in bounds
    )
    return WARNED_AT if caps else None
