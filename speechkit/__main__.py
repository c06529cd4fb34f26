"""The program: ``python -m speechkit`` and the console script ``speechkit``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit with its status."""
    try:
        from speechkit.cli.running import run

        status = run(sys.argv[1:])
    except KeyboardInterrupt:  # so early that there is nothing to tidy up
        status = 130
    sys.exit(status)


if __name__ == "__main__":
    main()
