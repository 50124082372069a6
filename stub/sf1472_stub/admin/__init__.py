"""The control API under `/__admin`: REST and JSON, described by `openapi.yaml`."""

from sf1472_stub.admin.guard import Guard, is_loopback
from sf1472_stub.admin.routes import PREFIX, admin_routes

__all__ = ["PREFIX", "Guard", "admin_routes", "is_loopback"]
