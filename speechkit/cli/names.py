"""Names that the outside world knows, and how help is asked for and laid out."""

from __future__ import annotations

PROGRAM = "speechkit"
COMPLETION_VARIABLE = "_SPEECHKIT_COMPLETE"
DEBUG_VARIABLE = "SPEECHKIT_DEBUG"
CORPUS_VARIABLE = "SPEECHKIT_CORPUS"
CORPUS_FOLDER = "corpus"

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
"""Settings of click that all commands share."""
