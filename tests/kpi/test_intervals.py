import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from acd.kpi.intervals import Segments, cut

DAY = cut([(10, 40), (60, 75)], 20)  # pieces 10-20, 20-40, 60-75
NEVER = np.iinfo(np.int64).max


def array(*values):
    return np.array(values, np.int64)


def test_openings_are_cut_at_multiples_of_the_interval():
    assert list(zip(DAY.start, DAY.end, strict=True)) == [(10, 20), (20, 40), (60, 75)]
    assert DAY.labels.tolist() == [0, 20, 60]


def test_two_openings_within_one_interval_share_its_row():
    pieces = cut([(0, 5), (10, 30)], 20)
    assert pieces.row.tolist() == [0, 0, 1]
    assert pieces.labels.tolist() == [0, 20]


def test_time_past_closing_belongs_to_the_last_interval_and_time_before_opening_to_nobody():
    rows = Segments.with_overtime(DAY).row(array(9, 10, 19, 20, 39, 40, 59, 60, 75, 1000))
    assert rows.tolist() == [-1, 0, 0, 1, 1, 1, 1, 2, 2, 2]


def test_closed_time_belongs_to_nobody_where_only_open_time_counts():
    rows = Segments.open_only(DAY).row(array(9, 10, 20, 39, 40, 59, 60, 74, 75))
    assert rows.tolist() == [-1, 0, 1, 1, -1, -1, 2, 2, -1]


def test_closed_moments_move_on_to_the_next_opening():
    moved = Segments.open_only(DAY).next_open(array(0, 15, 40, 59, 60, 75))
    assert moved.tolist() == [10, 15, 60, 60, 60, NEVER]


def test_a_span_is_shared_among_the_intervals_it_touches():
    shares = Segments.open_only(DAY).integrate(array(15), array(70), array(0), 1)
    assert shares.tolist() == [[5, 20, 10]]


def test_a_span_past_closing_counts_whole_for_the_last_interval():
    shares = Segments.with_overtime(DAY).integrate(array(35, 65), array(45, 100), array(0, 1), 2)
    assert shares.tolist() == [[0, 10, 0], [0, 0, 35]]


def test_a_span_that_ends_before_it_starts_or_counts_for_no_line_is_left_out():
    shares = Segments.with_overtime(DAY).integrate(array(30, 30), array(20, 40), array(0, -1), 1)
    assert shares.tolist() == [[0, 0, 0]]


def test_without_open_time_nobody_owns_anything():
    segments = Segments.with_overtime(cut([], 20))
    assert segments.row(array(1, 2)).tolist() == [-1, -1]
    assert segments.integrate(array(0), array(5), array(0), 2).shape == (2, 0)


def overlap(segments, start, end):
    """Share one span by walking through it a unit at a time."""
    rows = segments.row(np.arange(start, max(start, end)))
    return np.bincount(rows[rows >= 0], minlength=segments.n_rows)


moments = st.integers(0, 120)


@given(
    st.lists(st.tuples(moments, moments, st.integers(0, 2)), max_size=12),
    st.lists(moments, min_size=2, max_size=8, unique=True),
    st.integers(1, 50),
    st.booleans(),
)
def test_shares_are_those_of_walking_through_every_span(spans, edges, interval, overtime):
    edges = sorted(edges)[: len(edges) // 2 * 2]
    pieces = cut(list(zip(edges[::2], edges[1::2], strict=True)), interval)
    segments = Segments.with_overtime(pieces) if overtime else Segments.open_only(pieces)
    start, end, code = (array(*column) for column in zip(*spans, strict=True)) if spans else (array(),) * 3
    expected = np.zeros((3, segments.n_rows))
    for begin, stop, line in spans:
        expected[line] += overlap(segments, begin, stop)
    np.testing.assert_array_equal(segments.integrate(start, end, code, 3), expected)
