import pytest

from opvolging.tests.wereld import make_wereld


@pytest.fixture
def wereld(db):
    """One gemeente with everybody in it."""
    return make_wereld()


@pytest.fixture
def elders(db):
    """Another gemeente, of which nothing may show."""
    return make_wereld("Elders")
