"""What an author marked as assumed is found again."""

from acd.cli.assumed import assumed


def test_marked_keys_are_gathered_with_their_lines(tmp_path):
    file = tmp_path / "x.yaml"
    first = "a:\n  resolution: 90%   # assumed\n  handle: 3m   # from data\n"
    second = "b:\n  resolution: 90%   # Assumed: no data\n  recontact: {probability: 5%}  # assumed\n"
    file.write_text(f"{first}{second}# assumed: no key\n")
    assert assumed(file) == [f"resolution ({file}, lines 2, 5)", f"recontact ({file}, line 6)"]


def test_nothing_marked_is_nothing_assumed(tmp_path):
    file = tmp_path / "x.yaml"
    file.write_text("name: the assumed one\n")
    assert assumed(file) == []
