"""Valuation tables (估值表) of custodians as tables of a portfolio, proven to the fen.

The words of a layout find the parts of a sheet (`header`, `labels`, `table`), codes make a tree of its rows (`tree`),
subjects say what they are (`subjects`), every item is counted once (`items`), the totals prove it (`proof`), and `rows`
writes it down.
"""
