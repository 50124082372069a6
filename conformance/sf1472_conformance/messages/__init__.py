"""Messages as the kit writes and reads them: SOAP, documents, and the shape of a request."""
