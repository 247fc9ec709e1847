"""Options that many commands have, and what was given before the command's name."""

from pathlib import Path
from typing import Annotated

import typer


class Given:
    """What stands before the command's name."""

    config: Path | None = None


Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Org = Annotated[str | None, typer.Option("--org", help="The organisation, by name or id, where there are several.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace the file where there is one.")]
Packs = Annotated[list[str] | None, typer.Option("--pack", help="An industry pack to install; may be repeated.")]
Target = Annotated[Path, typer.Argument(metavar="[FILE]", help="Where to write; `-` is standard output.")]
PasswordStdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]
As = Annotated[
    str | None, typer.Option("--as", help="Act as this agent, by address; what is done is written down as theirs.")
]
Agent = Annotated[str, typer.Option("--as", help="The agent who does it, by address; it is written down as theirs.")]
