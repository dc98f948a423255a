"""Every sentence of the product in both languages, and the values that carry them until they are said."""
