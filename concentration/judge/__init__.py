"""Step 5: each measured group against the bound in force: status, excess, headroom, and what was unknown."""

from concentration.judge.findings import findings_of, without_holdings
from concentration.judge.verdicts import Judged, judge
from concentration.judge.waivers import covered

__all__ = ["Judged", "covered", "findings_of", "judge", "without_holdings"]
