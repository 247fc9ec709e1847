"""The fields of a feed that people may set, with their types and limits. Pure."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from warmline.customers.hub.model import Code, Encoding, FeedView, Mapping, Priority, Scheme

Name = Annotated[str, Meta(min_length=1, max_length=200)]


class NewFeed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A system that tells us of customers. ``code`` names it in provenance and never changes; ``key_scheme`` is the
    scheme of the handle that a row's key is. ``mapping`` says where columns go (docs/howto/connect-a-crm.md)."""

    code: Code
    name: Name
    key_scheme: Scheme = "crm_id"
    mapping: Mapping = {}
    encoding: Encoding = "utf-8"
    priority: Priority = 0
    adopts: bool = False


class FeedChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to set; what is left out stays."""

    name: Name | UnsetType = UNSET
    mapping: Mapping | UnsetType = UNSET
    encoding: Encoding | UnsetType = UNSET
    priority: Priority | UnsetType = UNSET
    adopts: bool | UnsetType = UNSET
    active: bool | UnsetType = UNSET


class FeedSecret(msgspec.Struct, frozen=True, kw_only=True):
    """A feed with its new signing secret, which is shown this once."""

    feed: FeedView
    secret: str
