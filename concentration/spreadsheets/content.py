"""What a file holds by its bytes, whatever its name says: a workbook of which format, or something else."""

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any, Literal

import olefile

from concentration.words.message import Message, Problem

Format = Literal["xlsx", "xls"]
"""Of a workbook: `xlsx` for .xlsx and .xlsm, `xls` for the old binary one."""

_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = {
    b"%PDF": "content_pdf",
    b"\x89PNG": "content_picture",
    b"\xff\xd8\xff": "content_picture",
    b"GIF8": "content_picture",
    b"{\\rtf": "content_document",
    b"Rar!": "content_archive",
    b"7z\xbc\xaf": "content_archive",
    b"\x1f\x8b": "content_archive",
    b"PAR1": "content_parquet",
}
_HTML = re.compile(r"<(!doctype html|html|head|body|meta|table|style)\b|mime-version:", re.IGNORECASE)
_OTHER_WORKBOOKS = {"xl/workbook.bin", "content.xml"}
_LOOKED_AT = 4096
_SHOWN = 40
_FILE_PASS = b"\x2f\x00"


def format_of(data: bytes, file: str) -> Format | Problem:
    """Return the format of the workbook in `data`, or the problem that says what stands there instead."""
    if data.startswith(_ZIP):
        return _of_zip(data, file)
    if data.startswith(_OLE):
        return _of_ole(data, file)
    return not_a_workbook(data, file)


def not_a_workbook(data: bytes, file: str) -> Problem:
    """Return the problem of a file that is no workbook, told with how it begins."""
    if not data:
        return Problem(Message("workbook_is_empty"), file)
    text = decoded(data[:_LOOKED_AT])
    what = next((code for magic, code in _MAGIC.items() if data.startswith(magic)), None)
    if what is None and text is not None:
        what = _kind_of_text(text)
    begins = data[:8].hex(" ") if text is None else " ".join(text[: 4 * _SHOWN].split())[:_SHOWN]
    message = Message("not_a_workbook", {"what": Message(what or "content_unknown")})
    return Problem(message, file, seen=begins)


def damaged(file: str, error: BaseException | None = None) -> Problem:
    """Return the problem of a workbook that ends too early or is broken inside, with what the reader said."""
    said = str(error).partition("\n")[0][:100] if error is not None else ""
    return Problem(Message("workbook_damaged"), file, seen=said or None)


def decoded(data: bytes) -> str | None:
    """Return the beginning of a text, which may be cut within a letter; None if it is none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data[: len(data) // 2 * 2].decode("utf-16", errors="replace").lstrip("\ufeff")
    if b"\0" in data:
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        for cut in range(4):  # a letter has four bytes at most
            try:
                return data[: len(data) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
    return None


def _kind_of_text(text: str) -> str:
    start = text.lstrip()
    if "office:spreadsheet" in start:
        return "content_xml_spreadsheet"
    if _HTML.match(start) or (start.startswith("<") and _HTML.search(start)):
        return "content_html"
    return "content_text"


def _of_zip(data: bytes, file: str) -> Format | Problem:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        return damaged(file, error)
    if any(name.endswith("workbook.xml") for name in names):
        return "xlsx"
    if names & _OTHER_WORKBOOKS:  # whose errors, such as #N/A, would be read as empty cells
        what = "content_other_workbook"
    else:
        what = "content_document" if "[Content_Types].xml" in names else "content_archive"
    seen = ", ".join(sorted(names)[:3])[:_SHOWN]
    return Problem(Message("not_a_workbook", {"what": Message(what)}), file, seen=seen)


def _of_ole(data: bytes, file: str) -> Format | Problem:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            if ole.exists("EncryptedPackage"):
                return Problem(Message("workbook_password"), file)
            stream = next((name for name in ("Workbook", "Book") if ole.exists(name)), None)
            globals_ = ole.openstream(stream).read(_LOOKED_AT) if stream else b""
            if _has_a_circle(ole):
                return damaged(file)
    except Exception as error:  # olefile raises whatever a broken file leads it to
        return damaged(file, error)
    if stream is None:
        message = Message("not_a_workbook", {"what": Message("content_document")})
        return Problem(message, file)
    return Problem(Message("workbook_password"), file) if _has_file_pass(globals_) else "xls"


def _has_a_circle(ole: Any) -> bool:
    """Return whether the blocks of a stream lead back to themselves: calamine would follow them for ever."""
    ole.loadminifat()
    starts = [ole.first_dir_sector, ole.first_mini_fat_sector]
    starts += [entry.isectStart for entry in ole.direntries if entry]
    return any(_is_endless(blocks, start) for blocks in (ole.fat, ole.minifat) for start in starts)


def _is_endless(next_block: Sequence[int], start: int) -> bool:
    block = start
    for _ in range(len(next_block) + 1):
        if block >= len(next_block):  # past the last block: the chain ends
            return False
        block = next_block[block]
    return True


def _has_file_pass(records: bytes) -> bool:
    """Return whether a record FilePass stands behind the first one: what follows is then encrypted."""
    second = 4 + int.from_bytes(records[2:4], "little")
    return records[second : second + 2] == _FILE_PASS
