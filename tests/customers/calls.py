"""Contacts that say who they are from."""

from datetime import datetime

from tests.customers.desk import ASSERTED, NOON
from warmline.customers import Claim
from warmline.sdk import Handle

MARIA = "Hello, this is Maria Okafor, my policy is AU 482 7719."


def phone(number: str = "+12155550183", name: str | None = None) -> Handle:
    return Handle("phone", number, name)


def box(address: str, name: str | None = None) -> Handle:
    return Handle("email", address, name, ASSERTED)


def saying(sender: Handle, text: str, *also: Handle, at: datetime = NOON) -> Claim:
    return Claim(sender, also, at, "desk", (text,))
