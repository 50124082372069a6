"""The provider that vendors call: a Spyne service behind uvicorn and Starlette."""

from sf1472_stub.app import Stub, StubSettings
from sf1472_stub.server import StubServer

__all__ = ["Stub", "StubServer", "StubSettings"]
