"""The catalogue of limits: their language, how files are read, checked and shown."""
