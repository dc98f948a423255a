"""Workbooks and CSV files as rows of Python values, and the exact figures of their cells."""
