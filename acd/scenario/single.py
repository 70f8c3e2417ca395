"""One value of a part, checked by itself: for values that change while a router or a simulation runs.

What values say together, of one part or of several, is not looked at here.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from acd.scenario.parts import Part, broken_in, unknown
from acd.scenario.source import dotted
from acd.scenario.values import MisreadError


def value_of(part: type[Part], key: str, raw: object) -> Any:  # noqa: ANN401 - whatever the key holds
    """Return a value as the part would hold it.

    Parameters
    ----------
    part : type of Part
        ``Group``, ``Category``, ….
    key : str
        One of its keys.
    raw : object
        As one would write it in YAML.

    Returns
    -------
    object
        The value, with units understood.

    Raises
    ------
    MisreadError
        With the first fault: place within the part, value, rule, way out.
    """
    known = part.model_fields.get(key)
    if known is None:
        raise MisreadError(unknown("key", key, part.keys(), "known keys"))
    kind: Any = known.annotation
    for item in known.metadata:
        kind = Annotated[kind, item]
    try:
        return TypeAdapter(kind).validate_python(raw)
    except ValidationError as error:
        place, message = broken_in(error)[0]
        fault = f"{dotted((key, *place))}: {message}"
        raise MisreadError(fault) from None
