"""Contacts that another system recorded, one JSON line each: history to import, or a feed."""

from warmline.connectors.contacts.connector import ContactsConnector, raw
from warmline.connectors.contacts.line import CaseReference, Contact, Resolve, Stranger, read

connector = ContactsConnector()

__all__ = ["CaseReference", "Contact", "Resolve", "Stranger", "connector", "raw", "read"]
