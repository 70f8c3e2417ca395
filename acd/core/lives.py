"""Columns of the tables that only richer centres use: several contacts in an agent's hands, and paths of steps.

A centre in which every contact waits, is talked to and wrapped up has one row of each, and never looks at it.
`tables` puts them into the handle; nothing else may import this file.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def _dtype(integers: str, floats: str = "") -> np.dtype[Any]:
    fields = [(name, "i8") for name in integers.split()] + [(name, "f8") for name in floats.split()]
    return np.dtype(fields)


# -- Setup: the router's part -------------------------------------------------------------------------------------
SEAT = _dtype(
    "rings timeout"
)  # one a group: 1 when contacts ring before they are bound, and for how long [us]
# one a category: mean time in an agent's hands as configured [us]; what closing time does to its waiting contacts
MEDIUM = _dtype("channel mean at_close")
# one a channel: units of an agent that a contact takes; bit set of the channels that interrupt it; the share by which
# each further contact in hand lengthens the others
CHANNEL = _dtype("cost interrupted", "slowdown")
# one a group and channel: contacts of it that an agent may hold, 0 for none; whether at certain times only
SERVICE = _dtype("limit timed")

# one a category: at how many agents it rings, after how long at one more [us], NONE for never; after how long it may be
# offered to an agent again who did not take it [us], and how often at most
RING = _dtype("agents more_after again_after at_most")

# -- Setup: the world's part --------------------------------------------------------------------------------------
# one a category: its path of steps; whither (a row of ``aim``, here and below) and how it is referred; what waits for
# the agent who is asked
COURSE = _dtype("first_step complexity desk mode credit consult consult_wait", "spent")
STEP = _dtype("kind name duration desk then first_branch n_branches", "chance success")
BRANCH = _dtype("next", "upto")  # cumulative
REFER = _dtype("", "probability")  # one a category and group
# one a group: how long it rings, and how an offer comes to nothing
# one a category: who is asked afterwards, and what the score is made of, all in points; times in minutes
SURVEY = _dtype(
    "first_question n_questions desk after bad",
    "offered response start waited referral not_verified unsettled spread",
)
QUESTION = _dtype(
    "low high", "shift"
)  # a question's scale, and by how much its answers lie above the others'
# one a category: when a callback is offered, as what it continues, and how the customer is dialled
CALLBACK = _dtype("over category ring attempts retry first_window n_windows", "accept reached")
CALLBACK_WINDOW = _dtype("start end")  # within the week that begins on day one [us]
ANSWER = _dtype("ring not_ready reject_not_ready", "no_answer reject")
# one a category: another one that is offered to customers as they join, if the announced wait is longer than so [us],
# and the rows that say who accepts
CHOICE = _dtype("to exceeds first n", "offer")
ACCEPT = _dtype("wait", "share")  # the share from an announced wait on [us]

# -- Router state -------------------------------------------------------------------------------------------------
# one an agent: contacts held (offered, bound, wrapping), units they take, whether among the ready, load last logged
HAND = _dtype("held offered bound wrapping units pooled load")
LOAD = _dtype("count")  # one an agent and channel
DUTY = _dtype("off")  # one a group and channel: 1 while its agents take no contacts of it
# one a contact slot: what the agent does with the bound contact, in the agent's states; since when; its own priority
# plus OWN_PRIORITY, 0 where its line's counts; its category, or the view of it that says what the contact requires
GRIP = _dtype("activity joined bound own view")
# only where commands come from outside; one an agent: bit set of the channels not taken for now, and whether one asks
# another agent, when nothing is taken; one a contact slot: the contact asked in its matter, the one it is asked about,
# each slot plus 1, 0 for none
BAR = _dtype("channels asking")
PEER = _dtype("asks asked_by")
# one a contact slot, only where contacts ring in rounds; of a contact: its first and last phone, how many ring and are
# wanted, its offers before the round, and the ringing contacts before and after it, each plus 1; of a phone: its
# contact, the next phone, how often the contact was turned down there, and until when it is not offered again [us]
PHONE = _dtype("of first last next ringing wanted round before after times until")
OUTLOOK = _dtype("last_wait over spent")  # one a category: the router's own past

# -- World state --------------------------------------------------------------------------------------------------
LIFE = _dtype(
    # where it stands: stage, step; when the work in hand ends at the present pace, since when that pace
    "stage step due asof since token nth "
    # the contact as a whole: legs so far, answered ones, referrals, who was first; the other agent's leg
    "home leg legs answered referrals first_group first_agent last_group peer "
    # for tallies: how its first leg was answered, and who handled the contact before this leg, first and last
    "first_joined first_wait handled_first handled_last "
    # this leg: held, rung out, verified, referred to, and how the contact ended
    "hold hold_since rings verified referred_to over ended outcome reason settled return_kind return_at "
    # this leg is referred at the end of handling; the contact's waits so far, its announced wait, and the survey's
    # score in thousandths
    "refers waited announced score asked failed callback dialling asked_as "
    # the category from which the customer was steered to this one, and that of the contact's first line
    "steered first_line",
    "left pace complexity",
)

# -- Logs ---------------------------------------------------------------------------------------------------------
# one a leg row, beside it
MORE = np.dtype(
    [("hold", "i8"), ("announced", "i8")]
    + [
        (name, "i4")
        for name in [
            # thousandths of a point, 0 without a survey
            "score",
            # 1 when the customer was asked, 2 when there was an answer, 3 when that opened a case; which attempt at a
            # callback, 0 for none
            "asked",
            "callback",
            "rings",
            "verified",
            "referred_to",
            # the contact's last leg; an earlier leg was answered; legs referred so far, and who answered first
            "last",
            "answered_before",
            "referrals",
            "first_group",
            "first_agent",
            "last_group",
            # the category in which the customer would have joined but for another channel that was offered
            "steered_from",
        ]
    ]
)
# one a leg row, beside it, written for tallies: category, joining and wait [us] of the contact's first leg, -1 without
# one; who handled it first and last before, NONE for nobody; another agent was only asked; another agent took over
THREAD = _dtype("home first_joined first_wait handled_first handled_last asked handed")
STAGE_ROW = np.dtype(
    [("contact", "i8"), ("start", "i8"), ("end", "i8")]
    + [(name, "i4") for name in ["leg", "step", "agent", "category"]]
)
