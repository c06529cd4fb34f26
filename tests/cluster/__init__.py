"""Tests that ask a real OpenSearch, or a small fake of one."""
