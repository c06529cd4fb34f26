"""What the TAB key offers: identifiers, from the index as it stands."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from speechkit.render.text import safe_line


def list_identifiers(context: click.Context, incomplete: str) -> list[CompletionItem]:
    """Return the identifiers that begin so, with their titles; none where there is no index."""
    from speechkit.cli.session import find_corpus
    from speechkit.corpus import open_current

    index = context.params.get("index")
    try:
        folder = find_corpus(context.params.get("corpus"))
        corpus = open_current(folder, index)
        if corpus is None:
            return []
        with corpus:
            return [
                CompletionItem(speech.id, help=safe_line(speech.title))
                for speech in corpus.list_speeches()
                if speech.id.startswith(incomplete)
            ]
    except Exception:  # whatever it is, a key press is no place to hear of it
        return []
