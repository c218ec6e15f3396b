"""Reads and creates requests by Open311 clients of others: georeport, civicbot and three.

Arguments: address of the server's `/open311/v2`, jurisdiction, API key. Prints what each found as
one JSON object.
"""

import itertools
import json
import sys

# `three` is older than Python 3.
itertools.ifilter = filter

from civicbot.open311 import Open311Client
from civicbot.registry import Endpoint
from georeport.georeport import GeoReport
from three.core import Three


def read(endpoint, jurisdiction, form, reference):
    """Reads by georeport in one format."""
    client = GeoReport(endpoint, jurisdiction=jurisdiction, output_format=form)
    code = client.get_service_list()[0]["service_code"]
    definition = client.get_service_definition(code)
    return {
        "definition": definition["service_code"] if "service_code" in definition else code,
        "request": client.get_service_request(reference)["service_request_id"],
        "listed": any(
            request["service_request_id"] == reference for request in listed(client.get_service_requests())
        ),
    }


def listed(requests):
    """A list of one is no list in XML."""
    return requests if isinstance(requests, list) else [requests]


def main():
    endpoint, jurisdiction, key = sys.argv[1:]
    server = Endpoint("sawtak", "Sawtak", endpoint, write=True)
    civic = Open311Client(server, jurisdiction_id=jurisdiction)
    code = civic.list_services()[0]["service_code"]
    sent = civic.create_request(
        code,
        dry_run=False,
        confirm="SEND",
        validate_remote=True,
        api_key=key,
        lat=25.2,
        lng=55.3,
        description="By civicbot.",
    )
    by_civicbot = sent.response[0]["service_request_id"]
    three = Three(endpoint, api_key=key, jurisdiction=jurisdiction)
    posted = three.post(code, address="Gate 4", name="Salma Haddad", description="By three.")
    by_three = posted[0]["service_request_id"]
    print(
        json.dumps(
            {
                "civicbot": civic.get_request(by_civicbot)["service_request_id"],
                "three": three.request(by_three)[0]["service_request_id"],
                "token": three.token(by_three)[0]["service_request_id"],
                "created": [by_civicbot, by_three],
                "json": read(endpoint, jurisdiction, "json", by_civicbot),
                "xml": read(endpoint, jurisdiction, "xml", by_civicbot),
            }
        )
    )


main()
