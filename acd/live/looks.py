"""What a routing engine shows of its state: how many wait, how long it will take, what was said of a contact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from acd.live.wording import index_of

if TYPE_CHECKING:
    from acd.live.attributes import Attributes
    from acd.live.rewriting import ChangingDesk


class Looks:
    """Looks at the state, a part of `acd.RoutingEngine`."""

    _desk: ChangingDesk
    _categories: Mapping[str, int]
    _attributes: Attributes

    def attributes_of(self, contact: str) -> Mapping[str, object]:
        """Return the attributes with which a contact was offered.

        Parameters
        ----------
        contact : str
            Which.

        Returns
        -------
        mapping of str to object
            Read-only; empty when there were none.

        Raises
        ------
        CommandError
            When the contact is not there.
        """
        self._desk.slot("attributes_of", contact)
        return self._attributes.of(contact)

    def category_of(self, contact: str) -> str:
        """Return the category as which a contact is routed: another than it was offered as, once it has overflowed.

        Parameters
        ----------
        contact : str
            Which.

        Returns
        -------
        str
            The category's name.

        Raises
        ------
        CommandError
            When the contact is unknown.
        """
        k = self._desk.category_of("category_of", contact)
        return next(name for name, number in self._categories.items() if number == k)

    def waiting(self, category: str | None = None) -> int:
        """Return how many contacts wait, in one category or in all.

        Parameters
        ----------
        category : str, optional
            Which category; all when left out.

        Returns
        -------
        int
            Contacts in line; those offered or bound are not.

        Raises
        ------
        CommandError
            When the category is unknown.
        """
        if category is None:
            return self._desk.waiting(None)
        return self._desk.waiting(index_of("waiting", "category", category, self._categories))

    def estimated_wait(self, category: str) -> float:
        """Return how long a contact of a category that came now would wait, as the router estimates it.

        Parameters
        ----------
        category : str
            Which category.

        Returns
        -------
        float
            [s]; 0 when an agent is ready for it. By the scenario's ``routing.estimated_wait``, by default the wait of
            the category's contact that was bound last.

        Raises
        ------
        CommandError
            When the category is unknown.
        """
        return self._desk.estimated_wait(index_of("estimated_wait", "category", category, self._categories))
