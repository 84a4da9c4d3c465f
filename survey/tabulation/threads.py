"""Many small matrices are quicker with one thread each than with all threads on every one."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import ParamSpec, TypeVar

from threadpoolctl import ThreadpoolController

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def with_one_thread(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """The function, with linear algebra kept to one thread while it runs."""

    @wraps(function)
    def limited(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        with _libraries().limit(limits=1, user_api="blas"):
            return function(*args, **kwargs)

    return limited


@cache
def _libraries() -> ThreadpoolController:
    """The linear algebra libraries that are loaded, found once."""
    return ThreadpoolController()
