"""Step 5: each measured group against the bound in force: status, excess, headroom, and what was unknown."""

from concentration.judge.findings import findings_of, without_holdings
from concentration.judge.verdicts import Judged, judge

__all__ = ["Judged", "findings_of", "judge", "without_holdings"]
