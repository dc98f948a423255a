"""The catalogue's fixed values have words in both languages."""

from typing import get_args

from concentration.catalogue.model import Basis, Standing
from concentration.report.labels import basis_label, standing_label


def test_every_standing_and_basis_has_its_words() -> None:
    assert [standing_label(standing, "zh") for standing in get_args(Standing)] == ["现行", "提示", "草案"]
    assert [basis_label(basis, "en") for basis in get_args(Basis)] == [
        "text",
        "paraphrase",
        "practice",
        "draft",
    ]
