"""Two import contracts that import-linter does not bring. pyproject.toml names them."""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

Import = tuple[str, str, int]


def _all_imports(graph: ImportGraph) -> list[Import]:
    found = []
    for importer in sorted(graph.modules):
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            details = graph.get_import_details(importer=importer, imported=imported)
            found.append((importer, imported, details[0]["line_number"] if details else 0))
    return found


def _within(module: str, packages: list[str]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def _render(check: ContractCheck, rule: str) -> None:
    output.print_error(rule, bold=False)
    for importer, imported, line in check.metadata["found"]:
        output.print_error(f"- {importer} -> {imported} (line {line})", bold=False)


class SliceDoors(Contract):
    """Others import a slice through its ``__init__`` only.

    ``slices`` are the packages with a door. ``edges`` are the modules that assemble the program: they may also import
    the modules of a slice that are named in ``handles`` (its routes, its jobs).
    """

    type_name = "slice_doors"
    # import-linter puts the parsed value into the place of each field.
    slices: Any = fields.ListField(subfield=fields.StringField())
    edges: Any = fields.ListField(subfield=fields.StringField())
    handles: Any = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        found = [each for each in _all_imports(graph) if self._is_back_door(each[0], each[1])]
        return ContractCheck(kept=not found, metadata={"found": found})

    def _is_back_door(self, importer: str, imported: str) -> bool:
        home = next((name for name in self.slices if imported.startswith(f"{name}.")), None)
        if home is None or _within(importer, [home]):
            return False
        inner = imported.removeprefix(f"{home}.").split(".")[0]
        return not (_within(importer, self.edges) and inner in self.handles)

    def render_broken_contract(self, check: ContractCheck) -> None:
        _render(check, "Import from the slice itself, and let its __init__ name what is public:")


class OnlyImports(Contract):
    """Of our own code, the modules of the package ``importer`` import only each other and the ``allowed`` packages."""

    type_name = "only_imports"
    importer: Any = fields.StringField()
    allowed: Any = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        inside = [self.importer, *self.allowed]
        imports = [each for each in _all_imports(graph) if _within(each[0], [self.importer])]
        found = [each for each in imports if not _within(each[1], inside)]
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        _render(check, "What these modules need from the platform belongs into the SDK:")
