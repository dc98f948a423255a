"""Step one: the tables of a portfolio, typed and consistent, or every problem at once."""
