"""Kinds of characters that a reader cannot tell apart or does not see: all of each kind meet."""

from __future__ import annotations

import unicodedata
from itertools import product

import pytest
from make_normalization import COLONS, IGNORABLE, RADICALS

from speechkit.query.model import Phrase
from speechkit.query.patterns import find_phrase
from speechkit.text.data import read_section
from speechkit.text.normalize import normalize, normalize_phrase
from speechkit.text.variants import list_variants

# Unicode's property Dash (PropList.txt), and what fonts and character recognition give for one.
DASHES = "-֊־᐀᠆‐‑‒–—―⁓⁻₋−⸗⸚⸺⸻⹀〜〰゠︱︲﹘﹣－" + "─━┄┅┈┉╌╍═╴╶╸╺╼╾⎯➖⁃˗"
WAVES = "~～〜〰∼∽∾∿⁓"
DOTS = "·•‧・･∙⋅●⸱⸳⸰᛫⦁⚫◦∘ᐧꞏ·…⋯‥⋮"
QUOTES = "\"'`“”‘’„‚‛‟«»‹›「」『』﹁﹂﹃﹄《》〈〉〝〞〟＂＇′″‴‵‶‷⁗ʹʺʻʼʽˈˮ❛❜❝❞❟❠🙶🙷🙸<>＜＞"
BRACKETS = (
    "()（）[]［］【】〔〕〖〗〘〙〚〛{}｛｝⦅⦆｟｠﹙﹚﹛﹜﹝﹞︵︶︷︸︹︺︻︼﹇﹈❨❩❪❫❲❳❴❵⟦⟧⁽⁾₍₎"
)
ENUMERATION_COMMAS = "、､﹑︑"
BLANKS = (
    "\t\v\f\x1c\x1d\x1e\x1f\x85 \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u2028\u2029\u202f\u205f\u3000\u2800\ufffc"
)
HAN_NUMERALS = "〇零一二三四五六七八九十百千万萬亿億两兩廿卅"
NOUGHTS = "〇○◯零"
LETTERS_FOR_NOUGHTS = "0０⓪oOｏＯоОοΟ"


def finds(query: str, text: str) -> bool:
    """Whether a query finds a text, by normalizing it and by patterns, which must agree."""
    phrase = Phrase(query, list_variants(normalize_phrase(query)))
    found = any(variant in normalize(text) for variant in phrase.variants)
    assert bool(list(find_phrase(phrase, text))) == found, (query, text)
    return found


def names(characters: str) -> list[str]:
    return [f"U+{ord(character):04X}" for character in characters]


def test_marks_meet_each_other_and_nothing() -> None:
    for mark in DASHES + WAVES + DOTS + QUOTES:
        assert finds("马克吐温", f"见到马克{mark}吐温先生"), names(mark)
        assert finds("关键——改革", f"关键{mark}{mark}改革"), names(mark)
        assert finds(f"关键{mark}改革", "关键改革"), names(mark)
        assert finds("world bank", f"World{mark}Bank"), names(mark)


def test_marks_between_digits_stay_one_mark() -> None:
    for mark in DASHES + WAVES + DOTS + QUOTES:
        assert normalize(f"5{mark}6") == normalize(f"5 {mark} 6") == "5-6", names(mark)
        assert finds("5～6个点", f"5{mark}6个点"), names(mark)
        assert not finds("56个点", f"5{mark}6个点"), names(mark)
        assert normalize(f"十四{mark}五") == "十四五", names(mark)


def test_every_dash_and_quote_of_unicode_is_a_mark() -> None:
    marks = [chr(c) for c in range(0x110000) if unicodedata.category(chr(c)) in ("Pd", "Pi", "Pf")]
    assert [names(m) for m in marks if normalize(f"5{m}6") != "5-6"] == []


@pytest.mark.parametrize("colon", COLONS)
def test_every_colon_is_a_boundary(colon: str) -> None:
    assert finds("1：3", f"比例是1{colon}3")
    assert finds("他说：大家", f"他说{colon}大家都来")
    assert not finds("他说大家", f"他说{colon}大家都来")


@pytest.mark.parametrize("dot", ".．․﹒")
def test_a_dot_is_no_boundary(dot: str) -> None:
    assert finds("马克·吐温", f"马克{dot}吐温")
    assert finds("3.5亿", f"3{dot}5亿")
    assert not finds("35亿", f"3{dot}5亿")


def test_every_radical_is_its_ideograph() -> None:
    listed = {
        radical: line[0]
        for line in RADICALS.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
        for radical in line[2:]
    }
    for code in range(0x2E80, 0x2FD6):
        radical = chr(code)
        if unicodedata.category(radical) == "Cn" or code == 0x2E80:
            assert normalize(radical) == radical  # CJK RADICAL REPEAT is no character of a text
            continue
        compatible = unicodedata.normalize("NFKC", radical)
        ideograph = compatible if compatible != radical else listed[radical]
        assert finds(f"甲{ideograph}乙", f"甲{radical}乙"), names(radical)
        assert finds(f"甲{radical}乙", f"甲{ideograph}乙"), names(radical)


def test_radicals_are_those_of_unicode() -> None:
    expected = zip(
        "⺠⻓⻔⻛⻚⻬⻄⻅⻋⻢⻰⺁⺼⻤⻝⻘⺟⻁", "民长门风页齐西见车马龙厂肉鬼食青母虎", strict=True
    )
    assert [pair for pair in expected if normalize(pair[0]) != pair[1]] == []


def pairs_of_forms() -> list[tuple[str, str]]:
    lines = (line.split() for line in read_section("variants.txt", "[characters]"))
    return [(character, form) for character, forms in lines for form in forms]


def test_every_form_of_a_character_meets_it() -> None:
    assert len(pairs_of_forms()) > 700
    assert [pair for pair in pairs_of_forms() if not finds(f"甲{pair[0]}", f"甲{pair[1]}")] == []
    assert [pair for pair in pairs_of_forms() if not finds(f"甲{pair[1]}", f"甲{pair[0]}")] == []


SAME = (
    "群羣 峰峯 面麵麪麺 众眾衆 线綫線 床牀 为爲為 里裏裡 启啓啟 卫衞衛 污汚汙 卧臥 户戶戸"
    " 吞呑 填塡 颠顚 慎愼 真眞 镇鎭 告吿 黄黃 产產産 颜顏顔 参叅參 插挿 丛樷藂叢 德悳惪徳"
    " 点奌點 斗鬬鬭鬥 回囘囬 汇彚彙滙匯 歼殱殲 剑劎劒劍 京亰 吝悋 留畄畱 器噐 秋穐秌 时峕旹時"
    " 算祘 岁歳歲 所㪽 锁鏁鎖鎻 逃迯 体躰軆體 熙煕熈 膝厀 协恊協 崖崕厓 国囯囶圀國 铁鐡鉄銕鐵"
    " 关闗関關 聪聡聦聰 联聫聮聯 总緫揔摠縂總 鬓髩鬂鬢 粗麄麁麤 疏踈疎 饼餠餅 焰焔熖燄"
    " 厩廏廐廄 盖葢蓋 彝彜彞"
)  # fmt: skip
OTHERS = (
    "着著 幺么 邱丘 喆哲 淼渺 堃坤 澂澄 凋雕 勠戮 皙晰 踏蹋 沉沈 淋痳 灾菑 俯俛 鸩酖 宁甯"
    " 佑祐 同仝 实寔 呵訶 绸紬 奶妳 洁絜 挪挼 弄衖 拈撚 慨嘅 艺芸 辩弁 罐缶 滨浜 徵瞭 画划"
    " 喂餧 管官 赞替 末未 己已巳 戊戌戍 榖谷 粘黏 彷仿 借藉 回徊 板阪 楞愣 噘撅 齐斋"
)  # fmt: skip


def test_all_forms_of_a_character_are_one() -> None:
    assert [group for group in SAME.split() if len(set(map(normalize, group))) > 1] == []


def test_characters_with_a_reading_of_their_own_stay_apart() -> None:
    assert [group for group in OTHERS.split() if len(set(map(normalize, group))) < len(group)] == []


def test_no_form_is_listed_twice() -> None:
    forms = [form for _, form in pairs_of_forms()]
    assert sorted(forms) == sorted(set(forms))


# Groups of the table of 1955 and standard forms of Taiwan, a few from each initial.
GROUPS = (
    " 鞍鞌 柏栢 褒襃 杯盃 冰氷 策筞 船舩 窗窓窻牕 唇脣 德悳徳 凳櫈 堤隄 雕彫鵰 蝶蜨 睹覩 峨峩"
    " 鹅鵞 法灋 泛汎 峰峯 秆稈 歌謌 耕畊 鼓皷 怪恠 馆舘 恒恆 糊餬 蛔蛕 鸡雞 迹跡蹟 剑劒 阱穽"
    " 韭韮 炕匟 考攷 咳欬 馈餽 窥闚 懒嬾 历歴厤 莅蒞 邻隣 柳栁 炉爐 脉脈 猫貓 绵緜 拿拏 年秊"
    " 暖煖 炮砲礮 碰踫 瓶缾 棋碁棊 旗旂 强彊 秋秌 群羣 裙裠 软輭 伞繖 蛇虵 深㴱 是昰 溯泝遡"
    " 笋筍 塔墖 它牠 蹄蹏 玩翫 碗盌椀 往徃 衔啣衘 弦絃 笑咲 效傚 鞋鞵 胸胷 叙敘敍 靴鞾 烟煙菸"
    " 岩巖嵒 焰燄 耀燿 野埜 异異 咏詠 游遊 岳嶽 灾災烖 寨砦 盏琖 珍珎 浙淛 侄姪 砖甎 浚濬 棹櫂"
    " 藤籐 剿勦 瑯琅 捶搥 榨搾"
)


def test_forms_of_the_table_of_1955_meet() -> None:
    pairs = [pair for group in GROUPS.split() for pair in product(group, group)]
    assert [(one, other) for one, other in pairs if not finds(f"甲{one}", f"甲{other}")] == []


APART = "邱丘 喆哲 淼渺 堃坤 澂澄 勠戮 皙晰 嘅慨 妳奶 妳你 衖弄 挼挪 撚拈 龢和 耑专 粦磷 凋雕"


@pytest.mark.parametrize("pair", APART.split())
def test_other_characters_stay_apart(pair: str) -> None:
    assert not finds(f"甲{pair[0]}", f"甲{pair[1]}")
    assert not finds(f"甲{pair[1]}", f"甲{pair[0]}")


def test_every_nought_of_a_year_meets() -> None:
    for one, other in product(NOUGHTS, NOUGHTS + LETTERS_FOR_NOUGHTS):
        assert finds(f"二{one}二五年", f"总结二{other}二五年的工作")
        assert finds(f"二{other}二五年", f"总结二{one}二五年的工作")
        assert finds(f"二{one}{one}五年", f"总结二{other}{other}五年的工作")
        assert finds(f"二{other}", f"二{other}{other}五年")


@pytest.mark.parametrize("letter", LETTERS_FOR_NOUGHTS)
def test_a_letter_or_nought_elsewhere_is_itself(letter: str) -> None:
    assert not finds("甲〇乙", f"甲{letter}乙")
    assert not finds(f"甲{letter}乙", "甲〇乙")


def test_every_ignorable_character_vanishes() -> None:
    texts = {
        code: normalize(f"防汛{chr(code)}责任a{chr(code)}b1{chr(code)}2") for code in IGNORABLE
    }
    assert {hex(code) for code, text in texts.items() if text != "防汛责任ab12"} == set()
    missed = [c for c in IGNORABLE if c < 0xE1000 and not finds("汛责", f"防汛{chr(c)}责任")]
    assert missed == []


@pytest.mark.parametrize("blank", BLANKS, ids=names(BLANKS))
def test_blanks_between_digits_vanish(blank: str) -> None:
    assert finds("2025年", f"展望2{blank}0{blank}2{blank}5{blank}年")
    assert finds("1000万元", f"投入1{blank}000万元")
    assert finds("防汛责任", f"防汛{blank}责任")
    assert normalize(f"World{blank}Bank{blank}3") == "world bank 3"


@pytest.mark.parametrize("comma", ",，")
@pytest.mark.parametrize("ones", ["1", "１"])
@pytest.mark.parametrize("zeros", ["000", "０００"])
def test_thousands_meet_with_any_comma_or_none(comma: str, ones: str, zeros: str) -> None:
    for query in ("1000万元", "1,000万元", "1，000万元", "１，０００万元", "１０００万元"):
        assert finds(query, f"投入{ones}{comma}{zeros}万元")
        assert finds(query, f"投入2{ones}{comma}{zeros}万元")
    for query in ("1000000", "1,000,000", "1，000，000"):
        assert finds(query, f"投入{ones}{comma}{zeros}{comma}{zeros}元")


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("12", "1，2"),
        ("12", "1, 2"),
        ("1000", "1，00，0"),
        ("20135", "2013，5"),
        ("100050", "1，00050"),
        ("0.1000", "0.1，000"),
        ("19", "1、9"),
        ("19", "(1)9"),
        ("20132020", "2013-2020"),
    ],
)
def test_other_numbers_are_not_joined(query: str, text: str) -> None:
    assert not finds(query, text)


@pytest.mark.parametrize("mark", ENUMERATION_COMMAS + BRACKETS)
def test_numerals_are_parted_by_enumeration_commas_and_brackets(mark: str) -> None:
    for before, after in product(HAN_NUMERALS, HAN_NUMERALS):
        assert not finds(f"{before}{after}", f"{before}{mark}{after}"), (before, after)
    for before, after in product(("二", "2"), ("十", "1")):
        assert not finds(f"{before}{after}", f"{before}{mark}“{after}"), (before, after)
        assert finds(f"{before}、{after}", f"第{before}{mark}{after}条")
    assert not finds("二十四个", f"（二{mark}十四个城市")
    assert finds("十四个城市", f"二{mark}十四个城市")
    assert finds("二个", f"二{mark}个")


def test_numerals_are_not_parted_by_other_marks() -> None:
    for mark in DASHES + WAVES + DOTS + QUOTES + BLANKS:
        assert finds("十四五十大工程", f"“十四五{mark}十大工程"), names(mark)
        assert finds("一二九运动", f"一二{mark}九运动"), names(mark)
