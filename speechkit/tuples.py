"""``NamedTuple`` of typing, made in a tenth of the time, for modules that short commands import.

typing compiles every annotation, and collections a constructor for every class: a twentieth of a
short command, which makes instances of few classes. Here both wait until they are asked for.
"""

from __future__ import annotations

import sys
from collections import namedtuple
from operator import itemgetter
from typing import TYPE_CHECKING

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    try:
        from _collections import _tuplegetter as _get  # as collections reads a field
    except ImportError:

        def _get(place, told):
            """Return what reads the field at a place."""
            return property(itemgetter(place), doc=told)

    _LATE = ("_make", "_replace", "_asdict")
    _COMPLETED = ("__new__", *_LATE, *(["__replace__"] if sys.version_info >= (3, 13) else []))

    def _construct(cls, /, *values, **named):
        """Return the first instance of a class."""
        return _complete(cls).__new__(cls, *values, **named)

    def _complete(cls):
        """Give a class the methods that collections makes for its fields, and return it.

        A class that is derived of it keeps its own.
        """
        cls = next(one for one in cls.__mro__ if "_fields" in vars(one))
        made = namedtuple(cls.__name__, cls._fields, defaults=cls._field_defaults.values())
        for name in _COMPLETED:
            setattr(cls, name, vars(made)[name])
        return cls

    class _Late:
        """A method or attribute that a class has when it is complete."""

        def __init__(self, name):
            self._name = name

        def __get__(self, instance, owner):
            _complete(owner)
            return getattr(owner if instance is None else instance, self._name)

    class _Signature:
        """What the constructor takes, as ``help`` shows it."""

        def __get__(self, instance, owner):
            from inspect import signature

            _complete(owner)
            return signature(owner.__new__.__get__(owner))

    def _represent(self):
        pairs = zip(self._fields, self, strict=True)
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in pairs)})"

    def _list_values(self):
        """Return what the constructor is called with where a value is unpickled."""
        return tuple(self)

    _SHARED = {
        "__slots__": (),
        "__new__": _construct,
        "__signature__": _Signature(),
        "__repr__": _represent,
        "__getnewargs__": _list_values,
        **{name: _Late(name) for name in _LATE},
    }

    class _Maker(type):
        """Makes of each class behind ``NamedTuple`` one like those of collections."""

        def __new__(cls, name, bases, namespace):
            if not bases:
                return super().__new__(cls, name, bases, namespace)
            fields = tuple(namespace["__annotations__"])
            defaults = {field: namespace[field] for field in fields if field in namespace}
            for field in fields[: len(fields) - len(defaults)]:
                if field in defaults:
                    raise TypeError(f"{name}.{field} has a default before a field without one")
            body = {"__doc__": f"{name}({', '.join(fields)})", **_SHARED, **namespace}
            for place, field in enumerate(fields):
                body[field] = _get(place, f"Alias for field number {place}")
            body.update(_fields=fields, _field_defaults=defaults, __match_args__=fields)
            return type(name, (tuple,), body)

    class NamedTuple(metaclass=_Maker):
        """The base that a class names; none of its instances is of it."""
