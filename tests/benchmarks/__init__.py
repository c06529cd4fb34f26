"""Benchmarks of speechkit beside the tools a user would take instead; see ``__main__.py``.

No module here is named as a test, so that pytest collects none of them. They import each other
relatively, because the folder above may or may not be a package.
"""
