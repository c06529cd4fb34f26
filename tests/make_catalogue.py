"""Makes the catalogues of messages from the source and the Chinese in ``zh_CN``'s .po file.

    .venv/bin/python tests/make_catalogue.py

Messages that are new get an empty translation, to be written into the .po; those that are gone are
left out. Then the .mo that the program reads is made, and the same in traditional characters.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import datetime, timezone

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po
from catalogue import (
    CLICK_COMMENT,
    Message,
    list_click_messages,
    list_messages,
    place_of,
    read_catalogue,
    translations_of,
)

from speechkit.language import DOMAIN, SIMPLIFIED, TRADITIONAL
from speechkit.text.scripts import convert

_HEAD = """\
# The messages of speechkit in Chinese, and those of click.
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
"""Without a date or a name, so that only what changed is a difference."""


_AS_IN_TAIWAN = {
    "管道里": "管道裡",
    "各列": "各欄",
    "這一列": "這一欄",
    "第一列": "第一欄",
    "的列：": "的欄：",
    "id 的列": "id 的欄",
    "原因程式碼": "原因代碼",
    "反饋給": "回報給",
}
"""What OpenCC cannot know: 列 is a column in China and a row in Taiwan."""

_SAME_DAY = datetime(2026, 1, 1, tzinfo=timezone.utc)


def make_simplified() -> Catalog:
    """Return the catalogue of today's messages with the translations that there are."""
    known = read_catalogue(SIMPLIFIED) if place_of(SIMPLIFIED, "po").exists() else Catalog()
    made = _begin(SIMPLIFIED)
    for message, files in list_messages().items():
        _add(made, message, _translations(known, message), files)
    of_click = dict.fromkeys(list_click_messages())
    for kept in known:  # other versions of click say it otherwise
        if CLICK_COMMENT in kept.auto_comments:
            of_click.setdefault(_message_of(kept.id))
    for message in of_click:
        if message not in list_messages():
            _add(made, message, _translations(known, message), (), comments=(CLICK_COMMENT,))
    return made


def make_traditional(simplified: Catalog) -> Catalog:
    """Return a catalogue in the characters and words of Taiwan."""
    made = _begin(TRADITIONAL)
    for message in simplified:
        if message.id:
            strings = tuple(map(_write_as_in_taiwan, translations_of(message)))
            made.add(message.id, strings if message.pluralizable else strings[0])
    return made


def _write_as_in_taiwan(text: str) -> str:
    converted = convert(text, "s2twp")
    for china, taiwan in _AS_IN_TAIWAN.items():
        converted = converted.replace(china, taiwan)
    return converted


def _begin(language: str) -> Catalog:
    return Catalog(language, DOMAIN, creation_date=_SAME_DAY, revision_date=_SAME_DAY, fuzzy=False)


def _add(
    catalogue: Catalog,
    message: Message,
    string: str | tuple[str, ...],
    files: Iterable[str],
    comments: Iterable[str] = (),
) -> None:
    catalogue.add(
        message if message.several else message.one,
        string,
        locations=[(file, 0) for file in files],
        auto_comments=comments,
    )


def _translations(known: Catalog, message: Message) -> str | tuple[str, ...]:
    found = known.get(message.one)
    strings = translations_of(found) if found else ("",)
    return strings if message.several else strings[0]


def _message_of(identifier: str | Iterable[str]) -> Message:
    return Message(identifier) if isinstance(identifier, str) else Message(*identifier)


def _write(language: str, catalogue: Catalog) -> None:
    place_of(language, "po").parent.mkdir(parents=True, exist_ok=True)
    with place_of(language, "po").open("wb") as file:
        file.write(_HEAD.format(language=language).encode())
        write_po(file, catalogue, width=0, include_lineno=False, omit_header=True)
    with place_of(language, "mo").open("wb") as file:
        write_mo(file, catalogue)


def main() -> None:
    """Make all catalogues, and say how many messages lack a translation."""
    simplified = make_simplified()
    _write(SIMPLIFIED, simplified)
    _write(TRADITIONAL, make_traditional(simplified))
    missing = [m for m in simplified if m.id and not all(translations_of(m))]
    print(f"{len(simplified)} messages, {len(missing)} without Chinese", file=sys.stderr)


if __name__ == "__main__":
    main()
