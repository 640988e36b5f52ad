"""Calls the simulated SIS with zeep, which shares nothing with the hub's own client: JSON in, JSON out, one entry a call.

In: {"wsdl", "url", "username", "password", "digest", "calls": [{"operation", "arguments"}]}
Out: [{"answer": ...} | {"fault": {"code", "text"}}]
"""

import json
import sys

from requests import Session
from zeep import Client, Settings
from zeep.exceptions import Fault
from zeep.helpers import serialize_object
from zeep.transports import Transport
from zeep.wsse.username import UsernameToken

BINDING = "{urn:pobyt-hub:sis:search:v1}SisSearchBinding"


def main():
    asked = json.load(sys.stdin)
    session = Session()
    session.trust_env = False  # no proxy, no password file of the machine
    client = Client(
        asked["wsdl"],
        transport=Transport(session=session, timeout=20, operation_timeout=20),
        wsse=UsernameToken(asked["username"], asked["password"], use_digest=asked["digest"]),
        settings=Settings(strict=True),
    )
    service = client.create_service(BINDING, asked["url"])
    json.dump([call(service, one) for one in asked["calls"]], sys.stdout, default=lambda value: value.isoformat())


def call(service, one):
    try:
        return {"answer": serialize_object(service[one["operation"]](**one["arguments"]), dict)}
    except Fault as fault:
        return {"fault": {"code": fault.code, "text": fault.message}}


main()
