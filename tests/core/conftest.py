"""What the tests of the core share: a folder for the files of drawn scenarios."""

import pytest


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Return where the files of drawn scenarios go."""
    return tmp_path_factory.mktemp("drawn")
