"""The ids of speeches that a shell completes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from speechkit.cli.session import find_corpus
from speechkit.render.text import safe_line

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def complete_identifier(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the identifiers that begin so, with their titles; none where there is no index.

    The index is taken as it is: a key must be answered at once.
    """
    from click.shell_completion import CompletionItem

    from speechkit import open_current

    try:
        folder = find_corpus(context.params.get("corpus"))
        index, authority = context.params.get("index"), context.params.get("ca")
        corpus = open_current(folder, index, ca=authority)
        if corpus is None:
            return []
        with corpus:
            return [
                CompletionItem(speech.id, help=safe_line(speech.title))
                for speech in corpus.complete(incomplete)
            ]
    except Exception:  # whatever it is, a key press is no place to hear of it
        return []
