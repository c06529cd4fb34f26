"""Results as a person reads them at a terminal: lines of rich, made by pure functions."""
