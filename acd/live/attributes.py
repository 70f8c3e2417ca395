"""What callers say of a contact beyond what the router looks at: kept while it is there, and given back."""

from __future__ import annotations

from collections.abc import Container, Mapping
from types import MappingProxyType
from typing import TypedDict

_NONE: Mapping[str, object] = MappingProxyType({})
_MANY = 1024
"""How many are kept before those of contacts that have ended are looked for."""


class Carried(TypedDict, total=False):
    """What may come with an offer besides."""

    requires: Mapping[str, int] | None
    attributes: Mapping[str, object] | None


class Attributes:
    """Attributes of contacts, by the caller's identifiers.

    Parameters
    ----------
    there : container of str
        Contacts that are there.
    """

    def __init__(self, there: Container[str]) -> None:
        self._there = there
        self._kept: dict[str, Mapping[str, object]] = {}
        self._most = _MANY

    def __len__(self) -> int:
        """Return of how many contacts any are kept."""
        return len(self._kept)

    def keep(self, contact: str, attributes: Mapping[str, object] | None) -> None:
        """Keep what is said of a contact that was just offered, None for nothing; forget those of contacts that ended.

        Parameters
        ----------
        contact : str
            Which.
        attributes : mapping of str to object, optional
            Copied, so that later changes of it do not count.
        """
        self._kept.pop(contact, None)
        if attributes is None:
            return
        self._kept[contact] = MappingProxyType(dict(attributes))
        if len(self._kept) > self._most:
            self._kept = {name: kept for name, kept in self._kept.items() if name in self._there}
            self._most = 2 * len(self._kept) + _MANY

    def of(self, contact: str) -> Mapping[str, object]:
        """Return what was said of a contact that is there, read-only.

        Parameters
        ----------
        contact : str
            Which.

        Returns
        -------
        mapping of str to object
            Empty when nothing was said.
        """
        return self._kept.get(contact, _NONE)
