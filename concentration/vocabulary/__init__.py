"""The fixed words of the field: tables, facts, measures, and how amounts are counted."""
