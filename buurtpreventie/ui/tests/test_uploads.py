"""What is too large is refused in words, and no uploaded file is ever on disk under a name (veiligheid 13)."""

import io
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from buurtpreventie.ui import uploads
from buurtpreventie.ui.uploads import MOST_FILE_BYTES, MOST_REQUEST_BYTES, RequestSizeMiddleware

pytestmark = pytest.mark.django_db


def sent(*sizes):
    """A request with files of these sizes, as a view gets it."""
    files = {f"f{number}": io.BytesIO(b"x" * size) for number, size in enumerate(sizes)}
    for name, file in files.items():
        file.name = f"{name}.jpg"
    return RequestFactory().post("/", {"tekst": "Blijft staan."} | files)


@pytest.mark.parametrize("size", [10, uploads.IN_MEMORY_BYTES + 10, MOST_FILE_BYTES])
def test_a_file_comes_in_whole(size):
    request = sent(size)

    assert request.FILES["f0"].size == size
    assert request.FILES["f0"].read() == b"x" * size
    assert request.FILES["f0"].name == "f0.jpg"
    request.close()


def test_of_a_file_that_is_too_large_no_more_is_kept_than_tells_so():
    request = sent(MOST_FILE_BYTES + 500_000)

    assert request.FILES["f0"].size == MOST_FILE_BYTES + 1
    assert request.POST["tekst"] == "Blijft staan."
    request.close()


def test_a_large_file_has_no_name_on_disk():
    request = sent(uploads.IN_MEMORY_BYTES * 3)

    request.FILES["f0"].seek(0)
    links = [str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    assert [link for link in links if link.endswith(".upload")] == []
    assert not hasattr(request.FILES["f0"], "temporary_file_path")
    request.close()


def test_a_request_that_is_too_large_reaches_no_view_and_is_read_to_a_point(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_DRAINED_BYTES", uploads.CHUNK)
    body = io.BytesIO(b"x" * uploads.CHUNK * 5)
    request = RequestFactory().generic("POST", "/", body.getvalue())
    request.META["CONTENT_LENGTH"] = str(MOST_REQUEST_BYTES + 1)

    response = RequestSizeMiddleware(lambda request: HttpResponse("view"))(request)

    assert response.status_code == 413
    assert len(request.read()) == uploads.CHUNK * 4


@pytest.mark.parametrize("length", ["", "veel", "0", "12"])
def test_an_odd_length_is_no_error(length):
    request = RequestFactory().post("/")
    request.META["CONTENT_LENGTH"] = length

    assert RequestSizeMiddleware(lambda request: HttpResponse("view"))(request).content == b"view"
