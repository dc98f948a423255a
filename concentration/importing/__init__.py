"""A portfolio folder that grows: valuation tables in, a master beside them, everything written whole or not at all."""
