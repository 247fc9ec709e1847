import { AgentName } from "../../ui/names";

/** Who acted, by the reference of the audit trail: an agent by name, anything else as it is. */
export function ActorName({ actor }: { actor: string }) {
  const [kind, id] = actor.split(":");
  return kind === "agent" && id ? <AgentName id={id} /> : actor;
}
