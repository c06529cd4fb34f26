"""Phrases in a text as it is: the same spans, in the same order, as in its normalized lines."""

from __future__ import annotations

import random
import re
import sys
from collections import defaultdict, deque
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from growth import assert_linear
from hypothesis import example, given
from hypothesis import strategies as st
from normalized_matching import find_term

from speechkit.model import Span
from speechkit.query import patterns
from speechkit.query.matches import find_spans
from speechkit.query.model import Near, Phrase, Term
from speechkit.query.patterns import find_near, find_phrase
from speechkit.text.normalize import Normalized, normalize_phrase, normalize_with_offsets
from speechkit.text.table import CharacterTable
from speechkit.text.variants import list_variants

TABLE = CharacterTable()
ASSIGNED = [
    chr(code)
    for code in (*range(0x323B0), *range(0xE0000, 0xE0200))
    if code % 53 == 0 or not 0xAC00 <= code < 0xD7A4
]
"""All characters but those for private use and most Hangul syllables."""

PLAIN = "发展發髮計划計畫画着著作名严峻一二十四月日元km2gdpifl a1b0"
MARKS = (
    "（）−─●∶零○\u3164\u115f\u2800ʼꞏ“”《》、·…—-(): \u3000\t\r\n\xa0\u2028，。；,,,..．!•#%+％=_"
)
EXPANSIONS = "ⅠⅡⅢⅣⅷⅻ㎡㎢㈠㈩㈪㊀㊊①⑩⑳㉑⒈⒛🄁🄂½¼⅓㋀㋉㍘㏂℡№ﬁﬃĲǆﷺﷲ㍿㌀㌔ﾞﾟﾊ゛ͺ¨﹪"
HANGUL = "가각힣ㄱ각"
ODD = (
    "\u0301\u0300\u20dd\u200b\ufe0f\ufeff\x00\x1b\x7f\ue000\ud800\udfff\ufffd\U00020000\U0002f8ea"
    "𝟏𝐀İßςſⓐÉé٣,"
)
CHARACTERS = st.one_of(
    st.sampled_from(PLAIN),
    st.sampled_from(PLAIN + MARKS),
    st.sampled_from(EXPANSIONS),
    st.sampled_from(HANGUL),
    st.sampled_from(ODD),
    st.characters(),
)
TEXTS = st.text(CHARACTERS, max_size=30)


@pytest.fixture(scope="module", params=[1, 3, 24])
def longest(request: pytest.FixtureRequest) -> Iterator[None]:
    """Expressions of so many letters at most; of longer phrases they tell only the beginning."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(patterns, "_LONGEST_EXPRESSION", request.param)
        patterns._compile.cache_clear()
        yield
    patterns._compile.cache_clear()


def make_phrase(text: str) -> Phrase | None:
    normalized = normalize_phrase(text)
    return Phrase(text, list_variants(normalized)) if normalized else None


def lines_of(text: str) -> Iterator[tuple[int, Normalized]]:
    offset = 0
    for line in text.split("\n"):
        yield offset, normalize_with_offsets(line)
        offset += len(line) + 1


def expected(term: Term, text: str) -> list[Span]:
    found = []
    for offset, line in lines_of(text):
        for span in find_term(term, line.match):
            start, end = line.span(*span)
            found.append((offset + start, offset + end))
    return found


def joined(spans: list[Span]) -> list[Span]:
    places = {place for start, end in spans for place in range(start, end)}
    inner = {place for start, end in spans for place in range(start + 1, end)}
    starts = sorted(place for place in places if place not in inner)
    ends = [next(n for n in range(s + 1, sys.maxsize) if n not in inner) for s in starts]
    return list(zip(starts, ends, strict=True))


@st.composite
def texts_with_phrases(draw: st.DrawFn, count: int = 1) -> tuple[str, list[Phrase]]:
    """A text and phrases, most of them of the text's own normalized pieces, cut anywhere."""
    text = draw(TEXTS)
    phrases = []
    for _ in range(count):
        piece = draw(TEXTS)
        if text and draw(st.integers(0, 4)):
            normalized = normalize_with_offsets(text).match or text
            start = draw(st.integers(0, len(normalized) - 1))
            piece = normalized[start : start + draw(st.integers(1, 6))]
            if draw(st.booleans()):
                text += draw(TEXTS) + piece
        phrase = make_phrase(piece)
        if phrase is not None:
            phrases.append(phrase)
    return text, phrases


@pytest.mark.usefixtures("longest")
@given(texts_with_phrases())
@example(("ⅢⅢ", [Phrase("ii", ("ii",))]))
@example(("一㈪㈪", [Phrase("一月", ("一月",))]))
@example(("x⑳24年1⒛", [Phrase("20", ("20",)), Phrase("2024年", ("2024年",))]))
@example(("가각", [Phrase("가", ("\u1161\u1100",))]))
@example(("1,2 1 ,2 1, 2 1,,2", [Phrase("12", ("12",)), Phrase("1 2", ("1 2",))]))
@example(("严.峻 严 . 峻\n严\n峻", [Phrase("严峻", ("严峻",))]))
@example(("计划计画計畫", [Phrase("计划", ("计划", "计画"))]))
@example(("e\u0301\u200b\u0301e", [Phrase("e", ("e",))]))
def test_a_phrase_is_found_where_it_is_in_the_normalized_lines(
    case: tuple[str, list[Phrase]],
) -> None:
    text, phrases = case
    for phrase in phrases:
        assert list(find_phrase(phrase, text)) == expected(phrase, text)


@pytest.mark.usefixtures("longest")
@given(
    st.text(st.sampled_from("iIⅠⅡⅢⅣvⅤ ⒤."), max_size=12),
    st.text(st.sampled_from("iv"), min_size=1, max_size=7),
)
def test_a_phrase_is_found_within_characters_that_become_several(text: str, letters: str) -> None:
    phrase = Phrase(letters, (letters,))
    assert list(find_phrase(phrase, text)) == expected(phrase, text)


@pytest.mark.usefixtures("longest")
@given(texts_with_phrases(2), st.integers(0, 12), st.booleans())
def test_phrases_are_near_as_in_the_normalized_lines(
    case: tuple[str, list[Phrase]], distance: int, ordered: bool
) -> None:
    text, phrases = case
    if len(phrases) == 2:
        near = Near(phrases[0], phrases[1], distance, ordered)
        assert list(find_near(near, text)) == expected(near, text)


@given(
    st.lists(
        st.one_of(st.sampled_from("的是Ⅳiv"), st.sampled_from([" " * 400, "字" * 90, "\n", "，"]))
    ),
    st.integers(0, 100),
    st.booleans(),
)
def test_nearness_is_measured_over_long_gaps(
    pieces: list[str], distance: int, ordered: bool
) -> None:
    text = "".join(pieces)
    for first, second in (("的", "是"), ("i", "v"), ("的", "的"), ("iv", "i")):
        near = Near(Phrase(first, (first,)), Phrase(second, (second,)), distance, ordered)
        assert list(find_near(near, text)) == expected(near, text)


@given(texts_with_phrases(3), st.integers(0, 12))
def test_spans_of_terms_are_sorted_and_joined(
    case: tuple[str, list[Phrase]], distance: int
) -> None:
    text, phrases = case
    terms: list[Term] = [*phrases]
    if len(phrases) == 3:
        terms = [phrases[0], Near(phrases[1], phrases[2], distance, False)]
    assert list(find_spans(text, terms)) == joined(
        [span for term in terms for span in expected(term, text)]
    )


def test_every_character_that_may_vanish_may_lie_between_two_letters() -> None:
    gap = re.compile(patterns._GAP)
    characters = map(chr, range(sys.maxunicode + 1))
    vanishing = [c for c in characters if not TABLE[ord(c)].strip(" .,，-、")]
    assert [hex(ord(c)) for c in vanishing if not gap.match(c)] == []


@pytest.mark.slow
def test_each_character_is_found_by_what_it_becomes() -> None:
    """Of every character: its first letter, its last one, and all of them."""
    texts: dict[str, str] = defaultdict(str)
    for character in ASSIGNED:
        normalized = normalize_phrase(character)
        if normalized and (normalized != character or character < "\u3400"):
            for letters in {normalized, normalized[0], normalized[-1]}:
                texts[letters] += f"的{character}"
    assert len(texts) > 5_000
    for letters, text in texts.items():
        phrase = Phrase(letters, (letters,))
        assert list(find_phrase(phrase, text)) == expected(phrase, text), letters


@lru_cache(maxsize=1)
def read_texts(folder: Path) -> list[str]:
    paths = [p for name in ("leaders", "laws", "transcripts") for p in (folder / name).rglob("*")]
    files = sorted(path for path in paths if path.is_file() and path.suffix in (".txt", ".md"))
    chosen = random.Random(7).sample(files, min(60, len(files)))
    return [path.read_bytes().decode("utf-8", "replace")[:20_000] for path in chosen]


@pytest.mark.parametrize("seed", range(4))
def test_real_texts_and_their_own_pieces(shared: Path, seed: int) -> None:
    texts = read_texts(shared / "corpora")
    assert len(texts) > 20
    normalized = [list(lines_of(text)) for text in texts]
    chance = random.Random(seed)
    found = 0
    for _ in range(50):
        text = chance.choice(texts)
        start = chance.randrange(len(text))
        phrase = make_phrase(text[start : start + chance.choice((1, 2, 3, 4, 7, 12, 20))])
        if phrase is None or "\n" in phrase.text:
            continue
        for other, lines in zip(texts, normalized, strict=True):
            spans = [
                (offset + line.span(*span)[0], offset + line.span(*span)[1])
                for offset, line in lines
                for span in find_term(phrase, line.match)
            ]
            assert list(find_phrase(phrase, other)) == spans, phrase
            found += len(spans)
    assert found > 100


@pytest.mark.parametrize("seed", range(2))
def test_real_texts_and_phrases_near_each_other(shared: Path, seed: int) -> None:
    texts = read_texts(shared / "corpora")
    chance = random.Random(seed)
    found = 0
    for _ in range(20):
        text = chance.choice(texts)
        place = chance.randrange(len(text))
        first, second = (
            make_phrase(text[start : start + 2])
            for start in (place, place + chance.randrange(3, 30))
        )
        if first is not None and second is not None:
            near = Near(first, second, chance.randrange(60), chance.random() < 0.5)
            spans = expected(near, text)
            assert list(find_near(near, text)) == spans, near
            found += len(spans)
    assert found > 10  # pairs


HOSTILE = [
    ("发展", "发" + " " * 200),
    ("+a", "+" * 400),
    ("a b", "a" + " ," * 200),
    ("iiiiiiiiiiiiiiiiiiiiiiiix", "ⅲ" * 400),
    ("i", "ⅲ" + " " * 200),
    ("a%b%c", "a%%%%%" * 100),
    ("1.1.1.2", "1.1." * 200),
    ("一月一月", "一㈪㊊" * 200),
]


@pytest.mark.parametrize(("typed", "piece"), HOSTILE, ids=[typed for typed, _ in HOSTILE])
@pytest.mark.slow
def test_time_grows_with_the_text_alone(typed: str, piece: str) -> None:
    phrase = Phrase(typed, (typed,))
    assert_linear(lambda times: deque(find_phrase(phrase, piece * times), maxlen=0), 50)


@pytest.mark.parametrize("typed", ["iii", "上海市坚持改革开放促进经济社会全面发展推动人民生活水平"])
@pytest.mark.slow
def test_time_for_one_long_line_grows_with_its_length(typed: str) -> None:
    """The low byte of 上 (4E0A) is that of a line end, which makes looking for one slow."""
    piece = "第ⅲ" + "上" * 40 if typed == "iii" else typed + "上" * 20
    phrase = Phrase(typed, (typed,))
    assert sum(1 for _ in find_phrase(phrase, piece * 500)) == 500
    assert_linear(lambda times: deque(find_phrase(phrase, piece * times), maxlen=0), 600)
