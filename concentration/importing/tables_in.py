"""The valuation tables in files and folders, each product and day once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
from polars.testing import assert_frame_equal

from concentration.spreadsheets.workbook import Sheet, sheets_of
from concentration.valuation.load import ValuationRules
from concentration.valuation.rows import Valued, valued
from concentration.valuation.table import is_account, table_of
from concentration.words.message import CannotRunError, Message, Problem

SHEETS = (".xlsx", ".xls", ".xlsm", ".csv")


@dataclass
class TablesIn:
    """What was read: `valued` in the order of day and product, `notes`, and what is wrong with any file."""

    valued: list[Valued] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def tables_in(paths: Sequence[Path], rules: ValuationRules, accepted: str | None) -> TablesIn:
    """Return the valuation tables in files, and in folders with all that is below them.

    The same product and day with the same content is taken once, and noted; with other content it is a problem. A
    table that does not reconcile is one too, unless a reason is given why it is `accepted`.
    """
    found = TablesIn()
    for file in _files(paths, found):
        try:
            sheets = sheets_of(file, file.name)
        except CannotRunError as error:
            found.problems += error.problems
            continue
        for sheet in _accounts(sheets, file.name, rules, found):
            called = file.name if len(sheets) == 1 else f"{file.name}:{sheet.name}"
            table, problems = table_of(sheet, called, rules)
            found.problems += problems
            if table is not None:
                _add(valued(table, rules), found, accepted)
    found.valued.sort(key=lambda one: (one.day, one.product_id))
    return found


def _files(paths: Sequence[Path], found: TablesIn) -> list[Path]:
    """Return the files that may be spreadsheets; in a folder other files are left alone, and noted."""
    files: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(
                one for one in path.rglob("*") if one.is_file() and not one.name.startswith((".", "~$"))
            )
            files |= dict.fromkeys(one for one in inside if one.suffix.lower() in SHEETS)
            others = [one.name for one in inside if one.suffix.lower() not in SHEETS]
            if others:
                values = {"folder": path.as_posix(), "files": others[:5], "count": len(others)}
                found.notes.append(Message("note_import_left_alone", values))
            if not any(one.suffix.lower() in SHEETS for one in inside):
                found.problems.append(
                    Problem(Message("import_empty_folder"), path.as_posix(), allowed=", ".join(SHEETS))
                )
        elif path.is_file():
            files[path] = None
        else:
            found.problems.append(Problem(Message("import_path_missing"), path.as_posix()))
    return list(files)


def _accounts(sheets: Sequence[Sheet], file: str, rules: ValuationRules, found: TablesIn) -> list[Sheet]:
    """Return the sheets of a file that are valuation tables; one that is none beside one that is gets a note."""
    accounts = [sheet for sheet in sheets if is_account(sheet, rules)]
    if not accounts:
        for sheet in sheets[:1]:
            found.problems += table_of(sheet, file, rules)[1]
        return []
    for sheet in sheets:
        if sheet not in accounts and sheet.rows:
            found.notes.append(Message("note_import_other_sheet", {"file": file, "sheet": sheet.name}))
    return accounts


def _add(new: Valued, found: TablesIn, accepted: str | None) -> None:
    """Take a table in, unless it is there already or does not reconcile."""
    found.notes += new.notes
    if new.problems:
        if accepted is None:
            found.problems += new.problems
            return
        values = {"file": new.file, "reason": accepted, "count": len(new.problems)}
        found.notes.append(Message("note_import_unreconciled", values))
    for other in found.valued:
        if (other.day, other.product_id) == (new.day, new.product_id):
            values = {"product": new.product_id, "day": new.day, "other": other.file}
            if same_content(other, new):
                found.notes.append(Message("note_import_twice", {**values, "file": new.file}))
            else:
                found.problems.append(Problem(Message("import_differs", values), new.file))
            return
    found.valued.append(new)


def same_content(one: Valued, other: Valued) -> bool:
    """Tell whether two tables say the same of a product on a day."""
    return same_rows(one.products, other.products) and same_rows(one.holdings, other.holdings)


def same_rows(one: pl.DataFrame, other: pl.DataFrame) -> bool:
    """Tell whether two frames of text hold the same rows, figures being compared as figures."""
    try:
        assert_frame_equal(_comparable(one), _comparable(other), check_row_order=False)
    except AssertionError:
        return False
    return True


def _comparable(frame: pl.DataFrame) -> pl.DataFrame:
    figure = r"^-?[0-9,]+(\.[0-9]+)?$"
    return frame.select(
        pl.when(pl.col(name).str.contains(figure) & (pl.col(name).str.len_bytes() < 30))
        .then(
            pl.col(name)
            .str.replace_all(",", "", literal=True)
            .cast(pl.Decimal(38, 6), strict=False)
            .cast(pl.String)
        )
        .otherwise(pl.col(name).str.strip_chars())
        for name in sorted(frame.columns)
    )
