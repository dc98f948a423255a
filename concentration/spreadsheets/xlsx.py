"""What the XML of an .xlsx file says beside the values that calamine gives.

Calamine gives an empty cell for an error such as `#N/A`, none for a formula whose value nobody has computed, and the
number 1 for a cell that the sheet shows as 000001. All three stand in the XML of the sheet.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import IO
from xml.etree import ElementTree

from concentration.spreadsheets.beside import Beside, name_of_cell, place_of_cell

NOT_WELL_FORMED = (
    ElementTree.ParseError,
    zipfile.BadZipFile,
    zlib.error,
    LookupError,
    ValueError,
    EOFError,
    RuntimeError,  # a part that is packed or encrypted in a way that zipfile does not know
)
"""What reading the parts of a damaged file raises."""

_BLOCK = 1 << 20
_OVERLAP = 16
_PLACE = re.compile(rb' r="([0-9]+|[A-Z]{2,3}(?=[0-9]))')
# Formulas, with and without a prefix, and errors; a plain search is many times faster than a pattern.
_WORTH_A_LOOK = (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/", b't="e"', b"t='e'")
_ZEROS = re.compile(r"0{2,}")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


class XlsxParts:
    """The parts of an .xlsx file that hold its sheets, in the order of the workbook."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Find the sheets, and whether the formats of cells and the way of computing matter."""
        self._archive = archive
        book = _main_part(archive)
        targets = _relations(archive, book)
        root = _tree(archive, book)
        sheets = [node for node in root.iter() if _local(node) == "sheet"]
        names = [node.get(_RELATION) or node.get(_STRICT_RELATION) or "" for node in sheets]
        self._parts = [targets.get(name, ("", ""))[1] for name in names]
        # Who wrote the file has left the computing to whoever opens it: zeros are no values.
        self._to_be_computed = any(
            node.get("fullCalcOnLoad") in ("1", "true") for node in root.iter() if _local(node) == "calcPr"
        )
        self._widths = _widths_of_codes(archive, targets)

    def beside(self, place: int) -> Beside:
        """Return what stands beside the values of the sheet at `place` (from 0)."""
        part = self._parts[place]
        found = Beside()
        if _looked_through(self._archive, part, found) or self._widths:
            with self._archive.open(part) as source:
                for row, column, cell in _cells(source):
                    self._look(row, column, cell, found)
        return found

    def _look(self, row: int, column: int, cell: ElementTree.Element, found: Beside) -> None:
        parts = {_local(node): node.text or "" for node in cell}
        value, kind = parts.get("v", ""), cell.get("t", "n")
        if "f" in parts and self._is_uncomputed(value, kind):
            found.uncomputed.append(name_of_cell(row, column))
        elif kind == "e":
            found.texts[row, column] = value or "#N/A"
        elif kind == "n" and (width := self._widths.get(cell.get("s", ""))) and value:
            number = float(value)
            if number.is_integer() and number >= 0:
                found.texts[row, column] = f"{int(number):0{width}d}"

    def _is_uncomputed(self, value: str, kind: str) -> bool:
        if value == "":
            return kind != "str"  # an empty text is a value
        return self._to_be_computed and kind == "n" and value == "0"


def _local(node: ElementTree.Element) -> str:
    return node.tag.rpartition("}")[2]


def _tree(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    with archive.open(part) as source:
        return ElementTree.parse(source).getroot()


def _main_part(archive: zipfile.ZipFile) -> str:
    """Return the name of the part that lists the sheets."""
    relations = _tree(archive, "_rels/.rels")
    found = [node.get("Target", "") for node in relations if node.get("Type", "").endswith("/officeDocument")]
    return found[0].lstrip("/")


def _relations(archive: zipfile.ZipFile, part: str) -> Mapping[str, tuple[str, str]]:
    """Return the type and the part's name of every relation of a part."""
    folder, _, name = part.rpartition("/")
    found = {}
    for node in _tree(archive, f"{folder}/_rels/{name}.rels".lstrip("/")):
        target = node.get("Target", "")
        whole = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/")
        found[node.get("Id", "")] = (node.get("Type", "").rpartition("/")[2], whole)
    return found


def _widths_of_codes(archive: zipfile.ZipFile, targets: Mapping[str, tuple[str, str]]) -> dict[str, int]:
    """Return how many digits cells of a style show, for styles that fill up with zeros: 000000."""
    styles = next((part for kind, part in targets.values() if kind == "styles"), None)
    if styles is None:
        return {}
    root = _tree(archive, styles)
    formats = {
        node.get("numFmtId"): len(node.get("formatCode", ""))
        for node in root.iter()
        if _local(node) == "numFmt" and _ZEROS.fullmatch(node.get("formatCode", ""))
    }
    cells = next((list(node) for node in root if _local(node) == "cellXfs"), [])
    return {
        str(place): formats[style.get("numFmtId")]
        for place, style in enumerate(cells)
        if style.get("numFmtId") in formats
    }


def _looked_through(archive: zipfile.ZipFile, part: str, found: Beside) -> bool:
    """Return whether a sheet has a formula or an error at all: most large tables have none; note how far it reaches."""
    end, matters, columns, row = b"", False, {b"Z"}, 0
    with archive.open(part) as source:
        while block := source.read(_BLOCK):
            seen = end + block
            matters = matters or any(mark in seen for mark in _WORTH_A_LOOK)
            places = set(_PLACE.findall(seen))
            columns |= {place for place in places if place.isalpha()}
            row = max(row, *(int(place) for place in places if place.isdigit()), 0)
            end = block[-_OVERLAP:]
    found.rows, found.columns = row, max(place_of_cell(f"{column.decode()}1")[1] + 1 for column in columns)
    return matters


def _cells(source: IO[bytes]) -> Iterator[tuple[int, int, ElementTree.Element]]:
    """Yield row and column, from 0, of every cell of a sheet and its element; one without a name follows the last."""
    row, column = -1, -1
    for event, node in ElementTree.iterparse(source, ("start", "end")):
        name = _local(node)
        if event == "start":
            if name == "sheetData":
                data = node
            elif name == "row":
                row, column = int(node.get("r", row + 2)) - 1, -1
        elif name == "c":
            named = node.get("r")
            row, column = place_of_cell(named) if named else (row, column + 1)
            yield row, column, node
        elif name == "row":
            data.clear()
