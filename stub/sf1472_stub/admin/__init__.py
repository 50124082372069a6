"""The control API under `/__admin`: REST and JSON, described by `openapi.yaml`."""

from sf1472_stub.admin.routes import PREFIX, admin_routes

__all__ = ["PREFIX", "admin_routes"]
