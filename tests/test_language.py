"""The language of messages: which is chosen, that Chinese has them all, and what never changes."""

from __future__ import annotations

import ast
import gettext
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from catalogue import (
    CLICK_COMMENT,
    PACKAGE,
    Message,
    list_click_messages,
    list_messages,
    place_of,
    read_catalogue,
    read_untranslated,
    translations_of,
)

from speechkit.language import (
    SIMPLIFIED,
    TRADITIONAL,
    _,
    choose_language,
    find_unknown_language,
    ngettext,
)

_PLACE = "[号號]:(?:段|~N|起)"
"""As a place is typed: 编号:段号."""

_HALF_WIDTH = re.compile(f"(?!{_PLACE})[\u4e00-\u9fff][,;:?!]|[,;?!] ?[\u4e00-\u9fff]")

LANGUAGES = (SIMPLIFIED, TRADITIONAL)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ("", ""),
        ("LANG=zh_CN.UTF-8", "zh_CN"),
        ("LANG=zh_SG.UTF-8", "zh_CN"),
        ("LANG=zh", "zh_CN"),
        ("LANG=zh_TW.UTF-8", "zh_TW"),
        ("LANG=zh_HK.Big5-HKSCS", "zh_TW"),
        ("LANG=zh-Hant-MO", "zh_TW"),
        ("LANG=zh_CN.GB18030@stroke", "zh_CN"),
        ("LANG=zh_CN.UTF-8 LC_MESSAGES=en_US.UTF-8", ""),
        ("LANG=en_US.UTF-8 LC_MESSAGES=zh_CN.UTF-8", "zh_CN"),
        ("LANG=zh_CN.UTF-8 LC_ALL=C", ""),
        ("LANG=zh_CN.UTF-8 LC_ALL=C.UTF-8", ""),
        ("LANG=zh_CN.UTF-8 LC_ALL=", "zh_CN"),
        ("LANG=en_US.UTF-8 LANGUAGE=zh_TW:zh:en", "zh_TW"),
        ("LANG=zh_CN.UTF-8 LANGUAGE=en:zh", ""),
        ("LANG=zh_CN.UTF-8 LANGUAGE=fr:zh", "zh_CN"),
        ("LC_ALL=C LANGUAGE=zh", ""),
        ("LC_ALL=C SPEECHKIT_LANG=zh", "zh_CN"),
        ("LANG=zh_CN.UTF-8 SPEECHKIT_LANG=en", ""),
        ("LANG=zh_CN.UTF-8 SPEECHKIT_LANG=zh_TW", "zh_TW"),
        ("LANG=zh_CN.UTF-8 SPEECHKIT_LANG=", "zh_CN"),
        ("LANG=zh_CN.UTF-8 SPEECHKIT_LANG=fr", "zh_CN"),
        ("LC_ALL=C SPEECHKIT_LANG=fr", ""),
        ("LANG=de_DE.UTF-8", ""),
        ("LANG=zhx_XX", ""),
    ],
)
def test_the_environment_chooses_the_language(environment: str, language: str) -> None:
    assert choose_language(dict(word.split("=") for word in environment.split())) == language


def test_a_language_may_be_called_what_people_call_it() -> None:
    called = {
        "zh_CN": "zh cn CN ZH-cn zh_CN.UTF-8 中文 简体 簡體中文 chinese Simplified-Chinese",
        "zh_TW": "tw zh-tw zh-Hant 繁體 繁体 繁體中文 正體中文 Chinese(Traditional)_Taiwan.950",
        "": "en EN en_GB.UTF-8 english English 英文 英语 C posix",
    }
    for language, names in called.items():
        for name in names.split():
            for locale in ("zh_CN.UTF-8", "en_US.UTF-8"):
                environment = {"SPEECHKIT_LANG": name, "LANG": locale}
                assert choose_language(environment) == language, name
                assert not find_unknown_language(environment), name


def test_what_is_no_language_of_ours_is_known_as_such() -> None:
    for name in ("fr", "日本語", "zhx", "1", " ", "."):
        assert find_unknown_language({"SPEECHKIT_LANG": name}) == name
    assert not find_unknown_language({})
    assert not find_unknown_language({"SPEECHKIT_LANG": "", "LANG": "fr_FR"})


def test_the_library_speaks_english() -> None:
    assert _("interrupted") == "interrupted"
    assert [ngettext("{n} file", "{n} files", n) for n in (0, 1, 2)] == [
        "{n} files",
        "{n} file",
        "{n} files",
    ]


def test_every_message_is_translated_and_no_translation_is_left_over() -> None:
    catalogue = read_catalogue(SIMPLIFIED)
    listed = {_as_message(m.id) for m in catalogue if m.id and CLICK_COMMENT not in m.auto_comments}
    ours = set(list_messages())
    assert sorted(ours - listed) == [], "python tests/make_catalogue.py"
    assert sorted(listed - ours) == [], "python tests/make_catalogue.py"
    assert sorted(m.id for m in catalogue if not all(translations_of(m))) == []


def test_the_messages_of_click_are_translated() -> None:
    known = {_as_message(m.id) for m in read_catalogue(SIMPLIFIED) if m.id}
    assert sorted(set(list_click_messages()) - known) == []


def test_translations_have_the_fields_of_the_english() -> None:
    for message in read_catalogue(SIMPLIFIED):
        if message.id:
            fields = set(_read_fields(_as_message(message.id)[-1] or _as_message(message.id).one))
            for translation in translations_of(message):
                assert set(_read_fields(translation)) == fields, message.id


def test_translations_have_full_width_marks_and_the_last_line_end_of_the_english() -> None:
    for message in read_catalogue(SIMPLIFIED):
        for translation in translations_of(message) if message.id else ():
            english = _as_message(message.id).one
            assert translation.endswith("\n") == english.endswith("\n"), english
            assert not _HALF_WIDTH.search(translation), english


def test_what_may_be_chinese_has_no_blank_between_it_and_chinese() -> None:
    # Quoted, or behind a colon: 没有“搜索”这个命令, and not 没有 搜索 这个命令.
    fields = "typed piece text value id file folder path place draft longer query archive given"
    fields += " scope location argument editor prefix authority some names way name"
    may_be = rf"(?<!-)\{{(?:{'|'.join(fields.split())})\}}"
    loose = re.compile(rf"[一-鿿] (?<!第 ){may_be}|{may_be} (?![列段行])[一-鿿]")
    latin = (
        "{name} 设置",
        "上没有索引 {name}",
        "{typed} 前面要有",
        "删去的文字 {typed}",
        "多于 {text} 列",
    )
    for message in read_catalogue(SIMPLIFIED):
        for translation in translations_of(message) if message.id else ():
            if not any(known in translation for known in latin):
                assert not loose.search(translation), translation


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_program_reads_is_what_was_written(language: str) -> None:
    source = read_catalogue(language)
    with place_of(language, "mo").open("rb") as file:
        made = gettext.GNUTranslations(file)
    simplified = {m.id for m in read_catalogue(SIMPLIFIED)}
    assert {m.id for m in source} == simplified, "python tests/make_catalogue.py"
    for message in source:
        if message.id:
            one, several = _as_message(message.id)
            read = made.ngettext(one, several, 2) if several else made.gettext(one)
            assert read == translations_of(message)[0], "python tests/make_catalogue.py"


_PHRASE = re.compile("[a-z]{2,},? [a-z]{2,}")
_NO_PHRASES = re.compile(
    "speechkit |-|<|vi |subl |code |idea |bold |not dim|first date|last date|index bytes|index age"
)
"""How texts begin that are commands, options, markup, styles, programs and names of fields."""

_ARGUMENTS = re.compile(
    "words are not those of|no folder is named; an|a run of | is "
    "|(sort|by|width|least|user_words) is |; give |, | to $| or more$| cannot be; give"
)
"""How texts begin that are about arguments of functions, in Python; commands check their own."""


def read_modules(*rooms: str) -> Iterator[tuple[Path, ast.Module]]:
    for room in rooms:
        for path in sorted((PACKAGE / room).rglob("*.py")):
            yield path.relative_to(PACKAGE), ast.parse(path.read_text("utf-8"))


def test_no_phrase_of_what_is_printed_is_left_in_english() -> None:
    left = [
        f"{path}:{line}: {text}"
        for path, tree in read_modules("cli", "render")
        for line, text in read_untranslated(tree)
        if _PHRASE.search(text) and not _NO_PHRASES.match(text)
    ]
    assert left == []


def list_tellers() -> Iterator[str]:
    """Yield the names of what is called with a sentence for people, all our errors among them.

    UnreadableFileError has a code.
    """
    yield from ("note", "Failure", "FileNotFoundError", "NotADirectoryError", "FileExistsError")
    bases = {
        node.name: {getattr(base, "id", "") for base in node.bases}
        for _path, tree in read_modules(".")
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found = {"SpeechkitError"}
    while more := {name for name, of in bases.items() if of & found} - found:
        found |= more
    yield from found - {"UnreadableFileError"}


def test_no_sentence_for_people_is_left_in_english() -> None:
    tellers = frozenset(list_tellers())
    assert {"SenselessAnswerError", "KeptIndexError", "DamagedIndexError"} < tellers
    left = [
        f"{path}:{line}: {text}"
        for path, tree in read_modules(".")
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in tellers
        for argument in call.args
        for line, text in read_untranslated(ast.Expression(argument))
        if re.search("[A-Za-z]{2}", text) and not text.startswith("fields.")
        if not (getattr(call.func, "id", "") == "SettingError" and _ARGUMENTS.match(text))
    ]
    assert left == []


_NO_SENTENCES = re.compile(
    ".*[一-鿿]| is no (key|index) of |a new connection is never|its columns are|freq, occurrences"
    "|user words$|unexpected end of data|expected after| import run_worker",
    re.DOTALL,
)
"""How texts begin that are names of columns, faults of a programmer, words of other programs."""


def test_no_reason_is_left_in_english() -> None:
    """Not in what is told later either: why a lock was lost, why an index does not serve."""
    left = [
        f"{path}:{line}: {text}"
        for path, tree in read_modules("backends/opensearch", "ingest")
        for line, text in read_untranslated(tree)
        if _PHRASE.search(text) and not _NO_SENTENCES.match(text)
    ]
    assert left == []


def test_options_say_what_they_do_in_the_language_of_the_user() -> None:
    """The text of ``help=`` and the like is given to gettext, not written out."""
    left = [
        f"{path}:{line}: {text}"
        for path, tree in read_modules("cli")
        for call in ast.walk(tree)
        for keyword in (call.keywords if isinstance(call, ast.Call) else ())
        if keyword.arg in ("help", "epilog")
        for line, text in read_untranslated(ast.Expression(keyword.value))
        if re.search("[A-Za-z]", text) and text != "auto"
    ]
    assert left == []


def _as_message(identifier: str | tuple[str, ...] | list[str]) -> Message:
    return Message(identifier) if isinstance(identifier, str) else Message(*identifier)


def _read_fields(text: str) -> Iterator[str]:
    for _text, field, _specification, _conversion in string.Formatter().parse(text):
        if field is not None:
            yield field


def test_a_speech_that_is_left_out_is_not_said_to_be_uncounted() -> None:
    # search counts nothing; its speeches are only not among those that it looks at.
    left_out = re.compile(r"speech has no \w+ and is left out")
    messages = [m for m in read_catalogue(SIMPLIFIED) if m.id]
    told = [m for m in messages if left_out.search(_as_message(m.id).one)]
    assert len(told) >= 3
    for message in told:
        for translation in translations_of(message):
            assert "统计" not in translation, translation
