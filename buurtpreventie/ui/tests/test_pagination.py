"""Lists in pages, whatever the address says."""

import pytest
from django.test import RequestFactory

from buurtpreventie.ui.pagination import page_of


@pytest.mark.parametrize(
    ("asked", "number"),
    [(None, 1), ("2", 2), ("", 1), ("x", 1), ("-1", 3), ("0", 3), ("99999999999999999999", 3), ("\x00", 1), ("1.5", 1)],
)
def test_an_odd_page_number_gives_a_page_that_exists(asked, number):
    request = RequestFactory().get("/", {"pagina": asked} if asked is not None else {})

    assert page_of(request, range(60)).number == number


def test_the_links_keep_the_filters(client):
    html = client.get("/stijlgids/?pagina=2&wijk=noord").content.decode()

    assert 'href="?pagina=1&amp;wijk=noord"' in html and 'href="?pagina=3&amp;wijk=noord"' in html
