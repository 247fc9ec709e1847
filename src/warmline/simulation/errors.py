"""What can be wrong with a scenario."""

from warmline.kit.errors import WarmlineError


class ScenarioMissing(WarmlineError):
    """{path} cannot be read: {problem}."""


class ScenarioUnreadable(WarmlineError):
    """The scenario is no TOML: {problem}."""


class ScenarioWrong(WarmlineError):
    """{key}: {problem}."""


class CallFileWrong(WarmlineError):
    """The call volumes of {path} cannot be used: {problem}."""


class PolicyUnknown(WarmlineError):
    """There is no policy {name}; there are: {names}."""


class WhatIfWrong(WarmlineError):
    """ "{text}" cannot be added: {problem}. Write for example "2 lang-es 10:00-18:00": how many, a skill or the name of
    a group of agents, and from when to when."""
