"""The life of a breach: since when, active or passive, why, and until when it must be cured."""

from concentration.lives.known import Past
from concentration.lives.lives import COLUMNS_OF_HOLDINGS, LIFE, spells_of, with_lives
from concentration.lives.reported import in_report
from concentration.lives.spells import present_days

__all__ = ["COLUMNS_OF_HOLDINGS", "LIFE", "Past", "in_report", "present_days", "spells_of", "with_lives"]
