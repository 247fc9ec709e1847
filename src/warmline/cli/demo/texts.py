"""What the demo's people need not type: canned responses for everybody."""

from warmline.accounts import Actor
from warmline.cli.forms import formed
from warmline.desk import NewCanned, create_canned
from warmline.kit.db import Conn

# Code, name, folder, language, text.
TEXTS = (
    (
        "hello",
        "Greeting",
        "Beginning",
        "en",
        "Hello {{customer.first_name}},\n\nthank you for writing to {{organization.name}}. I am {{agent.first_name}}, "
        "and I will look into this for you.",
    ),
    (
        "hallo",
        "Begrüßung",
        "Beginning",
        "de",
        "Guten Tag {{customer.name}},\n\nvielen Dank für Ihre Nachricht an {{organization.name}}. Mein Name ist "
        "{{agent.name}}, und ich kümmere mich um Ihr Anliegen.",
    ),
    (
        "policy",
        "Ask for the policy number",
        "Questions",
        "en",
        "To find your contract I need its policy number, please. It is at the top right of every letter from us.",
    ),
    (
        "claim",
        "Claim received",
        "Claims",
        "en",
        "We have received your claim today, {{today}}. Its reference is {{case.reference}}; please quote it when you "
        "write or call. Photos of the damage and receipts help us to decide quickly.",
    ),
    (
        "thanks",
        "Thanks and goodbye",
        "End",
        "en",
        "Thank you, {{customer.first_name}}. If anything is left open, just answer this message: "
        "{{case.reference}} tells us what it is about.\n\nKind regards\n{{agent.name}}",
    ),
)


async def keep_texts(conn: Conn, actor: Actor) -> None:
    """For everybody, on all channels."""
    for code, name, folder, language, body in TEXTS:
        new = formed(NewCanned, code=code, name=name, folder=folder, language=language, body=body, scope="everybody")
        await create_canned(conn, actor, new)
