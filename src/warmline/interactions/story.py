"""Which events are told as steps between the messages of a case. Pure."""

# Of slices above, too: the record tells what happened, whoever made it happen. What is not here is either a message
# itself, or the machinery behind one (deliveries, views, offers that went elsewhere).
STEPS = frozenset(
    {
        "action_item.created",
        "action_item.updated",
        "callback.attempted",
        "callback.cancelled",
        "callback.completed",
        "callback.failed",
        "callback.requested",
        "case.closed",
        "case.decided",
        "case.joined",
        "case.opened",
        "case.reopened",
        "case.resolved",
        "case.split",
        "case.updated",
        "context.lost",
        "entity_ref.added",
        "entity_ref.removed",
        "escalation.acknowledged",
        "escalation.raised",
        "escalation.resolved",
        "hand_off.accepted",
        "hand_off.cancelled",
        "hand_off.declined",
        "hand_off.offered",
        "interaction.started",
        "interaction.status_changed",
        "interaction.updated",
        "interaction.wrapped_up",
        "invitation.declined",
        "invitation.joined",
        "invitation.left",
        "invitation.made",
        "invitation.withdrawn",
        "suggestion.answered",
        "work.transferred",
    }
)
