"""Canned responses: texts that are written once and used often, with variables that are filled for a contact."""

from warmline.desk.canned.actions import create_canned, delete_canned, list_canned, render, update_canned
from warmline.desk.canned.events import CannedResponseCreated, CannedResponseDeleted, CannedResponseUpdated
from warmline.desk.canned.model import CannedChange, CannedResponse, NewCanned, Rendered
from warmline.desk.canned.snapshots import SNAPSHOTS, visible_canned

__all__ = [
    "SNAPSHOTS",
    "CannedChange",
    "CannedResponse",
    "CannedResponseCreated",
    "CannedResponseDeleted",
    "CannedResponseUpdated",
    "NewCanned",
    "Rendered",
    "create_canned",
    "delete_canned",
    "list_canned",
    "render",
    "update_canned",
    "visible_canned",
]
