"""Step 4: for each limit, subject and group one numerator and one denominator, with what is unknown kept beside it."""

from concentration.measure.measured import measure
from concentration.measure.plan import Plan, amounts_needed, make_plan

__all__ = ["Plan", "amounts_needed", "make_plan", "measure"]
