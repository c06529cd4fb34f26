"""The language of the user, by the environment."""

from __future__ import annotations

import pytest

from speechkit.cli.language import user_language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW.UTF-8"}, "zh"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
        ({"LC_MESSAGES": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LC_ALL": "", "LANG": "zh_CN.GB18030"}, "zh"),
        ({"LC_ALL": "en_US.UTF-8", "SPEECHKIT_LANG": "zh"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "SPEECHKIT_LANG": "en"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "SPEECHKIT_LANG": ""}, "zh"),
    ],
)
def test_the_first_variable_that_is_set_decides(environment: dict[str, str], language: str) -> None:
    assert user_language(environment) == language
