"""Results as lines: pure functions that never ask about terminals.

Those in this folder are for other programs, those in ``pages`` for a person.
"""
