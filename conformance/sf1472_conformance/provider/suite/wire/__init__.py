"""The checks on what goes over the wire: WSDL, HTTP, SOAP, schema, addressing."""
