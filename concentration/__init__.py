"""Exact checks of portfolios against the limits of Chinese asset-management law."""

__version__ = "0.1.0"
