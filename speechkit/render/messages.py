"""The sentences that are made of what the library says in codes, in the user's language.

Nothing else turns a code into words; files and lines for other programs have the codes themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from speechkit.language import _, ngettext
from speechkit.render.codes import (
    CODES,
    EVENTS,
    FIELDS,
    INDEX_STATES,
    METADATA_FAULTS,
    NOTICES,
    NOTICES_OF_A_KIND,
    ORIGINS,
    REWRITINGS,
    SKIP_REASONS,
    VERDICTS,
)
from speechkit.render.text import escape_controls, safe_line, shell_word, typed_query

if TYPE_CHECKING:
    from speechkit import MissingPhrase
    from speechkit.model import (
        Event,
        IndexState,
        MetadataFault,
        MetadataField,
        Notice,
        NoticeKind,
        Origin,
        Scope,
        ScoreField,
        Script,
        SkippedFile,
        SkipReason,
    )
    from speechkit.query import Condition, Field, Listed, Query, Rewriting
    from speechkit.research import Comparison, Quotation


_MOST_NAMED = 8
"""Speeches or queries that a sentence names."""


def describe_rewritings(rewritings: Iterable[Rewriting]) -> Iterator[str]:
    """Yield what is text in a query, and how to write what it seems to mean, each once."""
    sentences = (
        _(REWRITINGS[meaning]).format(piece=escape_controls(piece), query=typed_query(query))
        for piece, meaning, query in rewritings
    )
    yield from dict.fromkeys(sentences)


def describe_listed(listed: Listed) -> str:
    """Return how to write the parts of a list as pieces."""
    told = _("{piece} is one phrase; for one of them write: {either}")
    if listed.both:
        told = _(
            "{piece} is one phrase; for all of its parts write: {both}; for one of them write:"
            " {either}"
        )
    return told.format(
        piece=escape_controls(listed.piece),
        both=typed_query(listed.both),
        either=typed_query(listed.either),
    )


def describe_pattern(pattern: str) -> str:
    """Return how to look for a regular expression that was typed as a piece."""
    told = _("{piece} is searched as text; for a regular expression write: --regex {quoted}")
    return told.format(piece=escape_controls(pattern), quoted=shell_word(pattern))


def describe_field(field: Field) -> str:
    """Return how to ask for a field, or that there is none such."""
    told = _(
        "{piece} is searched as text, for the fields are title, speaker, occasion, source and"
        " date; without it write: {query}"
    )
    if field.name:
        told = _("{piece} is searched as text; for the {field} write: {query}")
    names = {str(name): words for name, words in FIELDS.items()}
    name = _(names.get(field.name, field.name))
    piece, query = escape_controls(field.piece), typed_query(field.query)
    return told.format(piece=piece, field=name, query=query)


def describe_skipped(file: SkippedFile) -> str:
    """Return why a file is not a speech, in a few words."""
    if file.reason == "ending" and not file.detail:
        return _("other file")
    return describe_reason(file.reason, file.detail)


def describe_reason(reason: SkipReason, detail: str) -> str:
    """Return why a file is not a speech; ``detail`` is as the library keeps it, in English."""
    return _(SKIP_REASONS[reason]).format(detail=_(detail))


def tell_skipped(number: int, file: SkippedFile) -> str:
    """Return that so many files were skipped, for the reason of one of them."""
    told = _("{number} skipped: {reason}")
    return told.format(number=f"{number:,}", reason=safe_line(describe_skipped(file)))


def count_skipped(files: Iterable[SkippedFile]) -> list[tuple[SkippedFile, int]]:
    """Return a file for each reason, and how many have it: the most frequent reason first."""
    first: dict[tuple[str, str], SkippedFile] = {}
    counts: dict[tuple[str, str], int] = {}
    for file in files:
        reason = file.reason, file.detail
        first.setdefault(reason, file)
        counts[reason] = counts.get(reason, 0) + 1
    counted = [(first[reason], number) for reason, number in counts.items()]
    return sorted(counted, key=lambda item: (-item[1], describe_skipped(item[0])))


def describe_event(event: Event) -> str:
    """Return what happened to an index, as a sentence."""
    reason = describe_fault(event.fault) if event.fault else _(event.reason)
    return _(EVENTS[event.code]).format(location=event.location, reason=reason)


def describe_index_state(state: IndexState) -> str:
    """Return what is to be said of an index that is kept."""
    return _(INDEX_STATES[state])


def describe_reading(folder: Path, files: int, size: int) -> str:
    """Return that a folder which was not named is read; ``size`` is in bytes."""
    told = ngettext(
        "indexing {number} file ({size} MB) in {folder}; name another folder with -C",
        "indexing {number} files ({size} MB) in {folder}; name another folder with -C",
        files,
    )
    shown = safe_line(str(folder))
    return told.format(number=f"{files:,}", size=f"{size / 1e6:.1f}", folder=shown)


def describe_fault(fault: MetadataFault) -> str:
    """Return what is wrong with a row of ``metadata.csv``, and what was done about it."""
    words = _(METADATA_FAULTS[fault.code]).format(text=fault.text, detail=fault.detail)
    if not fault.line:
        return words
    return _("line {number}: {told}").format(number=fault.line, told=words)


def describe_code(code: NoticeKind | Script | ScoreField) -> str:
    """Return the word for a kind of notice, a script or a field of a score."""
    return _(CODES[code])


def describe_origin(origin: Origin, value: str, *, has_lines: bool = True) -> str:
    """Return what is known of a speech, and where it comes from: date 2025-03-05 from line 3.

    A document has no lines; where it has pages, ``line`` is the page.
    """
    where = _describe_place(origin, has_lines=has_lines)
    if origin.field == "title":
        return _("title from {where}").format(where=where)
    told = _("{field} {value} from {where}")
    return told.format(field=_(FIELDS[origin.field]), value=value, where=where)


def _describe_place(origin: Origin, *, has_lines: bool) -> str:
    inside, alone = ORIGINS[origin.kind]
    if origin.line and inside:
        place = _("line {number}") if has_lines else _("page {number}")
        return _(inside).format(place=place.format(number=origin.line))
    if alone:
        return _(alone)
    return _("a line that was dropped") if has_lines else _("a line of its own")


def describe_quotations(quotations: Sequence[Quotation]) -> str:
    """Return how many quotations there are, and how many of each verdict."""
    verdicts = [quotation.verdict for quotation in quotations]
    one = _("{number} {verdict}")
    found = _(", ").join(
        one.format(number=f"{verdicts.count(verdict):,}", verdict=_(words))
        for verdict, words in VERDICTS.items()
        if verdict in verdicts
    )
    told = ngettext("{number} quotation: {found}", "{number} quotations: {found}", len(verdicts))
    return told.format(number=f"{len(verdicts):,}", found=found)


def describe_share(comparison: Comparison, least: int) -> str:
    """Return how much of a draft is in a corpus, in runs of ``least`` characters or more."""
    characters = max(comparison.characters, 1)
    told = _(
        "{copied} of {characters} ({share}) in runs of {least} or more are in the {speeches}"
        " compared"
    ).format(
        copied=f"{comparison.copied:,}",
        characters=count_characters(comparison.characters),
        share=f"{comparison.copied / characters:.0%}",
        least=least,
        speeches=count_speeches(comparison.speeches),
    )
    if not comparison.common:
        return told
    share = f"{comparison.common / characters:.0%}"
    more = _("{told}; {number} more ({share}) are common")
    return more.format(told=told, number=f"{comparison.common:,}", share=share)


def describe_unknown(fields: Sequence[MetadataField], identifiers: Sequence[str]) -> str:
    """Return what a reference lacks of some speeches, and how to give it."""
    named = " ".join(map(safe_line, identifiers[:_MOST_NAMED]))
    if len(identifiers) > _MOST_NAMED:
        more = f"{len(identifiers) - _MOST_NAMED:,}"
        named = _("{some} and {number} more").format(some=named, number=more)
    told = _("{speeches}: no {fields} is known; metadata.csv in the corpus can give it")
    return told.format(speeches=named, fields=_(", no ").join(map(_, fields)))


def describe_notices(notices: Sequence[Notice]) -> str:
    """Return what was done, and how often; ``notices`` are all that have the same words."""
    one, several = words_of(notices[0])
    if not several:
        return _(one)
    number = sum(notice.times for notice in notices)
    things = ngettext(one, several, number)
    return _("{number} {things}").format(number=f"{number:,}", things=things)


def words_of(notice: Notice) -> tuple[str, str]:
    """Return the English for a notice, of one thing and of several; a rule without has its name."""
    rule = notice.rule
    return NOTICES_OF_A_KIND.get((notice.kind, rule)) or NOTICES.get(rule) or (rule, rule)


def describe_rule(rule: str) -> str:
    """Return the words for one thing that a rule drops; a rule without has its name."""
    if not rule:
        return _("left out by no single rule")
    one, several = NOTICES.get(rule, (rule, rule))
    return ngettext(one, several, 1) if several else _(one)


def describe_missing(
    missing: MissingPhrase, near_words: Sequence[str], *, scope: bool = False
) -> str:
    """Return where a phrase is not, and where it is; of one that is nowhere, what is near.

    ``scope`` says whether only some of the speeches were looked at.
    """
    if missing.phrase.title_only:
        told = _("{text} is in no title in this scope") if scope else _("{text} is in no title")
    else:
        told = _("{text} not found in this scope") if scope else _("{text} not found")
    told = told.format(text=escape_controls(missing.phrase.text))
    more = _describe_holders(missing)
    if not more and near_words:
        more = _("near: {words}").format(words=_(", ").join(near_words))
    return _("{told}; {more}").format(told=told, more=more) if more else told


def _describe_holders(missing: MissingPhrase) -> str:
    number = missing.in_text or missing.elsewhere
    if not number:
        return ""
    if missing.in_text:
        told = ngettext(
            "{number} speech holds it in the text", "{number} speeches hold it in the text", number
        )
    else:
        told = ngettext(
            "{number} speech holds it elsewhere", "{number} speeches hold it elsewhere", number
        )
    return told.format(number=f"{number:,}")


def describe_scope(scope: Scope) -> str:
    """Return a scope as it is typed: ``--in 2024/ --since 2024-05``; "" for that of all."""
    named = (
        ("--in", scope.ids),
        ("--since", (scope.since,)),
        ("--until", (scope.until,)),
        ("--speaker", scope.speakers),
        ("--occasion", scope.occasions),
    )
    options = [
        f"{option} {shell_word(value)}" for option, values in named for value in values if value
    ]
    either = [describe_scope(one) for one in scope.any_of]
    joined = f"({_(' or ').join(either)})" if len(either) > 1 else "".join(either)
    return " ".join(filter(None, (*options, joined)))


def describe_properties(fields: Sequence[MetadataField]) -> str:
    """Return which fields are the file's more than the speech's, or "" for none."""
    shown: tuple[MetadataField, ...] = ("title", "date", "speaker")
    told = _(" and ").join(_(FIELDS[field]) for field in shown if field in fields)
    return _("{fields} from the file's properties").format(fields=told) if told else ""


def describe_doubt(identifier: str, fields: Sequence[MetadataField]) -> str:
    """Return what is not sure of a speech, or "" for nothing."""
    told = describe_properties(fields)
    if not told:
        return ""
    return _("{id}: {told}, not from the text").format(id=safe_line(identifier), told=told)


def name_draft(identifier: str) -> str:
    """Return what a person reads for a draft: its name, or standard input for ``-``."""
    return _("standard input") if identifier == "-" else safe_line(identifier)


def describe_undated(number: int, of: str = "") -> str:
    """Return how many speeches a date left out because they have none.

    ``of`` is the option that they are left out of, where it is not all that there is.
    """
    told = ngettext(
        "{number} speech has no date and is left out",
        "{number} speeches have no date and are left out",
        number,
    )
    if of:
        told = ngettext(
            "{number} speech has no date and is left out of {option}",
            "{number} speeches have no date and are left out of {option}",
            number,
        )
    return told.format(number=f"{number:,}", option=of)


def describe_undated_last(number: int) -> str:
    """Return how many speeches are behind the others in an order of dates, having none."""
    told = ngettext(
        "{number} speech has no date and comes last",
        "{number} speeches have no date and come last",
        number,
    )
    return told.format(number=f"{number:,}")


def describe_nothing(query: Query) -> str:
    """Return why nothing matches although every phrase is found somewhere."""
    from speechkit.query import Near, Regex

    if not query.required:
        return _("every speech holds what it must not")
    if query.excluded:
        return _("every speech that matches also holds what it must not")
    nears = [term for term in query.terms if isinstance(term, Near)]
    is_regex = any(isinstance(term, Regex) for term in query.terms)
    if len(query.required) > 1 or not (nears or is_regex):
        return _("each piece is found, but no speech holds them all")
    if is_regex:
        return _("no paragraph matches the pattern, which is asked of the text as it is shown")
    if any(term.title_only for term in query.terms):
        return _("both are found, but nowhere so near in a title")
    return _("both are found, but nowhere so near")


def describe_other_order(query: Query, speeches: int) -> str:
    """Return that speeches match a query, in which phrases are in the order not asked for."""
    told = ngettext(
        "{number} speech has them in the other order: {query}",
        "{number} speeches have them in the other order: {query}",
        speeches,
    )
    return told.format(number=f"{speeches:,}", query=_write_typed(query))


def describe_wider(query: Query, speeches: int) -> str:
    """Return that speeches match a query, in which phrases may be further apart than asked for."""
    told = ngettext(
        "{number} speech has them further apart: {query}",
        "{number} speeches have them further apart: {query}",
        speeches,
    )
    return told.format(number=f"{speeches:,}", query=_write_typed(query))


def _write_typed(query: Query) -> str:
    from speechkit.query import write_query

    return typed_query(write_query(query))


def describe_unmet(condition: Condition) -> str:
    """Return that no speech meets a condition of a query."""
    told = _("no speech fits {scope}; speechkit list tells what there is")
    return told.format(scope=escape_controls(condition.typed))


def describe_unmatched(labels: Sequence[str], matching: int) -> str:
    """Return which of many queries match nothing; ``matching`` match."""
    named = _(", ").join(map(escape_controls, labels[:_MOST_NAMED]))
    more = _(", ") + "…" if len(labels) > _MOST_NAMED else ""
    told = ngettext(
        "{number} of {all} queries matches nothing: {names}",
        "{number} of {all} queries match nothing: {names}",
        len(labels),
    )
    every = len(labels) + matching
    return told.format(number=f"{len(labels):,}", all=f"{every:,}", names=named + more)


def describe_words_found(speeches: int) -> str:
    """Return what to type where nothing matches exactly; ``speeches`` hold one of the words."""
    told = _("add --any to see {speeches} with some of the words")
    return told.format(speeches=count_speeches(speeches))


def describe_dropped(speeches: int, matching: int) -> str:
    """Return how many ``speeches`` match only with dropped text, and how to see them.

    ``matching`` match without.
    """
    told = ngettext(
        "{number} speech matches only in text that cleaning left out; it is shown with --dropped",
        "{number} speeches match only in text that cleaning left out; they are shown with"
        " --dropped",
        speeches,
    )
    if matching:
        told = ngettext(
            "{number} more speech matches only in text that cleaning left out; it is shown with"
            " --dropped",
            "{number} more speeches match only in text that cleaning left out; they are shown with"
            " --dropped",
            speeches,
        )
    return told.format(number=f"{speeches:,}")


def count_speeches(number: int) -> str:
    """Return a number of speeches as a sentence has it."""
    return ngettext("{number} speech", "{number} speeches", number).format(number=f"{number:,}")


def count_indexes(number: int) -> str:
    """Return a number of indexes as a sentence has it."""
    return ngettext("{number} index", "{number} indexes", number).format(number=f"{number:,}")


def count_paragraphs(number: int) -> str:
    """Return a number of paragraphs as a sentence has it."""
    told = ngettext("{number} paragraph", "{number} paragraphs", number)
    return told.format(number=f"{number:,}")


def count_characters(number: int) -> str:
    """Return a number of characters as a sentence has it."""
    told = ngettext("{number} character", "{number} characters", number)
    return told.format(number=f"{number:,}")


def count_matches(number: int) -> str:
    """Return a number of matches as a sentence has it."""
    return ngettext("{number} match", "{number} matches", number).format(number=f"{number:,}")


def count_words(number: int) -> str:
    """Return a number of words as a sentence has it."""
    return ngettext("{number} word", "{number} words", number).format(number=f"{number:,}")


def list_reasons(files: Iterable[SkippedFile]) -> Iterator[str]:
    """Yield each reason with the number of its files: ``3 .pdf file``."""
    for file, number in count_skipped(files):
        yield _("{number} {reason}").format(number=f"{number:,}", reason=describe_skipped(file))


def more_of(number: int) -> str:
    """Return that there are so many more."""
    return _("and {number} more").format(number=f"{number:,}")
