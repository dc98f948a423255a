"""What a portfolio does not say yet: which facts some limit would need, and the sheet that asks for them."""
