"""Rules as data: what a contact needs, who is to look at it, and what happens as it waits."""

from warmline.routing.rules.actions.apply import apply_rules
from warmline.routing.rules.actions.dry_run import dry_run
from warmline.routing.rules.actions.raising import acknowledge, list_escalations, resolve
from warmline.routing.rules.actions.save import check, history, roll_back, rules_in_force, save
from warmline.routing.rules.events import (
    EscalationAcknowledged,
    EscalationRaised,
    EscalationResolved,
    RoutingRulesApplied,
    RoutingRulesChanged,
)
from warmline.routing.rules.model import (
    CheckedRules,
    Escalate,
    Escalation,
    Rule,
    RuleSet,
    SavedRules,
    Step,
    StepThen,
    Then,
    Version,
)
from warmline.routing.rules.rehearsal import DryRunBody, RulesDryRun
from warmline.routing.rules.snapshots import SNAPSHOTS

__all__ = [
    "SNAPSHOTS",
    "CheckedRules",
    "DryRunBody",
    "Escalate",
    "Escalation",
    "EscalationAcknowledged",
    "EscalationRaised",
    "EscalationResolved",
    "RoutingRulesApplied",
    "RoutingRulesChanged",
    "Rule",
    "RuleSet",
    "RulesDryRun",
    "SavedRules",
    "Step",
    "StepThen",
    "Then",
    "Version",
    "acknowledge",
    "apply_rules",
    "check",
    "dry_run",
    "history",
    "list_escalations",
    "resolve",
    "roll_back",
    "rules_in_force",
    "save",
]
