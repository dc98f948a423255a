"""Step 4: for each limit, subject and group one numerator and one denominator, with what is unknown kept beside it."""

from concentration.measure.measured import measure
from concentration.measure.plan import Plan, columns_needed, make_plan, merged_issuers
from concentration.measure.prepared import prepare

__all__ = ["Plan", "columns_needed", "make_plan", "measure", "merged_issuers", "prepare"]
