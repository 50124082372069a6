"""The page: what the stub has seen and done, and its switches, in a browser."""

from sf1472_stub.page.routes import page_routes

__all__ = ["page_routes"]
