"""Organisations, and who works in them."""

from warmline.accounts.actor import PERMISSIONS, Actor, system

__all__ = ["PERMISSIONS", "Actor", "system"]
