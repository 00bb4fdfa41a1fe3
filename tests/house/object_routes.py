"""For every route that names an object: whose it is, what its own path is, and whose it is not.

A factory takes the database as it is after migration and returns the visitor with the number of something the
visitor may open, and of something of the same kind that exists but is not the visitor's (None where everybody of the
audience may see all of them). A number nobody has is made up by the test.
"""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import User


@dataclass(frozen=True)
class ObjectRoute:
    """A visitor (None: anonymous), values for the route's parameters, and the same for what is not theirs."""

    visitor: User | None
    own: dict[str, str]
    foreign: dict[str, str] | None = None


Factory = Callable[[], ObjectRoute]
FACTORIES: dict[str, Factory] = {}


def factory(*routes: str) -> Callable[[Factory], Factory]:
    """Register a factory for the routes it serves."""

    def register(make: Factory) -> Factory:
        for route in routes:
            FACTORIES[route] = make
        return make

    return register
