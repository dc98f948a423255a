"""What is missing in a portfolio: found, asked for in a workbook, and taken back from it."""
