"""What a process does that analyses files for another: batches come in, their analyses go out."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from typing import BinaryIO


def run_worker() -> None:
    """Serve the process at the other end of standard input and output."""
    # The terminal's interrupt is for the process that asked; it ends the workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        serve(sys.stdin.buffer, sys.stdout.buffer)
    except BrokenPipeError:
        os._exit(1)  # the process that asked was killed, and there is nobody to be told


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer each batch of files that comes in with its analyses, until there are no more."""
    try:
        settings = pickle.load(requests)
    except EOFError:  # interrupted before there was anything to do
        return
    # Only these processes have so much to do that loading all of it pays.
    from speechkit.backends.sqlite.array_tally import ArrayTally
    from speechkit.ingest.analysis import Analyser
    from speechkit.text.fast_segmenters import open_sole_segmenter

    analyser = Analyser(settings, open_sole_segmenter, ArrayTally)
    # A full collection would look through the whole dictionary, over and over.
    gc.disable()
    while True:
        try:
            batch = pickle.load(requests)
        except (EOFError, pickle.UnpicklingError):  # cut short: who asked was killed
            return
        pickle.dump(analyser.analyse_batch(batch), answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()
        gc.collect(0)
