"""What was asked: phrases, phrases near each other, patterns, metadata; what must not match."""

from __future__ import annotations

from speechkit.model import Scope
from speechkit.tuples import NamedTuple


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


class Regex(NamedTuple):
    """A regular expression, found in each line as it is shown, its characters simplified."""

    pattern: str
    literals: tuple[tuple[Phrase, ...], ...] = ()
    """Alternatives, of one of which a line that matches holds all phrases; () if none is sure."""

    @property
    def title_only(self) -> bool:
        """False: it is looked for everywhere."""
        return False


class Condition(NamedTuple):
    """What a speech must be, whatever is said in it: ``speaker:x``, ``date:2020..2023``."""

    typed: str
    scope: Scope
    """Of metadata alone, not of ids."""

    @property
    def title_only(self) -> bool:
        """False: it asks for no text."""
        return False


Term = Phrase | Near | Regex | Condition


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
    def conditions(self) -> tuple[tuple[Condition, ...], ...]:
        """What is required of metadata alone: of each the alternatives."""
        met = (tuple(t for t in terms if isinstance(t, Condition)) for terms in self.required)
        return tuple(c for c, terms in zip(met, self.required, strict=True) if c == terms)

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """All phrases that are looked for, in the order in which they were typed."""
        return tuple(phrase for term in self.terms for phrase in phrases_of(term))


def phrases_of(term: Term) -> tuple[Phrase, ...]:
    """Return the phrases of a term: one, two, or those of a pattern; of a condition none."""
    if isinstance(term, Phrase):
        return (term,)
    if isinstance(term, Near):
        return term.first, term.second
    if isinstance(term, Regex):
        return tuple(phrase for phrases in term.literals for phrase in phrases)
    return ()
