"""What was asked, and where it is found in a text."""
