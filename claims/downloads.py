"""Files of evidence, handed out to the desk: as attachments that no browser runs."""

from io import BytesIO

from django.http import FileResponse
from django.views.decorators.http import require_safe

from articles.errors import DeskError

from . import desk, dossier, uploads
from .models import Evidence

# A browser that opens it all the same may run nothing in it and load nothing.
# That nothing keeps it, the admin says of all its pages.
HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@desk.for_the_desk
@require_safe
def file(request, claim_id, evidence_id):
    """The file of one piece of evidence, retracted or not; 404 where there is none to be read."""
    kept = Evidence.objects.filter(pk=evidence_id, claim=claim_id, document__isnull=False)
    evidence = kept.select_related("document").first()
    if evidence is None or not dossier.may_read(evidence, request.user):
        sentence = f"There is no file of evidence {evidence_id} on this claim that you may read."
        return desk.refused(request, sentence, 404, claim_url=desk.page_url(claim_id))
    try:
        data = uploads.bytes_of(evidence.document)
    except DeskError as error:
        return desk.refused(request, str(error), error.status, claim_url=desk.page_url(claim_id))
    return FileResponse(
        BytesIO(data),
        as_attachment=True,
        filename=evidence.document_name,
        content_type=evidence.document.media_type,
        headers=HEADERS,
    )
