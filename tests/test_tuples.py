"""Our quicker ``NamedTuple`` makes what that of typing makes."""

from __future__ import annotations

import copy
import inspect
import pickle
import types
import typing
from collections.abc import Callable, Collection
from typing import Any

import pytest

from speechkit import tuples


class Quick(tuples.NamedTuple):
    """A value."""

    number: int
    name: str = ""
    """Of it."""
    parts: tuple[Unknown, ...] = ()  # type: ignore[name-defined]  # noqa: F821

    @property
    def twice(self) -> int:
        """Twice the number."""
        return 2 * self.number

    def __repr__(self) -> str:
        return f"<{self.name}>"


class Usual(typing.NamedTuple):
    """A value."""

    number: int
    name: str = ""
    parts: tuple[int, ...] = ()

    @property
    def twice(self) -> int:
        """Twice the number."""
        return 2 * self.number

    def __repr__(self) -> str:
        return f"<{self.name}>"


def test_it_is_the_tuple_that_typing_makes() -> None:
    quick, usual = Quick(3, name="三"), Usual(3, name="三")
    assert tuple(quick) == tuple(usual)
    assert repr(quick) == repr(usual) == "<三>"
    assert (quick.twice, quick._asdict()) == (6, usual._asdict())
    assert quick._replace(name="四") == (3, "四", ())
    assert Quick.__mro__[1:] == Usual.__mro__[1:] == (tuple, object)
    told = ("__doc__", "__module__", "_fields", "_field_defaults", "__match_args__")
    assert [getattr(Quick, name) for name in told] == [getattr(Usual, name) for name in told]
    assert (Quick.__qualname__, list(Quick.__annotations__)) == ("Quick", list(Usual._fields))
    assert pickle.loads(pickle.dumps(quick)) == copy.deepcopy(quick) == quick
    assert not hasattr(quick, "__dict__")


def make_class(base: Any, defaults: Collection[str]) -> Callable[[], type]:
    def fill(body: dict[str, object]) -> None:
        body["__module__"] = __name__
        body["__annotations__"] = {"first": int, "second": int, "third": int}
        body.update(dict.fromkeys(defaults, 0))

    return lambda: types.new_class("Made", (base,), {}, fill)


@pytest.mark.parametrize("base", [tuples.NamedTuple, typing.NamedTuple])
def test_a_field_without_a_default_behind_one_with_one_is_refused(base: Any) -> None:
    for defaults in (["first"], ["second"], ["first", "third"]):
        with pytest.raises(TypeError):
            make_class(base, defaults)()
    for defaults in ([], ["third"], ["second", "third"], ["first", "second", "third"]):
        make_class(base, defaults)()


def test_a_derived_class_keeps_what_is_its_own() -> None:
    def make_derived(base: Any) -> Any:
        class Doubled(make_class(base, ["third"])()):  # type: ignore[misc]
            def __new__(cls, first: int, second: int) -> Any:
                return super().__new__(cls, 2 * first, second)

        return Doubled

    quick, usual = map(make_derived, (tuples.NamedTuple, typing.NamedTuple))
    for first in (1, 2):
        assert quick(first, 5) == usual(first, 5) == (2 * first, 5, 0)
    assert quick._make([1, 2, 3]) == usual._make([1, 2, 3]) == (1, 2, 3)
    assert type(quick(1, 2)._replace(third=3)) is quick


def test_a_class_of_which_there_is_no_instance_tells_what_it_takes() -> None:
    def body(name: str) -> dict[str, object]:
        return {"__module__": name, "__annotations__": {"first": int, "second": int}, "second": 2}

    def make() -> Any:
        return types.new_class(
            "Made", (tuples.NamedTuple,), {}, lambda ns: ns.update(body(__name__))
        )

    assert str(inspect.signature(make())) == "(first, second=2)"
    assert make()._make([1, 3]) == (1, 3)
    assert repr(make()(1)) == "Made(first=1, second=2)"
    assert make().first.__doc__ == "Alias for field number 0"
    with pytest.raises(TypeError):
        make()()
    with pytest.raises((TypeError, ValueError)):  # since Python 3.13 the first
        make()(1)._replace(third=3)
