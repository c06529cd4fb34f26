from __future__ import annotations

from decoded_texts import clean_text

from speechkit.model import Notice

BODY = "今年春天雨水充足，全镇上下抓住农时，十二个村都按时完成了播种任务，群众情绪很好。"


def test_lost_characters_are_told_once_with_their_number() -> None:
    damaged = BODY.replace("情绪", "情\ufffd")
    cleaned = clean_text(f"春耕讲话\ufffd\n同志们：\n{damaged}\n{damaged}")
    assert cleaned.title == "春耕讲话\ufffd"
    assert cleaned.notices == (Notice("doubtful", "lost-character", "春耕讲话\ufffd", 3),)


def test_the_place_is_short_and_lost_characters_stay_in_the_text() -> None:
    cleaned = clean_text(f"{BODY}\ufffd{BODY}")
    assert cleaned.paragraphs == (f"{BODY}\ufffd{BODY}",)
    (notice,) = cleaned.notices
    assert notice.text == f"{BODY[-8:]}\ufffd{BODY[:8]}"
