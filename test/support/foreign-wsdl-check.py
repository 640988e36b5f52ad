"""Judges a WSDL and recorded SOAP messages with python3-xmlschema, which shares no code with libxml2 or the hub: JSON in, JSON out.

In: {"wsdl": path, "schema": text of its XML Schema, "messages": [text of an envelope]}
Out: {"operations": [names], "faults": [null or why the message does not fit the schema]}
A WSDL or a schema that is not valid ends the program with the reason.
"""

import json
import sys

from lxml import etree
from xmlschema import XMLSchema10, XMLSchemaValidationError
from xmlschema.extras.wsdl import Wsdl11Document

BODY = "{http://schemas.xmlsoap.org/soap/envelope/}Body"


def main():
    asked = json.load(sys.stdin)
    wsdl = Wsdl11Document(asked["wsdl"], validation="strict")
    schema = XMLSchema10(asked["schema"], validation="strict")
    operations = [operation for port in wsdl.port_types.values() for (operation, _, _) in port.operations]
    json.dump({"operations": sorted(operations), "faults": [fault_of(schema, one) for one in asked["messages"]]}, sys.stdout)


def fault_of(schema, message):
    payload = etree.fromstring(message.encode()).find(BODY)[0]
    try:
        schema.validate(payload)
    except XMLSchemaValidationError as error:
        return f"{error.path}: {error.reason}"
    return None


main()
