import numpy as np
import pytest
from scipy.special import stdtrit

from acd.kpi.student import t_quantile


def test_the_quantiles_are_scipy_s_from_the_table_and_beyond_it():
    freedom = np.arange(1, 500)
    expected = stdtrit(freedom, 0.975)
    assert t_quantile(freedom) == pytest.approx(expected, rel=1e-14)
    assert t_quantile(freedom[:60]) == pytest.approx(expected[:60], rel=1e-14)


def test_no_freedom_counts_as_one_and_no_line_is_no_quantile():
    assert t_quantile(np.array([-1, 0, 1])).tolist() == [t_quantile(np.array([1]))[0]] * 3
    assert t_quantile(np.array([], np.int64)).tolist() == []
