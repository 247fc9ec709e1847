"""What can be wrong with a command."""

from warmline.kit.errors import WarmlineError


class NoOrganization(WarmlineError):
    """There is no organisation yet. Begin one with `warmline org create NAME`, or load the demo with
    `warmline demo`."""


class OrganizationUnclear(WarmlineError):
    """There are several organisations; name one with --org: {names}."""


class OrganizationUnknown(WarmlineError):
    """There is no organisation {name}; there are: {names}."""


class OrganizationExists(WarmlineError):
    """There is an organisation called {name} already; give the new one another name."""


class AgentUnknown(WarmlineError):
    """Nobody with the address {email} works here; `warmline agent list --all` shows who does."""


class EntryUnknown(WarmlineError):
    """There is no {kind} {name}; there are: {names}."""


class FileMissing(WarmlineError):
    """{path} cannot be read: {problem}."""


class FileTaken(WarmlineError):
    """{path} cannot be written: {problem}."""


class WrongUsage(WarmlineError):
    """{problem}"""


class DatabaseAway(WarmlineError):
    """The database does not answer: {problem}. `warmline doctor` says more."""
