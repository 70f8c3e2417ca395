"""Every code of the core, in one place: events, states, outcomes, policies, purposes.

The numbers are written to logs and hashed into draws: never renumber, only append.
"""

from __future__ import annotations

from enum import IntEnum

from acd.core.key_codes import AgentKey as AgentKey  # noqa: PLC0414 - passed on


class Rank(IntEnum):
    """Order of events that fall on the same microsecond; the first rank goes first."""

    RELEASE = 0  # key: agent. Handling or wrap-up ends
    LOG_IN = 1  # key: order of the plan. Opening, shifts begin, staffing rises
    TIMER = 2  # key: agent or contact. Breaks end, offers lapse
    PATIENCE = 3  # key: contact's serial number. A customer gives up
    ARRIVAL = 4  # key: category. A new matter
    JOIN = 5  # key: contact's serial number. IVR ends
    RETURN = 6  # key: matter. A matter comes back
    BREAK = 7  # key: order of the plan. A break falls due
    LOG_OUT = 8  # key: order of the plan. Shifts end, staffing falls
    CLOSE = 9  # closing time


class Plan(IntEnum):
    """What a row of the timetable does."""

    OPEN = 0
    SHIFT_START = 1
    STAFF = 2
    BREAK_DUE = 3
    SHIFT_END = 4
    CLOSE = 5
    CHANNEL = 20  # a group begins or ceases to take contacts of a channel


class Timer(IntEnum):
    """What an event of the heap does."""

    BREAK_END = 0
    OFFER_LAPSES = 1
    JOIN = 2
    RETURN = 3
    PICKED_UP = 4  # an agent answers an offer, or rejects it
    CONSULT_LAPSES = 5  # nobody was there to be consulted
    READY_AGAIN = 6  # an agent who did not answer is ready again
    CALL_BACK = 7  # a callback joins its line
    FOLLOW_UP = 8  # what a bad survey has opened reaches its desk
    OFFER_AGAIN = 9  # an agent who did not take a contact may be offered it again
    HOLD_ENDS = 10
    STEP_BEGINS = 11  # of the routing plan of a contact that waits
    RING_MORE = 12  # a contact that rings is to ring at one more agent
    DIAL_ENDS = 13
    RECORD_DUE = 14
    WINDOW_OPENS = 15
    COME_LATE = 16
    LEAVE_EARLY = 17


class AgentState(IntEnum):
    """What an agent is doing."""

    OFF = 0
    ABSENT = 1
    NOT_READY = 2
    READY = 3
    OFFERED = 4
    BUSY = 5
    WRAP_UP = 6
    HOLD = 7  # the customer is on hold
    CONSULT = 8  # two agents talk about a customer who is on hold
    CONFERENCE = 9  # two agents talk with a customer


class ContactState(IntEnum):
    """Where a contact stands with the router."""

    NONE = 0
    QUEUED = 1
    OFFERED = 2
    BOUND = 3
    WRAPPING = 4  # the customer has gone; it stays in hand until it is wrapped up
    HELD = 10  # waits for one agent only, or for the agents of a group only
    TURNED_DOWN = 20  # no contact: an offer of one that came to nothing and is remembered


class Pending(IntEnum):
    """What happens to an agent once the work in hand is done."""

    NOTHING = 0
    NOT_READY = 1
    LOG_OUT = 2


class AgentReason(IntEnum):
    """Why an agent's state changed; numbers from the last on are the caller's own words, those between are free."""

    NONE = 0
    SHIFT = 1
    BREAK = 2
    UNPAID_BREAK = 3
    CLOSED = 4
    SHRINKAGE = 5
    NO_ANSWER = 6
    MEETING = 7
    TRAINING = 8
    LATE = 9
    OVERTIME = 10
    EARLY = 11
    FIRST_WORD = 32


class Command(IntEnum):
    """What the router can be told."""

    LOG_IN = 0
    LOG_OUT = 1
    READY = 2
    NOT_READY = 3
    OFFER = 4
    HANG_UP = 5
    ACCEPT = 6
    FINISH = 7
    WRAPPED_UP = 8
    LAPSE = 9
    HOLD_ENDS = 10
    ACTIVITY = 11  # hold, consult, conference, or plain talk again
    CHANNELS = 20  # a group begins or ceases to take contacts of a channel
    TRANSFER = 30
    CONSULT = 31
    END_CONSULT = 32
    CONFERENCE = 33
    HAND_OVER = 34
    ASKING = 40  # a simulated agent asks another one and takes nothing more meanwhile, or asks no longer
    CALL_BACK = 41  # a contact comes in to which a place in line was promised
    RING_MORE = 42
    OFFER_AGAIN = 43
    STEP = 44  # the next step of a waiting contact's routing plan begins
    CHANGE = 60  # the rules are others from now on


class Decision(IntEnum):
    """What the router can answer."""

    OFFERED = 0
    QUEUED = 1
    RESCINDED = 2
    REFUSED = 3
    BOUND = 4
    REQUEUED = 5
    ENDED = 6
    CALLBACK = 7  # whoever waits may be offered a callback now


class DecisionReason(IntEnum):
    """Why the router decided so."""

    NONE = 0
    QUEUE_FULL = 1
    FINISHED = 2
    HUNG_UP = 3
    LAPSED = 4
    NOT_READY = 5
    REJECTED = 6
    HOLD_OVER = 10
    ANSWERED_ELSEWHERE = 12
    TRANSFERRED = 30
    CONSULT_OVER = 31
    HANDED_OVER = 32
    NEXT_STEP = 40
    OVERFLOWED = 41
    BY_PLAN = 42
    RULES_CHANGED = 60


class Outcome(IntEnum):
    """How a queue leg ended."""

    ANSWERED = 0
    ABANDONED = 1
    REFUSED = 2
    CALLBACK = 3
    CARRIED_OVER = 4
    UNREACHED = 20


class LegReason(IntEnum):
    """Why it ended so; of an answered leg, whether the agent was one whom the customer, or the desk, wanted."""

    NONE = 0
    BALKED = 1
    QUEUE_FULL = 2
    CLOSED = 3
    REFERRED = 4
    NOT_VERIFIED = 5
    HUNG_UP = 6  # while being referred
    CONSULTED = 7  # an agent was asked, and the contact stayed where it was
    CALLED_BACK = 8  # the leg of a callback
    NOT_REACHED = 9  # the leg of a callback that nobody answered
    PREFERRED_AGENT = 10
    OTHER_AGENT = 11
    RIGHT_PARTY = 20
    WRONG_PARTY = 21
    NO_REPLY = 22
    BY_PLAN = 40  # a step of the routing plan refuses


class ReturnKind(IntEnum):
    """Why a matter comes back, or that the customer has left for good."""

    NONE = 0
    RECONTACT = 1
    REDIAL = 2
    LEFT = 10
    RETRY = 20


class ContactKey(IntEnum):
    """What waiting contacts are compared by when an agent is free."""

    PRIORITY = 0
    LONGEST_WAIT = 1
    CATEGORY_ORDER = 2
    MATRIX = 3
    LAST_COME = 10
    AGED_PRIORITY = 11
    RELATIVE_WAIT = 12
    EARLIEST_DEADLINE = 13
    LONGEST_QUEUE = 14
    QUEUE_RATIO = 15
    WEIGHTED_WAIT = 16
    GREATEST_NEED = 17


OWN_KEY = 40
"""The code of the first key of the user's own, among agents' keys and contacts' keys alike; the others follow."""


class AtClose(IntEnum):
    """What closing time does to contacts that wait."""

    SERVE = 0
    TURN_AWAY = 1
    CARRY_OVER = 2


class Arrivals(IntEnum):
    """Where a category's new matters come from."""

    NONE = 0
    RATE = 1  # Poisson, of a known rate times the day's busyness
    TRACE = 2
    VARIED = 3  # of expected matters in any other way: varied, fixed, smooth, with bursts
    JITTERED = 4  # a trace whose times are moved at random
    DIALLED = 20


class Wanted(IntEnum):
    """Whom a customer's contacts wait for before others may have them."""

    NOBODY = 0
    LAST = 1  # who answered the matter last
    OWN = 2  # one of all agents who may serve the category, drawn once a customer
    GROUP = 3  # the same within a group


class Dist(IntEnum):
    """Families of distributions."""

    CONSTANT = 0
    EXPONENTIAL = 1
    UNIFORM = 2
    TRIANGULAR = 3
    GAMMA = 4
    LOGNORMAL = 5
    WEIBULL = 6
    HYPEREXPONENTIAL = 7
    EMPIRICAL = 8


class Purpose(IntEnum):
    """What a draw is for. Purposes 2k and 2k + 1 are the halves of one generator block."""

    ARRIVAL = 0
    TIER = 1
    PATIENCE = 2
    BALK = 3
    HANDLE = 4
    WRAP_UP = 5
    RESOLUTION = 6
    RECONTACT = 7
    RECONTACT_AFTER = 8
    REDIAL = 9
    REDIAL_AFTER = 10
    IVR = 11
    BUSYNESS = 12
    ABSENCE = 13
    ROUTING = 14
    VERIFY = 16
    VERIFIED = 17
    COMPLEXITY = 18
    REFERRAL = 20
    CONSULT = 21
    STEP = 22
    STEP_CHANCE = 23
    STEP_NEXT = 24
    RING = 26
    NO_ANSWER = 27
    REJECT = 28
    SURVEY = 30
    SURVEY_ANSWER = 31
    STEER_OFFER = 32
    STEER_ACCEPT = 33
    CALLBACK = 36
    DIAL = 38
    REACHED = 39
    SHARED_BUSYNESS = 40  # the part of a day's busyness that all categories have in common
    TOTAL = 41
    VARIATION = 42
    SHARED_VARIATION = 43
    BURST = 44
    JITTER = 45
    LATE = 48
    EARLY = 49
    OVERRUN = 50
    THROUGH = 56
    LEAVING = 57
    OWN_AGENT = 58
    REACH = 64
    RIGHT_PARTY = 65
    DIAL_RINGS = 66
    PREVIEW = 67
    WRONG_PARTY = 68
    RETRY_AFTER = 69


class Dialling(IntEnum):
    """How a campaign is dialled."""

    PREVIEW = 0
    PROGRESSIVE = 1
    PREDICTIVE = 2


class Stop(IntEnum):
    """Why a run returned to Python."""

    DONE = 0
    LIMIT = 1
    WATCHED = 2
    LOG_FULL = 3
    CONTACTS_FULL = 4
    EVENTS_FULL = 5
    BUDGET = 6


class Estimator(IntEnum):
    """How the router estimates waits."""

    NONE = 0
    LAST_SERVED = 1
    QUEUE_LENGTH = 2
    HEAD_OF_LINE = 3


class Stage(IntEnum):
    """Where a contact stands with the world, in a centre with paths."""

    WAITING = 0
    RINGING = 1
    AT_WORK = 2
    ASKING = 3  # its agent waits for another one to consult
    ALONGSIDE = 4  # its agent is being consulted
    WRAPPING = 5
