import type { StoryItem } from "./story";

/** What a step says, as a text of the catalogue with what it names. Pure. */

export interface Said {
  /** The text: `step.<what>`. */
  what: string;
  /** The id of somebody whom it names. */
  agentId: string | null;
  /** A status, a kind, a list of fields: looked up in the catalogue under `of`. */
  values: string[];
  of: "status" | "field" | "kind" | "channel" | null;
}

const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
const fields = (data: Record<string, unknown>): string[] => {
  const { changed, after } = data;
  if (Array.isArray(changed)) return changed.map(String);
  return after && typeof after === "object" ? Object.keys(after) : [];
};

export function sayingOf({ step }: StoryItem): Said | null {
  if (!step) return null;
  const data = step.data as Record<string, unknown>;
  const said: Said = { what: step.type.replaceAll(".", "_"), agentId: text(data.agent_id), values: [], of: null };
  switch (step.type) {
    case "interaction.status_changed":
      return { ...said, values: [text(data.to_status) ?? ""], of: "status" };
    case "interaction.started":
      return { ...said, values: [text(data.channel) ?? ""], of: "channel" };
    case "case.updated":
    case "interaction.updated":
      return { ...said, values: fields(data), of: "field" };
    case "case.decided":
      return { ...said, what: `case_decided_${text(data.kind) ?? "new"}` };
    case "entity_ref.added":
    case "entity_ref.removed":
      return { ...said, values: [text(data.kind) ?? ""], of: "kind" };
    case "work.transferred":
      return { ...said, agentId: data.to_kind === "agent" ? text(data.to_id) : null };
    default:
      return said;
  }
}
