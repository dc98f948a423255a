"""Made portfolios of any size, and how long the whole command takes on them."""
