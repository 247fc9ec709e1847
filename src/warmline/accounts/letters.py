"""What the installation writes to people who work here, in their language. Pure."""

import msgspec

MINUTES = 30  # for which a link to a new password can be used


class Letter(msgspec.Struct, frozen=True):
    """A mail's subject and text."""

    subject: str
    text: str


RESET = {
    "en": Letter(
        "A new password for {organization}",
        "Hello {name},\n\n"
        "somebody asked for a new password for your account at {organization}. To choose one, open this link within "
        "{minutes} minutes; it works once:\n\n{link}\n\n"
        "If it was not you, you need do nothing: your password stays as it is.\n",
    ),
    "de": Letter(
        "Ein neues Passwort für {organization}",
        "Guten Tag {name},\n\n"
        "für Ihr Konto bei {organization} wurde ein neues Passwort angefordert. Um eines zu wählen, öffnen Sie "
        "innerhalb von {minutes} Minuten diesen Link; er funktioniert einmal:\n\n{link}\n\n"
        "Wenn Sie das nicht waren, brauchen Sie nichts zu tun: Ihr Passwort bleibt, wie es ist.\n",
    ),
}


def reset_letter(locale: str, *, name: str, organization: str, link: str) -> Letter:
    """The mail with a link to a new password; in English where we do not have the language."""
    found = RESET.get(locale.partition("-")[0].lower(), RESET["en"])
    told = {"name": name, "organization": organization, "link": link, "minutes": MINUTES}
    # Line breaks in a name would become headers.
    return Letter(" ".join(found.subject.format(**told).split()), found.text.format(**told))
