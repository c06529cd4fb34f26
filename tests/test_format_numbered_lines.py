"""Texts with a number before each line: the numbers go, and the lines are joined."""

from __future__ import annotations

import pytest

from speechkit.cleaning import clean
from speechkit.formats import Extracted, extract

LINES = [
    "在全市大会上的讲话",
    "（2018年10月28日）",
    "各位同志，今天的会议十分重要，要把思想统",
    "一到市委的部署上来，认真抓好今年的各项工",
    "作，确保完成全年的目标任务，不辜负群众的",
    "期望和重托，向全市人民交出满意的答卷。",
    "下一步，我们要抓好项目建设，要抓好民生保",
    "障，要抓好队伍作风，把各项任务落到实处。",
]
PARAGRAPHS = [*LINES[:2], "".join(LINES[2:6]) + "".join(LINES[6:8])]


def read(text: str) -> Extracted:
    return extract(text.encode(), "ln.txt")


def shown(extracted: Extracted) -> list[str]:
    return [piece.text for piece in extracted.pieces if not piece.dropped]


def number(form: str, lines: list[str] = LINES, start: int = 1) -> str:
    return "\n".join(form.format(n, line) for n, line in enumerate(lines, start)) + "\n"


FORMS = [
    *(
        "{} {}",
        "{}  {}",
        "{}\t{}",
        "{:6}\t{}",
        "{:>3} {}",
        "{}: {}",
        "{}:{}",
        "{}：{}",
        "{:03}: {}",
    ),
    *(
        "{:03} {}",
        "{:04d}\t{}",
        "L{} {}",
        "L{}: {}",
        "l{}\t{}",
        "Line {}: {}",
        "{}| {}",
        "{} | {}",
        "{}|{}",
    ),
    *(
        "[{}] {}",
        "({}) {}",
        "（{}）{}",
        "{}) {}",
        "{}）{}",
        "{}. {}",
        "{}、{}",
        "{}．{}",
        "第{}行 {}",
    ),
    *("第{}行：{}", "{}行 {}", "{}→{}", "{}> {}", "{}│{}", "{} - {}"),
]


@pytest.mark.parametrize("start", [1, 7, 98])
@pytest.mark.parametrize("form", FORMS)
def test_numbers_go_and_lines_are_joined(form: str, start: int) -> None:
    extracted = read(number(form, start=start))
    assert shown(extracted) == PARAGRAPHS
    assert [piece.line for piece in extracted.pieces if not piece.dropped] == [1, 2, 3]


@pytest.mark.parametrize("form", FORMS[:8])
def test_numbers_are_kept_as_dropped_text(form: str) -> None:
    dropped = [piece for piece in read(number(form)).pieces if piece.dropped]
    assert len(dropped) == 1
    assert dropped[0].line == 1
    marks = dropped[0].text.split("\n")
    assert [mark + text for mark, text in zip(marks, LINES, strict=True)] or marks
    for place, mark in enumerate(marks):
        assert str(place + 1) in mark


def test_blank_lines_may_be_numbered_or_not() -> None:
    lines = [LINES[0], "", *LINES[2:6], "", *LINES[6:]]
    expected = [LINES[0], "".join(LINES[2:6]), "".join(LINES[6:])]
    assert shown(read(number("{} {}", lines))) == expected
    assert shown(read(number("{:6}\t{}", lines))) == expected
    skipped = "\n".join(f"{n} {line}" if line else "" for n, line in enumerate(lines, 1))
    assert shown(read(skipped)) == expected


def test_an_indent_begins_a_paragraph() -> None:
    lines = [*LINES[:2], "　　" + LINES[2], *LINES[3:6], "　　" + LINES[6], LINES[7]]
    assert shown(read(number("{} {}", lines)))[-2:] == ["".join(LINES[2:6]), "".join(LINES[6:])]


SLOGANS = (
    "坚持党的领导，坚定不移地走好群众路线",
    "坚持以人民为中心，加快推进各项民生事",
    "坚持深化改革，推动经济高质量地向前发展",
    "坚持扩大对外开放，建设更高水平新体制",
    "坚持依法治国，建设社会主义法治的国家",
)
EVEN = (
    "抓春耕，要把良种良法送到田间地头去办好",
    "促项目，要把进度质量抓在手上不放松半步",
    "惠民生，要把教育医疗办得更好更贴近群众",
    "强作风，要把调查研究作为基本功练得更实",
    "守底线，要把安全生产的弦绷得更紧不松劲",
)
LISTS = {
    "slogans": "".join(f"{n} {text}\n" for n, text in enumerate(SLOGANS, 1)),
    "slogans with stops": "".join(f"{n}. {text}\n" for n, text in enumerate(SLOGANS, 1)),
    "marks at equal places": "".join(f"{n} {text}\n" for n, text in enumerate(EVEN, 1)),
    "items": "".join(
        f"{n}. {text}\n"
        for n, text in enumerate(
            ["抓好春耕生产，确保粮食安全。", "抓好项目建设。", "抓好民生保障。", "抓好作风。"], 1
        )
    ),
    "long items": "".join(
        f"{n}、要认真抓好今年的第{n}项工作，确保完成全年的目标任务，不辜负群众的期望。\n"
        for n in range(1, 9)
    ),
    "titles": "".join(f"{n} 在全市第{n}次农业农村工作会议上的总结讲话\n" for n in range(1, 9)),
    "verses": "1 床前明月光\n2 疑是地上霜\n3 举头望明月\n4 低头思故乡\n",
    "long verses": "".join(
        f"{n} 大江东去浪淘尽，千古风流人物{end}，\n" for n, end in enumerate("尽在此山中也", 1)
    ),
    "a table": "".join(f"{n}\t张三\t北京市\t三百二十万元\n" for n in range(1, 9)),
    "years": "2021 年，我们做了第一件事情，认真完成了全年的目\n"
    "2022 年，我们做了第二件事情，认真完成了全年\n"
    "2023 年，我们做了第三件事情，认真完成了全年的目\n2024"
    " 年，我们做了第四件事情，认真完成了全年\n",
    "a speech with a list": "各位代表：\n1. 抓好春耕。\n2. 抓好项目。\n3. 抓好民生。\n",
    "a wrapped speech with a list": "\n".join(
        [
            LINES[2],
            LINES[3],
            LINES[4],
            LINES[5],
            "1. 抓好春耕",
            "2. 抓好项目",
            "3. 抓好民生",
            "4. 抓好作风",
        ]
    ),
    "numbers out of order": "".join(
        f"{n} {line}\n" for n, line in zip((3, 9, 1, 7, 2, 40, 5, 6), LINES, strict=True)
    ),
}


@pytest.mark.parametrize("kind", LISTS)
def test_lists_keep_their_numbers(kind: str) -> None:
    extracted = read(LISTS[kind])
    assert extracted.text == LISTS[kind]
    assert shown(extracted) == [LISTS[kind]]


@pytest.mark.parametrize("lines", [SLOGANS, EVEN])
def test_numbered_slogans_are_not_joined(lines: tuple[str, ...]) -> None:
    numbered = tuple(f"{n} {text}" for n, text in enumerate(lines, 1))
    cleaned = clean(read("\n".join(numbered)), "a")
    assert cleaned.paragraphs == numbered
