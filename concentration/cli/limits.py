"""`concentration limits`: the catalogue on the terminal, without Polars where it only reads."""
