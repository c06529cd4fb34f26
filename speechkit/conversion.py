"""A speech in another script: simplified or traditional characters."""

from __future__ import annotations

from speechkit.errors import SettingError
from speechkit.language import _
from speechkit.model import Speech

CONFIGURATIONS = (
    *("t2s", "s2t", "s2tw", "tw2s", "s2twp", "tw2sp", "s2hk", "hk2s", "t2tw", "tw2t", "t2hk"),
    *("hk2t", "t2jp", "jp2t"),
)
"""Of OpenCC, those for simplified and traditional characters first."""


def convert_speech(speech: Speech, configuration: str) -> Speech:
    """Return a speech in another script, names and all; ``configuration`` is one of OpenCC's.

    Raises SettingError for another one, TypeError for what is no speech.
    """
    from speechkit.text.scripts import convert

    if not isinstance(speech, Speech):
        raise TypeError(f"a speech is one of a corpus or of speechkit.read, not {speech!r:.60}")
    if configuration not in CONFIGURATIONS:
        told = _(
            "{name} is no script; give t2s for simplified characters, s2t for traditional ones, or"
            " {others}"
        )
        others = ", ".join(CONFIGURATIONS[2:])
        raise SettingError(told.format(name=f"{configuration!r:.60}", others=others))
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
