"""Bodies in JSON Lines, and answers that are streamed as files."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass

from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from litestar.response import Stream

JSON_LINES = "application/jsonl"
LINES = {200: ResponseSpec(bytes, media_type=JSON_LINES, description="JSON Lines.", generate_examples=False)}
MOST_LINES = "A line for each record; the settings say how large a body may be."


@dataclass
class TakesLines(Operation):
    """An operation whose body is JSON Lines."""

    def __post_init__(self) -> None:
        lines = OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING))
        self.request_body = RequestBody(content={JSON_LINES: lines}, description=MOST_LINES, required=True)


def streamed(chunks: AsyncGenerator[bytes, None], media_type: str, name: str) -> Stream:
    """A download of a size that is not known before its end."""
    return Stream(chunks, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
