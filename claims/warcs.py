"""Write what was said on the wire as a WARC file: ISO 28500, the archives' own format."""

from io import BytesIO

from warcio.warcwriter import WARCWriter


def written(exchanges):
    """Return a gzipped WARC, bytes, with request and response records of each exchange.

    exchanges  claims.fetching.Exchange, in order.
    """
    out = BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    for exchange in exchanges:
        response = _record(writer, "response", exchange, exchange.response)
        request = _record(writer, "request", exchange, exchange.request)
        writer.write_request_response_pair(request, response)
    return out.getvalue()


def _record(writer, kind, exchange, said):
    told = {
        "WARC-Date": exchange.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "WARC-IP-Address": exchange.ip,
    }
    return writer.create_warc_record(
        exchange.url, kind, BytesIO(said), len(said), warc_headers_dict=told
    )
