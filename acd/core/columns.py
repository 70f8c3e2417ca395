"""Columns of every table that each centre has: what stands in a row, and in which unit.

`lives` holds those that only richer centres use, and `tables` puts all of them into the handle. Times are int64
microseconds since day one 00:00; NONE (-1) stands for no index and no time.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from acd.core import lives
from acd.core.rows import LINE_BYTES


def _dtype(integers: str, floats: str = "") -> np.dtype[Any]:
    fields = [(name, "i8") for name in integers.split()] + [(name, "f8") for name in floats.split()]
    return np.dtype(fields)


def _row(*columns: tuple[str, str]) -> np.dtype[Any]:
    """Return a row of whole cache lines, for the tables that the loop reads in no order.

    Parameters
    ----------
    columns : tuple of (str, str)
        A kind, ``f8``, ``i8`` or ``i4``, and names of that kind; they stand in this order.
    """
    fields = [(name, kind) for kind, names in columns for name in names.split()]
    packed = np.dtype(fields)
    size = -(-packed.itemsize // LINE_BYTES) * LINE_BYTES
    names, formats = zip(*fields, strict=True)
    offsets = [packed.fields[name][1] for name in names]  # type: ignore[index]  # a structured type has fields
    return np.dtype({"names": names, "formats": formats, "offsets": offsets, "itemsize": size})


# -- Setup: the router's part -------------------------------------------------------------------------------------
RULES = _dtype(
    # sizes; words: of a bit set over lines, over groups
    "n_categories n_groups n_agents n_tiers line_words group_words "
    # contacts are ordered by (order >> shift, category rank, order, number of the offer); packing: a code of `Packing`
    "packing shift "
    # agents: scan is 1 when the groups' longest idle do not decide; then the keys of `preference` are compared
    # ranked is 0 when no group comes before another
    "scan ranked n_keys "
    # offers: bind at once, or wait for an answer [us], NONE for ever
    "auto_accept offer_timeout keep_changes keep_commands "
    # decisions are read by whoever gives the commands; the simulated world looks at the state instead
    "keep_decisions "
    # contacts stay in their agents' hands until wrapped up; some agent may take more while holding one
    "shared mixed n_channels units estimator "
    # 1 when some category may take no agent of those that a group keeps idle for others
    "reserve "
    # 1 when contacts may have an agent whom they wait for before others: `relation`, `hold` and `patron` are there
    "relations "
    # 1 when agents may for a time take less than their group works: `bar` says what
    "choosy "
    # contact_keys: the keys of the contact rule, in order, as digits; judged: 1 when waiting contacts are compared by
    # them one by one; through: 1 when not only the heads of the lines are; ageing: time a point, and at most [us]
    "contact_keys judged through per_point most_age "
    # 1 when one more who waits or is ready may make possible what was not: groups have thresholds
    "thresholds "
    # 1 when contacts and times of agents are counted, who are compared by them; how a group's best is found, a code of
    # ``Within``; half of the window of lately [us]
    "counted within half "
    # 1 when contacts may ring at several agents, or are not offered to an agent again as they were: `ring`, `phone`;
    # 1 when it is remembered who turned a contact down
    "rounds remembers "
    # 1 when some category has a routing plan: contacts of its later steps stand in lines of their own
    "planned "
    # 1 when contacts' own priorities count; when some agents have skills or authority of their own: `kin` says whose
    "urgent variants "
    # 1 when lines and routes of views stand behind those of the categories: of later steps of a plan, or of contacts
    # that require other skills than their category; lines in all
    "viewed n_lines "
    # groups that are no variants
    "n_homes"
)
LINE = _dtype(
    "category priority credit within"
)  # one a category and tier; credit, and the target of its waits [us]
GROUP = _dtype("first count")  # the group's agents are first … first + count - 1
# one a view and group, the categories' first steps before the views of later ones; smaller is earlier. ever: allowed
# in some step of the category's plan; reach: that, or in a plan into which it overflows; matrix: rank in the matrix
ROUTE = _dtype("allowed before after category_rank skill ever reach matrix")
MASK_WORD = _dtype("bits")
MEMBER = _dtype("group")  # one an agent
KIN = _dtype("home")  # one a group: itself, or the one whose agent has skills or authority of the own
# one a category and group: how many ready agents it leaves to other categories; above how many waiting it is taken,
# NONE without such a threshold
RESERVE = _dtype("idle above")
# one a category and group: what waiting contacts weigh, per second and at all; share of all waiting that may be its own
TERM = _dtype("", "weight wait_weight ratio")
OWN = _dtype("place")  # one a key of the user's own: what its function is called by, in this process
RELATION = _dtype(
    "wanted group hold"
)  # one a tier: code of ``Wanted``, its group, how long it is waited for [us]
# one a referral desk: as what a contact goes on, whom it waits for before others (see `acd.core.whom`), how long [us];
# in a live system one row, for the present command
AIM = _dtype("category wanted hold")

# -- Setup: the world's part --------------------------------------------------------------------------------------
PLANET = _dtype(
    "horizon at_close n_days n_openings n_plan keep_legs tally busyness "
    # how many bits of a packed time are the number of the leaf
    "agent_bits stream_bits patience_bits "
    # contacts have paths, offers ring, or agents hold several
    "rich keep_steps "
    # the most contacts that one agent may hold
    "most_held "
    # 1 when a contact in somebody's hands may still go on to a desk
    "refers "
    # some category offers another channel; rows of the open time
    "steers n_open_time "
    # 1 when some agents are slower for as long as they are new
    "learning "
    # the most dials that may begin at one event, 0 where nothing is dialled
    "dials "
    # 1 when some customers leave for good
    "leaving"
)
CATEGORY = _dtype(
    "origin max_queue ivr patience handle wrap_up recontact_after recontact_attempts redial_after redial_attempts "
    "arrivals busyness first_trace n_trace "
    # 1 when no group differs in how long it takes and what it settles: its factors need not be looked up
    "alike",
    "balk resolution recontact redial",
)
FACTOR = _dtype("", "handle wrap_up resolution")  # one a category and group
COMEBACK = _dtype("recontact recontact_end redial redial_end")  # one a category: its rows of ``through``
THROUGH = _dtype(
    "category", "upto"
)  # cumulative; whoever is beyond the last comes back through the same category
LOYALTY = _dtype("", "abandoning unsettled")  # one a tier: the probability of leaving for good after each
SHARE = _dtype("", "upto")  # one a category and tier: cumulative share
DAY = _dtype("first count", "expected")  # one a category and day: its pieces
PIECE = _dtype("start end", "before expected")  # times of the day [us]; contacts expected before it and in it
TRACE = _dtype("time")
DISTRIBUTION = _dtype("family first count", "a b c d")
SAMPLE = _dtype("", "value")
OPENING = _dtype("start end")  # within the week that begins on day one [us]
OPEN_TIME = _dtype("border before open")  # from each border on [us]: open time before it, and whether open
FLOW = _dtype(  # one a category: how its arrivals differ from a Poisson process of known rate
    # variation, total: distributions; fixed, dirichlet, smooth: 1 when they are
    "variation fixed total dirichlet smooth first_swell n_swell first_burst n_bursts burst_origin first_play",
    # correlations of normal scores: of days, of categories on a day; of intervals, of categories in an interval
    "days day_shared intervals shared",
)
BEND = _dtype("interval", "shape log_gamma at_start at_end")  # one a piece; rates at its ends ÷ its mean rate
BURST = _dtype("start length key fixed fading", "contacts probability")  # [us]; by category and start
PLAY = _dtype("low width")  # one a jittered time of a trace: it falls on low … low + width - 1 [us]
# the timetable; what the columns hold depends on what is due:
# shift starts  key: of its draws; until: its end, NONE when the next one starts then; number: 1 when kept at its end;
#               value: from how many waiting on nobody leaves early, 0 never; absence: its probability
# break due     value: length; reason: why; number: which of the shift's breaks, of meetings 1 when the busy skip it;
#               key: of its draws; next: the agent's next one that the busy do not skip
# shift ends    value: 1 when kept; number: from how many waiting on work goes on, 0 never; until: at most till then
PLAN = _dtype("time rank what subject value key reason next number until", "absence")
# one a group: how late agents come, how early they leave, how late they are back from breaks; how the new ones learn
TEAM = _dtype("origin late early overrun", "excess steepness unit")
PERSON = _dtype("", "weeks")  # one an agent: worked before day one, negative when long enough
CAMPAIGN = _dtype(  # one a category; most: dials that may ring at once for nobody in particular
    "mode first records per_day ring preview wrong_party retry_after attempts rest first_window n_windows most "
    "soon_wrap",
    "probability right_party cap pace",
)
WINDOW = _dtype("start end")  # within the week that begins on day one [us]
SOON = _dtype("share")  # one a campaign's category and a category: see pacing [ppm]

# -- Setup: what tallies are taken by; rows are reporting intervals -----------------------------------------------
FRAME = _dtype("n_rows n_cells n_segments n_open n_ends end fcr_window")
SEGMENT = _dtype(
    "border owner"
)  # one more than there are, at NEVER; owner: a row, NONE for nobody's time [us]
ENDING = _dtype("time")  # one a row [us]
# one a category and tier [us]; dialled: 1 for a campaign; counts: until the answer and all hours 0, else see
# `acd.core.timely`; late_queue: waiting past closing counts
TARGET = _dtype("within short dialled counts late_queue")

# -- Router state -------------------------------------------------------------------------------------------------
DESK = _dtype(
    "now offers waiting n_decisions free_contact used_contacts seed0 seed1 n_events event_number "
    "n_changes n_commands n_decided in_system first_event "
    # the first own key that gave no finite number: its number and 1; what it gave, for which category and agent
    "own_fault own_got own_category own_agent "
    # the first contact that rings plus 1, where they ring in rounds
    "ringing"
)
# what functions of the user's own are told of a contact and an agent; times and waits in seconds
GIVEN = _dtype(
    "",
    "now category tier priority waited offers waiting group skill agent idle occupancy held contacts talked",
)
CONTACT = _row(
    ("i8", "order number key serial"), ("i4", "state category tier line agent previous next offers")
)
AGENT = _row(
    ("i8", "since idle_since worked available"),
    ("i4", "state contact previous next pending pending_reason reason"),
)
POOL = _dtype("head tail logged_in since")  # one a group; since its head is idle
QUEUE = _dtype("head tail")  # one a line
CROWD = _dtype("waiting limit")  # one a category
# one a contact slot; wanted: see `acd.core.whom`; last: who answered the matter before; but: who asks, and so is not
# to answer, NONE for nobody; longest: for how long it was sent to whom it wants [us], NONE where it was not sent;
# until: when the hold ends; previous and next are set while the contact is held
HOLD = _dtype("wanted last but longest until previous next")
# one a group, then one an agent: who is held; 1 while holds end because somebody left; of a group, who was there lately
PATRON = _dtype("head tail ending there")
EVENT = _dtype("time rank key number what subject a b c d e f handler home")
DECIDED = _dtype("kind contact agent reason due")

# -- World state --------------------------------------------------------------------------------------------------
WORLD = _dtype(
    "seed0 seed1 contacts matters in_ivr closing open plan attention alerts n_watched n_legs replication mirror "
    "first_release first_arrival first_patience first_plan n_steps"
)
VISIT = _row(  # the first line is what waiting and handling need
    ("f8", "balk patience handle wrap_up"),
    ("i8", "bound"),
    ("i4", "category tier attempt watched patient drafted"),
    ("i8", "serial matter key origin arrived joined past"),
    ("i4", "home"),  # category of the matter's first contact
)
# absent: why, 0 when not; shift: counts their starts and ends; ends: when sent home; stay: how long overtime may last;
# token: counts comings and goings; rests: counts rests after offers that came to nothing
WORKER = _dtype("holds word on_break break_row owed token absent alert shift ends stay stay_row rests")
STREAM = _dtype("day number piece place drafted key watched", "sum factor")
DRAFT = _dtype("", "value")  # a category's columns one behind the other, BATCH rows each: see drafts
MOMENT = _dtype("time")  # BATCH rows a category: when the drafted matters arrive
NODE = _dtype("key")
TIDE = _dtype(  # one a category
    "day interval total place wave first_wave wave_time base_time", "root own shared swing swing_shared whole"
)
SWELL = _dtype("", "before expected")  # the pieces of a category's day, as PIECE, times their factors
WAVE = _dtype("time number", "sum")  # one a burst: its next contact
SHIFTED = _dtype("time number")  # the jittered times of a trace, in order; number: which it was in the trace
# one a category: fresh: the first record never dialled; head, tail: those due again; what was reached of all that ended
DIALLER = _dtype("fresh head tail ringing ended reached today connects abandoned")
RECORD = _dtype("attempt matter begun next bound")  # one a record of every campaign
# past: twice the arrival of the matter's first contact [us], and 1 more when an earlier contact was answered;
# home: category of the matter's first contact
TRAIL = _dtype("past home")  # one a leg row, written for tallies
WATCHED = _dtype(
    "contact outcome reason time joined bound agent settled arrived category tier legs referrals home"
)

# -- Tallies: counts, and sums of times [us] ----------------------------------------------------------------------
# kept: how many waits are kept one by one, NONE once they were too many and went to the bins
TALLY = _dtype("latest place blocks kept")
LEG_CELL = _dtype(  # one a category, tier and row; then one a category and tier for the backlog of the end
    "answered abandoned refused callbacks carried_over good early short answered_wait abandoned_wait waited "
    "finished spent working queue backlog redials recontacts lost expected contacts "
    # legs: referred, taken over from another agent, asked about only, not verified; offers in vain; time on hold
    "referrals transfers consults unverified rings hold "
    # callbacks dialled for the first time, reached, and their delay; surveys asked for and answered, those that opened
    # a case, and their scores in thousandths; estimated waits of legs answered, how much longer they were than the
    # waits, and how far off
    "dialled reached delay asked replied followed score announced announced_more announced_off "
    "dials right_party records steered "
    "matters matter_contacts matters_answered matters_settled matters_kept matters_referred referred_settled "
    # customers who left for good; legs answered that wanted an agent, and those answered by the one they wanted
    "left wished granted "
    # the longest wait and 1, so that 0 says that nobody had one
    "longest"
)
GROUP_CELL = _dtype(  # one a group and row
    "answered good answered_wait finished spent working "
    "matters matters_answered matters_settled matters_kept matters_referred referred_settled wished granted "
    # by first handler less by last handler: the same of matters whose first answered contact had several handlers
    "lead lead_answered lead_settled lead_kept lead_referred lead_referred_settled "
    "referrals transfers consults hold replied score "
    "idle occupied away unpaid absent "
    # of the time away, by reason; and time in overtime, whatever it is spent with
    "paused meeting training late overtime"
)
PRESENCE = _dtype("there kind since present overtime")  # one an agent
BLOCK = np.dtype(
    [("at", "i4")]
)  # one a block of bins, and in it one a cell: where its bins are, 0 for nowhere
WAIT_BIN = _dtype("count")
WAIT = _dtype("cell time")  # [us]

# -- Logs ---------------------------------------------------------------------------------------------------------
LEG = np.dtype(
    [
        (name, "i8")
        for name in ["matter", "contact", "arrived", "joined", "bound", "ended", "wrapped", "return_at"]
    ]
    + [
        (name, "i4")
        for name in [
            "attempt",
            "category",
            "tier",
            "agent",
            "group",
            "outcome",
            "reason",
            "settled",
            "return_kind",
            "leg",
        ]
    ]
)
CHANGE = np.dtype([("time", "i8")] + [(name, "i4") for name in ["agent", "group", "state", "reason", "load"]])
WIDE_LEG = np.dtype(
    [(name, LEG[name]) for name in LEG.names or ()]
    + [(name, lives.MORE[name]) for name in lives.MORE.names or ()]
)
"""A leg row with what stands beside it in richer centres: what a run hands on."""
COMMAND = np.dtype(
    [(name, "i8") for name in ["time", "contact", "key", "value", "decision", "hold"]]
    + [(name, "i4") for name in ["command", "agent", "category", "tier", "group", "asker"]]
)
DECISION = np.dtype(
    [("contact", "i8"), ("due", "i8")] + [(name, "i4") for name in ["kind", "agent", "reason", "pad"]]
)
CAPACITY = _dtype("contacts events legs changes commands decisions blocks waits steps")  # rows there are
