"""JSON as this house reads and writes it: decimals stay exact coming in, rates have six decimals or more
going out."""

import json
from decimal import Decimal
from typing import Any


class JsonError(ValueError):
    """Say why a text is no JSON that can be trusted."""


def read_json(text: str) -> Any:
    """Return the value of a JSON text, its decimals as `Decimal`.

    Refuses NaN and infinities, a name given twice (one of the two would silently win), and nesting without
    end.
    """
    try:
        return json.loads(
            text, parse_float=Decimal, parse_constant=_refuse_constant, object_pairs_hook=_object
        )
    except JsonError:
        raise
    except RecursionError:
        raise JsonError("The JSON is nested too deeply.") from None
    except ValueError as error:
        raise JsonError(f"This is not JSON: {error}.") from None


def write_json(value: object) -> str:
    """Return a JSON text; floats are rates and get six decimals or more, never an exponent."""
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(f"{write_json(str(key))}: {write_json(item)}" for key, item in value.items())
            + "}"
        )
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(write_json, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _number(rate: float) -> str:
    exact = Decimal(repr(rate))
    decimals = -int(exact.as_tuple().exponent)
    return f"{exact:.{max(6, decimals)}f}"


def _refuse_constant(name: str) -> None:
    raise JsonError(f"{name} is not a number.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise JsonError(f"{twice} is given twice.")
    return found
