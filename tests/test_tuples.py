"""Our quicker ``NamedTuple`` makes what that of typing makes."""

from __future__ import annotations

import copy
import pickle
import typing

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
