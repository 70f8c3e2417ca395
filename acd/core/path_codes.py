"""Codes of what is done about a contact: the steps of its path, the parts of its handling, how it is sent on."""

from __future__ import annotations

from enum import IntEnum


class StepKind(IntEnum):
    """What happens in a step of a path."""

    TALK = 0
    VERIFY = 1
    HANDLE = 2
    HOLD = 3
    CONSULT = 4
    CONFERENCE = 5
    TRANSFER = 6


class Part(IntEnum):
    """What an agent does with a contact besides the steps of a path; in a log it stands in place of a step."""

    WRAP_UP = -2
    REFERRAL = -3  # waits for an agent of the desk, and talks to that agent before handing over
    CONSULTED = -4  # is asked, or told, by another agent
    DIALLING = -5  # calls a customer back


class ReferralMode(IntEnum):
    """How a contact is referred."""

    NONE = 0
    COLD = 1
    WARM = 2
