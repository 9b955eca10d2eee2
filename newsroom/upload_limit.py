"""Files that are too large are refused by what the request says of itself: none is written."""

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

# Of a whole form: a file of the largest size that is kept anywhere (20 MB), and what was typed.
MAX_BYTES = 28_000_000


class FilesTooLarge(RequestDataTooBig):
    """A form with files has more bytes than are read at once."""


class LimitedUpload(FileUploadHandler):
    """Stands first of FILE_UPLOAD_HANDLERS: looks at the length, and hands everything on.

    No more is read of a request than the length it names, and none without one.
    """

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if content_length > MAX_BYTES:
            raise FilesTooLarge(f"{content_length} bytes are more than {MAX_BYTES}.")

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None
