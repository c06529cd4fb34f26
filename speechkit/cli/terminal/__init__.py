"""The terminal: its state, streams, pager and progress."""
