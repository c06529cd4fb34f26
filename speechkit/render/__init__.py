"""Results as text: pure functions that never ask about terminals."""
