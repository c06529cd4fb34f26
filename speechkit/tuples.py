"""``NamedTuple`` of typing, made in a third of the time, for modules that short commands import.

typing compiles every annotation, for which nothing here asks: a twentieth of a short command.
"""

from __future__ import annotations

from collections import namedtuple
from typing import TYPE_CHECKING

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import NamedTuple
else:

    class _Maker(type):
        """Makes of each class behind ``NamedTuple`` one of collections, its annotations as told."""

        def __new__(cls, name, bases, namespace):
            if not bases:
                return super().__new__(cls, name, bases, namespace)
            fields = namespace["__annotations__"]
            defaults = [namespace[field] for field in fields if field in namespace]
            for field in list(fields)[: len(fields) - len(defaults)]:
                if field in namespace:
                    raise TypeError(f"{name}.{field} has a default before a field without one")
            made = namedtuple(name, fields, defaults=defaults)
            for key, value in namespace.items():
                if key not in fields:
                    setattr(made, key, value)
            return made

    class NamedTuple(metaclass=_Maker):
        """The base that a class names; none of its instances is of it."""
