"""The provider behind the SOAP: from a valid request to a valid answer."""
