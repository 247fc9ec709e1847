"""The composition root: it lists the slices, and makes one program of them."""

from warmline.app.web import create_app

__all__ = ["create_app"]
