"""Step 2: join holdings to their assets, products, managers and parties, and add the facts derived from them."""

from concentration.connect.connected import connect

__all__ = ["connect"]
