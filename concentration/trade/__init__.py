"""Before the trade: orders judged one after the other, or as a basket, on the latest day of a portfolio."""
