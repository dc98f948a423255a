"""The last step: one frozen result, and the formats that it is written in."""
