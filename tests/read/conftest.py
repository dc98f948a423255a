"""A small sound portfolio in a folder, and what is wrong with it in words."""

from pathlib import Path

import pytest

from concentration.catalogue.model import AssetKind, Words
from concentration.read.portfolio import read_portfolio
from concentration.words import sentences
from concentration.words.message import CannotRunError, Problem


def _kind(zh: str, en: str, *, negative: bool = False, lacks: tuple[str, ...] = ()) -> AssetKind:
    return AssetKind(
        title=Words(zh=zh, en=en),
        debt_class="standard",
        asset_class="cash" if negative else "equity",
        test_class="debt" if negative else "equity",
        security_class="security",
        csrc_standardised=True,
        may_be_negative=negative,
        lacks=list(lacks),
    )


KINDS = {
    "stock": _kind("股票", "stock"),
    "corporate_bond": _kind("公司债券", "corporate bond"),
    "cash": _kind("现金", "cash", negative=True, lacks=("restricted",)),
}

SOUND = {
    "managers.csv": "manager_id,name,kind\nM1,甲证券,securities_firm\n",
    "products.csv": "as_of,product_id,name,manager_id,kind,offering,operation,net_assets\n"
    "2024-06-28,P1,一号,M1,collective_plan,private,open,1000000\n",
    "assets.csv": "asset_id,name,kind\nA1,某股票,stock\nA2,现金,cash\n",
    "holdings.csv": "as_of,product_id,asset_id,quantity,market_value\n"
    "2024-06-28,P1,A1,100,250000\n2024-06-28,P1,A2,,5000\n",
}


class Folder:
    """A portfolio's folder that starts sound: `put` replaces or adds a file, `drop` takes one away."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for name, text in SOUND.items():
            self.put(name, text)

    def put(self, name: str, content: str | bytes) -> "Folder":
        data = content if isinstance(content, bytes) else content.encode()
        (self.path / name).write_bytes(data)
        return self

    def add(self, name: str, line: str) -> "Folder":
        return self.put(name, (self.path / name).read_text() + line + "\n")

    def drop(self, name: str) -> "Folder":
        (self.path / name).unlink()
        return self

    def read(self):
        return read_portfolio(self.path, KINDS)

    def problems(self) -> list[Problem]:
        with pytest.raises(CannotRunError) as stopped:
            self.read()
        for problem in stopped.value.problems:
            assert sentences.render_problem(problem, "zh")
            assert sentences.render_problem(problem, "en")
        return list(stopped.value.problems)

    def complaint(self) -> str:
        """Return the one thing that is wrong, in English."""
        problems = self.problems()
        assert len(problems) == 1, problems
        return sentences.render_problem(problems[0], "en")


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "portfolio"
    path.mkdir()
    return Folder(path)
