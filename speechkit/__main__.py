"""The program: ``python -m speechkit`` and the console script ``speechkit``."""

from __future__ import annotations

import gc
import os
import sys

from speechkit.language import choose_language, use_language

_RARELY = 100_000


def main() -> None:
    """Run the command line and end the process with its exit code."""
    # What imports leave is never garbage; looking for it takes a twentieth of a short command.
    gc.set_threshold(_RARELY)
    try:
        # The commands say in their help what they do as soon as they are imported.
        use_language(choose_language(os.environ))
        from speechkit.cli.app import run

        status = run(sys.argv[1:])
    except KeyboardInterrupt:  # so early that there is nothing to tidy up
        status = 130
    if os.environ.get("SPEECHKIT_DEBUG"):
        sys.exit(status)
    # All is written and closed. To take the interpreter apart would take a tenth of the time, and
    # try once more to write what a closed pipe or a full disk refused.
    os._exit(status)


if __name__ == "__main__":
    main()
