"""A slow judge in exact fractions, written apart from the engine, to compare it with."""
