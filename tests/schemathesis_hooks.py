"""What Schemathesis can't know by itself: a media type that is plain bytes, and a participation, an entity and an upload that exist."""

import json
import os
import urllib.request
import uuid

import schemathesis

EDGE = os.environ["SAWTAK_TEST_EDGE"]
TUS = {"Tus-Resumable": "1.0.0"}

schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")


def post(path, headers, body=b""):
    request = urllib.request.Request(EDGE + path, body, headers, method="POST")
    return urllib.request.urlopen(request)


SUBMISSION = {"kind": "complaint", "entity": "rta", "language": "en", "text": "t", "suggestion": "s", "contact": {"name": "n"}}
KEYED = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
KNOWN = json.load(post("/api/v1/participations", KEYED, json.dumps(SUBMISSION).encode()))


@schemathesis.hook
def map_case(context, case):
    """Half of the time what is asked for exists. Calls of the console come from its own pages."""
    if case.path.startswith("/console/") and case.headers is not None:
        case.headers["Sec-Fetch-Site"] = "same-origin"
    parameters = case.path_parameters
    if len(repr(parameters)) % 2 == 0:
        if "reference" in parameters:
            parameters["reference"] = KNOWN["reference"]
            if case.headers is not None and "Authorization" in case.headers and len(repr(case.headers)) % 2 == 0:
                case.headers["Authorization"] = "Bearer " + KNOWN["tracking_key"]
        elif case.path == "/api/v1/entities/{id}":
            parameters["id"] = "rta"
        elif case.path == "/guide/{version}.json":
            parameters["version"] = 1
        elif case.path == "/api/v1/uploads/{id}":
            location = post("/api/v1/uploads", TUS | {"Upload-Length": "100"}).headers["Location"]
            parameters["id"] = location.rsplit("/", 1)[1]
    if case.path == "/api/v1/participations" and case.method == "POST" and isinstance(case.body, dict) and len(repr(case.body)) % 2 == 0:
        case.body |= {"entity": "rta", "service": None, "attachments": []}
        if case.headers is not None:
            case.headers["Idempotency-Key"] = str(uuid.uuid4())
    return case
