"""The pictures pass no page by: of every parameter of every address there are rows to try."""

from opvolging.tests.browser.atlas import LISTED, ROWS
from opvolging.tests.test_access_matrix import FIXED, MONTH, every_url, thing_of


def test_every_parameter_of_an_address_points_at_rows_of_the_demo():
    things = {thing_of(name, param) for name, params in every_url() if name not in FIXED for param in params}
    assert things - {*ROWS, *LISTED, *MONTH} == set()
    assert len(things) > 40
