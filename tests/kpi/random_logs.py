"""Small logs that Hypothesis draws: any legs, and a day of one agent whose legs and rows agree."""

from hypothesis import strategies as st

from tests.log.ten_rows import NAMES, agents_of, answered, left, legs_of

seconds = st.integers(0, 150)


@st.composite
def leg_rows(draw, latest=700):
    """Draw one leg that joins at any whole second up to `latest`."""
    joined = draw(st.integers(0, latest))
    who = {"category": draw(st.sampled_from(NAMES.categories)), "tier": draw(st.sampled_from(NAMES.tiers))}
    kind = draw(st.sampled_from(["answered", "in hand", "abandoned", "balked", "closed", "carried over"]))
    if kind in ("answered", "in hand"):
        agent = draw(st.sampled_from(NAMES.agent_names))
        bound = joined + draw(seconds)
        ended = bound + draw(seconds) if kind == "answered" else None
        wrapped = ended + draw(seconds) if kind == "answered" else None
        return answered(joined, agent, bound, ended, wrapped, **who, **draw(results(kind, ended)))
    if kind == "abandoned":
        ended = joined + draw(seconds)
        return left(joined, ended, **who, **draw(comebacks("redial", ended)))
    if kind == "carried over":
        return {"joined": joined, "outcome": "carried_over", **who}
    outcome = "abandoned" if kind == "balked" else "refused"
    return left(joined, joined, outcome, reason=kind, **who, **draw(comebacks("redial", joined)))


@st.composite
def results(draw, kind, ended):
    """Draw whether an answered leg settled the matter, and whether it comes back."""
    if kind == "in hand":
        return {}
    settled = draw(st.booleans())
    return {"settled": int(settled), **({} if settled else draw(comebacks("recontact", ended)))}


@st.composite
def comebacks(draw, kind, ended):
    """Draw a return or none."""
    if not draw(st.booleans()):
        return {}
    return {"return_kind": kind, "return_at": ended + draw(seconds)}


@st.composite
def logs(draw, latest=700):
    """Draw the legs of a log."""
    return legs_of(*draw(st.lists(leg_rows(latest), max_size=15)))


@st.composite
def days_of_work(draw):
    """Draw the legs and the rows of one agent who works from one contact to the next."""
    now, legs, rows = draw(seconds), [], []
    rows.append((now, "front 1", "ready"))
    for idle, waited, handled, wrapped in draw(st.lists(st.tuples(*[seconds] * 4), max_size=6)):
        bound = now + idle
        ended = bound + handled
        now = ended + wrapped
        legs.append(answered(max(0, bound - waited), "front 1", bound, ended, now))
        rows += [(bound, "front 1", "busy"), (ended, "front 1", "wrap_up"), (now, "front 1", "ready")]
    rows.append((now, "front 1", "off", "closed"))
    return legs_of(*legs), agents_of(*rows)
