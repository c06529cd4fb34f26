"""Chinese text: its characters, words and the form in which it is matched."""
