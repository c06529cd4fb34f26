"""Work on many matches and speeches at once."""
