"""Portfolios and limits that the tests of the command line are run on."""

import shutil
from pathlib import Path

import pytest

from tests.cli.command import SAMPLES


class Copy:
    """A copy of the sample `clean`, in which words of a table may be put differently."""

    def __init__(self, path: Path) -> None:
        self.path = Path(shutil.copytree(SAMPLES / "clean", path))

    def put(self, table: str, old: str, new: str) -> "Copy":
        file = self.path / f"{table}.csv"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")
        return self


@pytest.fixture
def clean(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "clean")


@pytest.fixture
def unknown(clean: Copy) -> Path:
    """A portfolio without a breach, in which the total size of one loan is not known."""
    return clean.put("assets", "LY,,,200000000,,2025-05-30", "LY,,,,,2025-05-30").path


@pytest.fixture
def tight(clean: Copy) -> Path:
    """A portfolio in which one company makes up 9.5% of a fund: a warning and nothing else."""
    return clean.put("holdings", "QC-F1,600011X.SH,400000,8000000", "QC-F1,600011X.SH,475000,9500000").path


OWN_INSTRUMENT = "policy: {zh: 投资管理制度, en: Investment policy, number: 内部〔2024〕1号}\n"
OWN_LIMIT = """\
title: {{zh: 单只股票不超过基金资产净值的{percent}%, en: One stock at most {percent}% of a fund's net assets}}
standing: {standing}
judge_per: product
applies_to: product_kind = 'public_fund'
count: asset_kind = 'stock'
group_by: asset
numerator: sum of market_value
denominator: net_assets
bound:
  2024-01-01: {{at_most: {percent}%, cite: {{instrument: policy, article: 第三条, basis: {basis}}}}}
"""


def own_limits(folder: Path, standing: str = "in_force", basis: str = "number", percent: str = "7") -> Path:
    """Write a folder with one limit of the house and return it."""
    (folder / "house").mkdir(parents=True)
    (folder / "instruments.yaml").write_text(OWN_INSTRUMENT, encoding="utf-8")
    text = OWN_LIMIT.format(standing=standing, basis=basis, percent=percent)
    (folder / "house" / "single-stock.yaml").write_text(text, encoding="utf-8")
    return folder
