"""Lead pictures, as the pages show them."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from articles import pictures

# The address is made of the bytes: other bytes are never found under it.
FOR_ALL = "public, max-age=31536000, immutable"
FOR_THE_DESK = "private, no-store"


@require_safe
def picture(request, sha256, extension):
    """One picture; 404 where readers do not see it and whoever asks may not see all articles."""
    found = pictures.visible_to(request.user, sha256)
    if found is None or found[0].format != extension:
        raise Http404("There is no such picture.")
    picture, is_public = found
    file = default_storage.open(picture.path)
    response = FileResponse(file, content_type=f"image/{picture.format}")
    response["Cache-Control"] = FOR_ALL if is_public else FOR_THE_DESK
    response["X-Content-Type-Options"] = "nosniff"
    return response
