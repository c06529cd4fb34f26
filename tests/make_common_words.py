"""Makes speechkit/text/common_words.txt: words that look like the names of persons.

    .venv/bin/python tests/make_common_words.py

They are the words of jieba's dictionary that begin with a surname and have the form of a name, but
for those that are tagged as names. Rare words behind a frequent surname are left out, because most
of them are persons whose tag is wrong, and so are those listed in ``tests/persons.txt``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import jieba

from speechkit.text.data import DATA_FOLDER
from speechkit.text.names import has_form_of_name, is_person
from speechkit.text.normalize import normalize

FREQUENT_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈"
    "钟姜崔谭陆范汪廖贾夏傅方邹熊孟秦邱侯江尹薛阎段雷黎史陶贺毛郝顾龚邵"
)
DOUBLE_SURNAMES_OF_PERSONS = ("令狐", "欧阳", "公孙", "慕容", "上官", "宇文", "独孤")
LEAST_FREQUENCY = {2: 4, 3: 6}
"""By length: what a word behind a frequent surname must have in jieba's dictionary."""
PERSONS = frozenset(Path(__file__).with_name("persons.txt").read_text(encoding="utf-8").split())


def make_common_words() -> list[str]:
    """Return the words in the order of their characters."""
    return sorted(set(_words()))


def _words() -> Iterator[str]:
    for line in Path(jieba.__file__).with_name("dict.txt").open(encoding="utf-8"):
        word, frequency, tag = line.split()
        if tag.startswith("nr") or word in PERSONS or normalize(word) != word:
            continue
        if word[0] in FREQUENT_SURNAMES and int(frequency) < LEAST_FREQUENCY.get(len(word), 0):
            continue
        if word.startswith(DOUBLE_SURNAMES_OF_PERSONS):
            continue
        if len(word) <= 4 and has_form_of_name(word) and is_person(word):
            yield word


def main() -> None:
    """Write the file, some words to a line."""
    words = make_common_words()
    lines = [" ".join(words[start : start + 24]) for start in range(0, len(words), 24)]
    head = "# Words that look like the names of persons, made by tests/make_common_words.py.\n"
    (DATA_FOLDER / "common_words.txt").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
