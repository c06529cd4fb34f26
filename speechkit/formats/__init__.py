"""Files to text: what each format says, piece by piece."""
