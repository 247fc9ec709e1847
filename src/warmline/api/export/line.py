"""What all lines of an export have in common."""

from typing import Any, ClassVar

import msgspec

Json = dict[str, Any]


class Line(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="record"):
    """A record. Its fields are the columns of ``table`` by their names, unless ``columns`` says how one is made of the
    row ``t``. ``order`` makes an export the same each time."""

    table: ClassVar[str]
    order: ClassVar[str] = "t.id"
    columns: ClassVar[dict[str, str]] = {}

    @classmethod
    def record(cls) -> str:
        """What the lines of this shape call themselves."""
        tag = cls.__struct_config__.tag
        assert isinstance(tag, str), f"{cls.__name__} has no tag"
        return tag

    @classmethod
    def query(cls) -> str:
        """All lines of one organisation ($1), as JSON text."""
        fields = [f'{cls.columns.get(name, f"t.{name}")} as "{name}"' for name in cls.__struct_fields__]
        # Made of the shapes in this package alone; nothing of it comes from outside.
        chosen = ["select", ", ".join([f"'{cls.record()}' as record", *fields]), "from", cls.table, "t"]
        rows = " ".join([*chosen, "where t.org_id = $1 order by", cls.order])
        return " ".join(["select row_to_json(line)::text from (", rows, ") line"])

    @classmethod
    def count(cls) -> str:
        """How many there are."""
        return " ".join(["select count(*) from", cls.table, "where org_id = $1"])


def base64(column: str) -> str:
    """A column of bytes as one line of Base64, which PostgreSQL breaks after 76 characters."""
    return f"translate(encode({column}, 'base64'), E'\\n', '')"
