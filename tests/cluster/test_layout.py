"""Shards and copies, as the environment asks for them or as they come."""

from __future__ import annotations

import pytest

from speechkit.backends.opensearch.layout import Layout, read_layout
from speechkit.errors import SettingError

GIGABYTE = 1 << 30


def test_shards_grow_with_the_files_unless_they_are_named() -> None:
    plain, named = read_layout({}), read_layout({"SPEECHKIT_SHARDS": "6"})
    sizes = (0, 19 * GIGABYTE, 20 * GIGABYTE, 1_000 * GIGABYTE)
    assert [plain.count_shards(size) for size in sizes] == [1, 1, 2, 51]
    assert [named.count_shards(size) for size in sizes] == [6] * 4


def test_copies_depend_on_the_nodes_unless_they_are_named() -> None:
    assert Layout().settings == {"auto_expand_replicas": "0-1"}
    for count in (0, 2):
        named = read_layout({"SPEECHKIT_REPLICAS": f" {count} "}).settings
        assert named == {"auto_expand_replicas": False, "number_of_replicas": count}


def test_copies_are_compared_as_a_cluster_tells_them() -> None:
    expanded = {"auto_expand_replicas": "0-1", "number_of_replicas": "1", "number_of_shards": "3"}
    two = {"auto_expand_replicas": "false", "number_of_replicas": "2"}
    plain: dict[str, str] = {"number_of_replicas": "2"}
    for layout, met in ((Layout(), expanded), (Layout(replicas=2), two)):
        assert [layout.is_met(one) for one in (expanded, two, plain)] == [
            one is met for one in (expanded, two, plain)
        ]
    assert not Layout(replicas=1).is_met(two)


@pytest.mark.parametrize("value", ["0", "-1", "1025", "many", "1.5", "９", "9" * 50])
def test_a_layout_that_is_none_is_named(value: str) -> None:
    with pytest.raises(SettingError, match=r"\$SPEECHKIT_SHARDS is .*from 1 to 1024"):
        read_layout({"SPEECHKIT_SHARDS": value})
