"""Paragraphs again from text that was wrapped for sending: format=flowed (RFC 3676)."""


def unflow(text: str, *, delete_space: bool = False) -> str:
    """Join lines that end with a space to the next of the same quote depth, and remove the stuffing space."""
    out: list[str] = []
    paragraph: list[str] = []
    depth = 0
    for line in text.split("\n"):
        bare = line.lstrip(">")
        signs = len(line) - len(bare)
        bare = bare.removeprefix(" ")
        delimiter = bare == "-- "
        if paragraph and (signs != depth or delimiter):
            out.append(_line(paragraph, depth))
            paragraph = []
        depth = signs
        soft = bare.endswith(" ") and not delimiter
        paragraph.append(bare[:-1] if soft and delete_space else bare)
        if not soft:
            out.append(_line(paragraph, depth))
            paragraph = []
    if paragraph:
        out.append(_line(paragraph, depth))
    return "\n".join(out)


def _line(paragraph: list[str], depth: int) -> str:
    words = "".join(paragraph)
    return f"{'>' * depth} {words}" if depth else words
