"""Names that the outside world knows."""

from __future__ import annotations

PROGRAM = "speechkit"
COMPLETION_VARIABLE = "_SPEECHKIT_COMPLETE"
DEBUG_VARIABLE = "SPEECHKIT_DEBUG"
CORPUS_VARIABLE = "SPEECHKIT_CORPUS"
CORPUS_FOLDER = "corpus"
