"""The root of a scenario: every part of it, and the order of everything that will get an index.

Order is the file's order: of categories, of groups, of channels; tiers come after `standard`. A `Scenario` is
made by `acd.scenario.load` or `parse`, never changed, and knows where it came from so that `replace` can
check again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, PrivateAttr, WithJsonSchema

from acd.errors import Fault, ScenarioError
from acd.scenario import values
from acd.scenario.agents import Group
from acd.scenario.arrivals import Correlation
from acd.scenario.contacts import Category, Channel, ServiceLevel
from acd.scenario.distributions import Distribution, Drawn
from acd.scenario.hours import Calendar
from acd.scenario.parts import Broken, Duration, Flag, Name, Part, Place, Text, written
from acd.scenario.referral_desks import AnyDesk
from acd.scenario.routing import Routing
from acd.scenario.source import Source
from acd.scenario.tiers import Loyalty, Tier

STANDARD = "standard"
MOST_INTERVALS = 2_000_000


def _version(value: object) -> object:
    if value != 1 or isinstance(value, bool):
        message = f"{values.shown(value)} is not a version this acd can read; write acd: 1"
        raise values.MisreadError(message)
    return 1


def _divisor(interval: float) -> float:
    """Return an interval [s] that divides a day into whole seconds."""
    if interval < 1.0 or not interval.is_integer() or values.DAY % interval:
        written = values.duration_text(interval)
        message = f"{written} does not divide a day; take 15m, 30m, 1h or another divisor of 24h"
        raise values.MisreadError(message)
    return interval


class Scenario(Part):
    """A contact centre as its user wrote it, checked.

    Every duration is in seconds, every share from 0 to 1, every rate per second.
    """

    acd: Annotated[int, BeforeValidator(_version), WithJsonSchema({"const": 1})] = Field(
        default=1, description="Version of this format."
    )
    name: Text = Field(description="What the scenario is called in reports.")
    interval: Annotated[Duration, AfterValidator(_divisor)] = written(
        "30m", "Reporting period: any divisor of a day."
    )
    calendar: Calendar = written({}, "The days of a run and their opening hours.")
    busyness: Drawn | None = Field(default=None, description="One random factor a day on all arrival rates.")
    correlation: Correlation = written(
        {}, "How busy days, categories and intervals go together; none of it by default."
    )
    channels: dict[Name, Channel] = written({"voice": {}}, "Channels, by name.")
    categories: dict[Name, Category] = Field(description="Contact categories, by name.")
    tiers: dict[Name, Tier] = Field(
        default={}, description="Customer tiers; whoever is in none is `standard`."
    )
    loyalty: Loyalty = written({}, "Who leaves for good; a tier's own stands instead.")
    agents: dict[Name, Group] = Field(description="Groups of alike agents, by name.")
    referral_desks: dict[Name, AnyDesk] = Field(
        default={},
        description="Desks by name, each with the category as which a referred contact continues, and perhaps for "
        "whom it is.",
    )
    training: Flag = Field(
        default=True, description="Whether the groups' training takes place; false leaves all of it out."
    )
    routing: Routing = written({}, "How agents and contacts are chosen.")
    fcr_window: Duration = written(
        "7d", "A matter that does not return within this time counts as settled in fcr_window."
    )
    _source: Source = PrivateAttr(default_factory=Source)
    _homes: dict[str, str] = PrivateAttr(default_factory=dict)
    _views: tuple[tuple[str, dict[str, int]], ...] = PrivateAttr(default=())
    _rebuild: Callable[[Source], Scenario] | None = PrivateAttr(default=None)

    @classmethod
    def presence(cls, given: Mapping[str, object]) -> Iterator[Broken]:
        """Yield a fault for each part that is empty, and for a tier that takes the reserved name.

        Parameters
        ----------
        given : mapping
            The raw values of the root, by key.

        Returns
        -------
        iterator of (tuple, str)
            Place, and message.
        """
        for key in ("channels", "categories", "agents"):
            if given.get(key) == {}:
                yield (key,), "is empty; define at least one"
        tiers = given.get("tiers")
        if isinstance(tiers, Mapping) and STANDARD in tiers:
            yield ("tiers", STANDARD), "'standard' is whoever is in no tier; give this tier another name"

    def rules(self) -> Iterator[Broken]:
        """Yield a fault when the calendar has too many intervals."""
        if self.calendar.days * values.DAY / self.interval > MOST_INTERVALS:
            written = values.duration_text(self.interval)
            yield (
                ("interval",),
                f"{written} makes more than {MOST_INTERVALS} intervals; take a longer one or fewer days",
            )

    def distributions(self) -> Iterator[tuple[Place, Distribution]]:
        """Yield every distribution of the scenario with its place."""
        if self.busyness is not None:
            yield ("busyness",), self.busyness
        for name, category in self.categories.items():
            for key, drawn in category.distributions():
                yield ("categories", name, *key), drawn
        for name, group in self.agents.items():
            for key, drawn in group.distributions():
                yield ("agents", name, *key), drawn

    @property
    def source(self) -> Source:
        """Where the scenario came from: raw values, lines, folder and the files read so far."""
        return self._source

    @property
    def folder(self) -> Path:
        """Where relative paths of the scenario start."""
        return self._source.folder

    @property
    def tier_names(self) -> list[str]:
        """Names of all tiers, `standard` first."""
        return [STANDARD, *self.tiers]

    def home_of(self, group: str) -> str:
        """Return the group that agents of a variant belong to, see `with_variants`; of any other group itself.

        Parameters
        ----------
        group : str
            Its name.

        Returns
        -------
        str
            A group's name.
        """
        return self._homes.get(group, group)

    @property
    def views(self) -> tuple[tuple[str, dict[str, int]], ...]:
        """Categories whose contacts require something themselves, each with what: see `with_variants`."""
        return self._views

    def with_variants(
        self,
        variants: Mapping[str, tuple[str, Group]],
        views: Sequence[tuple[str, dict[str, int]]] = (),
    ) -> Scenario:
        """Return the scenario with groups behind its own, of agents who differ from their group.

        Parameters
        ----------
        variants : mapping of str to tuple of str and Group
            By name, whose variant it is and what it may and can do.
        views : sequence of (str, dict)
            Categories and skills with their lowest levels, of contacts that differ from their category.

        Returns
        -------
        Scenario
            Not checked; it is for the router's rules only.
        """
        every = self.agents | {name: variant for name, (_, variant) in variants.items()}
        made = self.model_copy(update={"agents": every})
        made._homes = {  # noqa: SLF001 - one of its own kind
            name: home for name, (home, _) in variants.items()
        }
        made._views = tuple(views)  # noqa: SLF001 - one of its own kind
        return made

    def loyalty_of(self, tier: str) -> Loyalty:
        """Return how loyal the customers of a tier are.

        Parameters
        ----------
        tier : str
            Name of the tier, `standard` too.

        Returns
        -------
        Loyalty
            The tier's own, else the root's.
        """
        own = self.tiers[tier].loyalty if tier in self.tiers else None
        return self.loyalty if own is None else own

    def target_of(self, category: str, tier: str) -> ServiceLevel:
        """Return the service level aimed at for a category's customers of a tier.

        Parameters
        ----------
        category, tier : str
            Names; `standard` too.

        Returns
        -------
        ServiceLevel
            The category's, with what the tier's own says instead.
        """
        usual = self.categories[category].service_level
        own = self.tiers[tier].service_level if tier in self.tiers else None
        if own is None:
            return usual
        return usual.model_copy(update=own.model_dump(exclude_none=True))

    def adopt(self, source: Source, rebuild: Callable[[Source], Scenario]) -> None:
        """Remember where the scenario came from and how to check it again; only the loader calls this.

        Parameters
        ----------
        source : Source
            Raw values, lines and folder.
        rebuild : callable
            Makes a scenario from another source.
        """
        self._source = source
        self._rebuild = rebuild

    def replace(self, dotted: str, value: object) -> Scenario:
        """Return the scenario with one value changed, checked like a file.

        Parameters
        ----------
        dotted : str
            Place of the value: ``agents.general.count``, ``agents.general.shifts[0].agents``.
        value : object
            As one would write it in YAML; None removes the key. Where a part has exactly one of several keys (count,
            staffing, shifts; rate, per_interval, file, trace; records, per_day), setting one removes the others.

        Returns
        -------
        Scenario
            A new scenario; this one stays as it is.

        Raises
        ------
        ScenarioError
            When the place does not exist or the changed scenario has faults.

        Examples
        --------
        >>> scenario.replace("categories.regular.arrivals.rate", "50/m")  # doctest: +SKIP
        """
        if self._rebuild is None:
            message = (
                "cannot be replaced in a scenario made by hand; make it with acd.load or acd.scenario.parse"
            )
            raise ScenarioError([Fault(self._source.name, 0, dotted, message)])
        return self._rebuild(self._source.replaced(dotted, value))
