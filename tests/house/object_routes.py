"""For every route that names an object: who may open it, under which values, and who of the same audience may not.

A factory builds the object through the real services in a fresh database. A number nobody has is made up by the test.
"""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import User


@dataclass(frozen=True)
class ObjectRoute:
    """A visitor (None: anonymous), the values of the route's parameters, and a stranger to whom it does not exist.

    Without a stranger everybody of the audience may see all objects of the kind.
    """

    visitor: User | None
    values: dict[str, str]
    stranger: User | None = None


Factory = Callable[[], ObjectRoute]
FACTORIES: dict[str, Factory] = {}


def factory(*routes: str) -> Callable[[Factory], Factory]:
    """Register a factory for the routes it serves."""

    def register(make: Factory) -> Factory:
        for route in routes:
            FACTORIES[route] = make
        return make

    return register
