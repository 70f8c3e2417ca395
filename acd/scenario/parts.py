"""What every part of a scenario has in common: the base model and the annotated types of its fields.

`Part` makes pydantic report every fault of a part at once, in this package's own words: unknown keys with the
nearest known one, keys that exclude each other, values that contradict each other. It knows no particular
key.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Annotated, Any, ClassVar, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    ValidationError,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError

from acd.scenario import values

Place = tuple[str | int, ...]
Broken = tuple[Place, str]
MOST_WORDS = 24  # of a message; no list of ours is longer, names given by users may be


def faulty(found: Iterable[Broken]) -> ValidationError:
    """Return one pydantic error that carries several faults, each with its own place."""
    details = [
        InitErrorDetails(
            type=PydanticCustomError("fault", "{text}", {"text": message}), loc=place, input=None
        )
        for place, message in found
    ]
    return ValidationError.from_exception_data("scenario", details)


def broken_in(error: ValidationError) -> list[Broken]:
    """Return the faults of a pydantic error, each with its place and our own words."""
    found = []
    for item in error.errors(include_url=False):
        place = tuple(step for step in item["loc"] if step != "[key]")
        found.append((place, _wording(item["type"], item["msg"], item["input"], item.get("ctx", {}))))
    return found


def nearest(word: object, known: Iterable[str]) -> str | None:
    """Return the known name that looks most like `word`, if any does."""
    if not isinstance(word, str):
        return None
    close = difflib.get_close_matches(word[:100], list(known), n=1, cutoff=0.6)
    return close[0] if close else None


def unknown(what: str, word: object, known: Iterable[str], heading: str) -> str:
    """Return the message for a word that is none of `known`: the nearest one, and all of them."""
    every = list(known)
    close = nearest(word, every)
    near = f"did you mean '{close}'? " if close else ""
    return (
        f"unknown {what} {values.shown(word)}; {near}{heading}: {values.listed(every, MOST_WORDS) or 'none'}"
    )


class Part(BaseModel):
    """Base of every part of a scenario: frozen, no unknown keys, every fault at once.

    Attributes
    ----------
    LATER : frozenset of str
        Keys of the format that this version refuses.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_default=True, arbitrary_types_allowed=True
    )
    LATER: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def presence(cls, given: Mapping[str, object]) -> Iterator[Broken]:
        """Yield what is wrong with which keys are given together; a part with such rules overrides this.

        Parameters
        ----------
        given : mapping
            The part's raw values, by key.

        Returns
        -------
        iterator of (tuple, str)
            Place within the part, and message.
        """
        yield from ()

    def rules(self) -> Iterator[Broken]:
        """Yield which values contradict each other; a part with such rules overrides this."""
        yield from ()

    @model_validator(mode="wrap")
    @classmethod
    def _every_fault(cls, data: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if isinstance(data, cls):
            return handler(data)
        if not isinstance(data, Mapping):
            raise faulty(
                [((), f"{values.shown(data)} is not a mapping; write its keys: {values.listed(cls.keys())}")]
            )
        found: list[Broken] = [
            ((str(key),), cls._unknown(str(key))) for key in data if key not in cls.model_fields
        ]
        found.extend(cls.presence({key: value for key, value in data.items() if value is not None}))
        try:
            part = handler({key: value for key, value in data.items() if key in cls.model_fields})
        except ValidationError as error:
            raise faulty([*found, *broken_in(error)]) from None
        found.extend(part.rules())
        if found:
            raise faulty(found)
        return part

    @classmethod
    def keys(cls) -> list[str]:
        """Return the keys that this part knows, in the order of its definition."""
        return list(cls.model_fields)

    @classmethod
    def _unknown(cls, key: str) -> str:
        if key in cls.LATER:
            return f"'{key}' is not supported by this version of acd; remove it"
        return unknown("key", key, cls.keys(), "known keys")


def exactly_one(given: Mapping[str, object], keys: tuple[str, ...]) -> Iterator[Broken]:
    """Yield a fault unless exactly one of `keys` is given."""
    present = [key for key in keys if key in given]
    every = f"{', '.join(keys[:-1])} or {keys[-1]}"
    if not present:
        yield (), f"none of {every} is given; give exactly one"
    elif len(present) > 1:
        yield (), f"{' and '.join(present)} are given together; give exactly one of {every}"


def written(default: object, description: str) -> Any:  # noqa: ANN401 - a field of any type
    """Return a field whose default is given as a user would write it, so that the JSON Schema shows it so."""
    return Field(default=default, description=description)


class Or:
    """Annotation: in the JSON Schema a value may also be written in another form.

    Parameters
    ----------
    form : dict
        JSON Schema of the other form.
    """

    def __init__(self, form: dict[str, Any]) -> None:
        self.form = form

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Return the schema of either form."""
        return {"anyOf": [self.form, handler(schema)]}


def choice(known: Collection[str], what: str) -> BeforeValidator:
    """Return a validator that accepts one word of `known` and names the nearest otherwise."""

    def check(value: object) -> object:
        if not isinstance(value, str) or value not in known:
            raise values.MisreadError(unknown(what, value, known, "one of"))
        return value

    return BeforeValidator(check)


def whole_from(low: int, high: int) -> BeforeValidator:
    """Return a validator of whole numbers from `low` to `high`."""
    return BeforeValidator(lambda value: values.whole(value, low, high))


def _number_or(pattern: str, **limits: float) -> WithJsonSchema:
    number = {"type": "number", "minimum": 0, **limits}
    return WithJsonSchema({"anyOf": [number, {"type": "string", "pattern": pattern.replace("?:", "")}]})


Duration = Annotated[float, BeforeValidator(values.duration), _number_or(values.DURATION_PATTERN)]
Rate = Annotated[
    float,
    BeforeValidator(values.rate),
    WithJsonSchema(
        {"anyOf": [{"const": 0}, {"type": "string", "pattern": values.RATE_PATTERN.replace("?:", "")}]}
    ),
]
Share = Annotated[float, BeforeValidator(values.share), _number_or(values.SHARE_PATTERN, maximum=1)]
Factor = Annotated[float, BeforeValidator(values.factor), _number_or(values.SHARE_PATTERN, maximum=100)]
Amount = Annotated[float, BeforeValidator(values.amount), WithJsonSchema({"type": "number", "minimum": 0})]
Count = Annotated[
    int, whole_from(0, 100_000), WithJsonSchema({"type": "integer", "minimum": 0, "maximum": 100_000})
]
Level = Annotated[
    int, whole_from(0, 1000), WithJsonSchema({"type": "integer", "minimum": 0, "maximum": 1000})
]
Priority = Annotated[
    int, whole_from(-1000, 1000), WithJsonSchema({"type": "integer", "minimum": -1000, "maximum": 1000})
]
Attempts = Annotated[
    int, whole_from(1, 1000), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 1000})
]
Flag = Annotated[bool, BeforeValidator(values.flag)]
Text = Annotated[str, BeforeValidator(values.text)]
Name = Annotated[str, BeforeValidator(values.name)]

_EXPECTED = {
    "list_type": "is not a list; write it as [a, b] or as lines that start with '- '",
    "dict_type": "is not a mapping; write it as lines of 'key: value'",
}


def _wording(kind: str, message: str, value: object, context: Mapping[str, Any]) -> str:
    """Return our words for one of pydantic's error types."""
    if kind == "fault":
        return str(context["text"])
    if kind == "value_error":
        return str(context["error"])
    if kind == "missing":
        return "is missing; it has no default, so give it"
    if kind in _EXPECTED:
        return f"{values.shown(value)} {_EXPECTED[kind]}"
    return f"{values.shown(value)} cannot be used here: {message}"
