"""Uploaded files on their way in: never more of them than a form could take, never on disk under a name."""

from tempfile import SpooledTemporaryFile

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpResponse
from django.template import loader

MOST_FILE_BYTES = 10 * 1024 * 1024
MOST_REQUEST_BYTES = 55 * 1024 * 1024  # five such files and the text around them
MOST_DRAINED_BYTES = 2 * MOST_REQUEST_BYTES
IN_MEMORY_BYTES = 1024 * 1024
CHUNK = 256 * 1024


class NamelessUploadHandler(FileUploadHandler):
    """A large file waits in a file that has no name on disk, so nothing stays behind when a process is killed.

    Of a file above the limit one byte more is kept: enough for a form to say that it is too large.
    """

    def new_file(self, *args, **kwargs):
        """Called by Django for every file."""
        super().new_file(*args, **kwargs)
        self.file, self.kept = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES), 0  # noqa: SIM115 - the request closes it

    def receive_data_chunk(self, raw_data, start):
        """Called by Django for every part; the rest of what is too large is let go."""
        part = raw_data[: MOST_FILE_BYTES + 1 - self.kept]
        self.file.write(part)
        self.kept += len(part)

    def file_complete(self, file_size):
        """Called by Django at the end of a file."""
        self.file.seek(0)
        return UploadedFile(
            self.file, self.file_name, self.content_type, self.kept, self.charset, self.content_type_extra
        )

    def upload_interrupted(self):
        """Called by Django when the sender went away."""
        if hasattr(self, "file"):
            self.file.close()


class RequestSizeMiddleware:
    """A request that is too large as a whole gets a page that says so: 413, before anything of it is read."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if announced_bytes(request) <= MOST_REQUEST_BYTES:
            return self.get_response(request)
        drain(request)
        return HttpResponse(loader.render_to_string("413.html"), status=413)


def announced_bytes(request):
    """How long the sender says it is; without a length nothing is read at all."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def drain(request):
    """Let the sender finish, up to a point: a browser shows no answer while it is still sending."""
    left = MOST_DRAINED_BYTES
    try:
        while left > 0 and (part := request.read(CHUNK)):
            left -= len(part)
    except OSError:
        return
