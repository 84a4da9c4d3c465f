"""The public names: a list somebody decided on, every one of them there and documented."""

from __future__ import annotations

import inspect

import survey


def test_public_names_exist_and_say_what_they_are() -> None:
    for name in survey.__all__:
        thing = getattr(survey, name)
        if callable(thing):
            assert inspect.getdoc(thing), name


def test_unknown_name_is_an_attribute_error() -> None:
    assert not hasattr(survey, "no_such_name")


def test_errors_are_drawn_in_their_docstring() -> None:
    from survey import errors

    for name, thing in vars(errors).items():
        if inspect.isclass(thing) and issubclass(thing, Exception):
            assert name in (errors.__doc__ or ""), name
