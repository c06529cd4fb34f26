"""What a draft shares with a corpus, and speeches with each other, word for word."""
