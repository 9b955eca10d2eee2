"""Claims as W3C Web Annotations: the words as the target, what was found as the body.

Web Annotation Data Model, https://www.w3.org/TR/annotation-model/. Positions count Unicode code
points, half-open, as the model asks. Pure: takes claims as read, makes dicts.
"""

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = "application/ld+json"


def annotation(claim, decision, *, address, source):
    """Return the annotation of one claim, as a dict.

    decision  the Decision that is to be told, or None.
    address   of the claim, which names the annotation; source is that of the article.
    """
    return {
        "id": f"{address}#annotation",
        "type": "Annotation",
        "motivation": "assessing",
        "created": _moment(claim.decided_at or claim.created),
        "modified": _moment(claim.updated_at),
        "body": _body(claim, decision),
        "target": {"source": source, "selector": _selectors(claim)},
    }


def _moment(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _body(claim, decision):
    """What became of the claim, as a tag; and what was found, where a verdict stands."""
    body = [{"type": "TextualBody", "purpose": "tagging", "value": str(claim.status)}]
    if decision is not None and claim.is_decided:
        found = {"type": "TextualBody", "purpose": "assessing", "format": "text/plain"}
        body.append(found | {"value": decision.summary})
    return body


def _selectors(claim):
    quote = {"type": "TextQuoteSelector", "exact": claim.exact}
    selectors = [quote | {"prefix": claim.prefix, "suffix": claim.suffix}]
    if claim.is_placed:
        place = {"type": "TextPositionSelector", "start": claim.start, "end": claim.end}
        selectors.append(place)
    return selectors


def page(items, *, address, collection, following):
    """Return an AnnotationPage; `following` is the address of the next one, or None."""
    told = {
        "@context": CONTEXT,
        "id": address,
        "type": "AnnotationPage",
        "partOf": collection,
        "items": items,
    }
    return told | ({"next": following} if following else {})


def collection(first, *, address, label, total):
    """Return an AnnotationCollection with its first page inside."""
    first = {name: value for name, value in first.items() if name not in ("@context", "partOf")}
    return {
        "@context": CONTEXT,
        "id": address,
        "type": "AnnotationCollection",
        "label": label,
        "total": total,
        "first": first,
    }
