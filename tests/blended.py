"""Small centres of chats, e-mails and calls whose contacts arrive at stated seconds, and the times of their legs."""

import numpy as np

from acd.scenario import parse
from tests.runs import HOUR

EVERYTHING = "g: {count: 1, authorised: [chat, mail, call]}"


def blended(folder, arrivals, channels, *, calendar="", agents=EVERYTHING, root="", **rules):
    """Return a centre of contacts that arrive at these seconds after 08:00 and are handled for a minute each."""
    lines = []
    for name, moments in arrivals.items():
        (folder / f"{name}.csv").write_text(
            "arrived\n" + "\n".join(str(8 * HOUR + t) for t in moments) + "\n"
        )
        extra = rules.get(name, "")
        handle = "" if "handle" in extra else "handle: {dist: constant, value: 60s}, "
        trace = f"arrivals: {{trace: {name}.csv}}, " if moments else ""
        lines.append(f"  {name}: {{channel: {name}, {handle}{trace}{extra}}}")
    known = "\n".join(lines)
    used = agents.replace("[chat, mail, call]", f"[{', '.join(arrivals)}]")
    text = (
        f"name: blended\ncalendar: {{open: '08:00-12:00', {calendar}}}\nchannels: {channels}\n"
        f"categories:\n{known}\nagents:\n  {used}\n{root}"
    )
    return parse(text, folder, "blended.yaml")


def times(logs, *columns):
    """Return times of the legs in the order of joining, as seconds after 08:00; None for none."""
    rows = np.sort(logs.legs, order=["joined", "contact"])
    found = [[None if t < 0 else t / 1e6 - 8 * HOUR for t in rows[name].tolist()] for name in columns]
    return list(zip(*found, strict=True))
