"""Quotations: the verdict on one, and all of a draft."""
