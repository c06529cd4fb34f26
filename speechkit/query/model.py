"""What was asked: phrases, phrases near each other, what must match and what must not."""

from __future__ import annotations

from typing import NamedTuple


class Phrase(NamedTuple):
    """A piece of text to be found; ``variants`` are its normalized form and other spellings."""

    text: str
    variants: tuple[str, ...]
    title_only: bool = False

    @property
    def anywhere(self) -> Phrase:
        """The phrase asked of the whole speech."""
        return self._replace(title_only=False)


class Near(NamedTuple):
    """Two phrases at most ``distance`` characters of normalized text apart."""

    first: Phrase
    second: Phrase
    distance: int
    ordered: bool

    @property
    def title_only(self) -> bool:
        """Whether both must be in the title, which either of them may say."""
        return self.first.title_only or self.second.title_only


Term = Phrase | Near


class Query(NamedTuple):
    """Each of ``required`` must match, by any of its alternatives; none of ``excluded`` may."""

    required: tuple[tuple[Term, ...], ...]
    excluded: tuple[Term, ...] = ()
    ignored: tuple[str, ...] = ()
    """Pieces that hold nothing that could be matched, such as a lone mark."""

    @property
    def terms(self) -> tuple[Term, ...]:
        """All that is looked for."""
        return tuple(term for alternatives in self.required for term in alternatives)

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """All phrases that are looked for, in the order in which they were typed."""
        return tuple(phrase for term in self.terms for phrase in phrases_of(term))


def phrases_of(term: Term) -> tuple[Phrase, ...]:
    """Return the phrases of a term, one or two."""
    return (term,) if isinstance(term, Phrase) else (term.first, term.second)
