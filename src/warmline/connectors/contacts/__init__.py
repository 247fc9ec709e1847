"""Contacts that another system recorded, one JSON line each: history to import, or a feed."""

from warmline.connectors.contacts.connector import ContactsConnector

connector = ContactsConnector()

__all__ = ["connector"]
