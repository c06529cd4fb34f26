"""An index in one SQLite file."""
