"""A speech in another script: simplified or traditional characters."""

from __future__ import annotations

from speechkit.model import Speech


def convert_speech(speech: Speech, configuration: str) -> Speech:
    """Return a speech in another script, names and all; ``configuration`` is one of OpenCC's."""
    from speechkit.text.scripts import convert

    return speech._replace(
        title=convert(speech.title, configuration),
        paragraphs=tuple(convert(text, configuration) for text in speech.paragraphs),
        dropped=tuple(
            piece._replace(text=convert(piece.text, configuration)) for piece in speech.dropped
        ),
        sections=tuple(
            section._replace(name=convert(section.name, configuration))
            for section in speech.sections
        ),
        turns=tuple(turn._replace(name=convert(turn.name, configuration)) for turn in speech.turns),
        speaker=convert(speech.speaker, configuration),
        occasion=convert(speech.occasion, configuration),
        source=convert(speech.source, configuration),
    )
