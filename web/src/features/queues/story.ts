import type { Schema } from "../../api/client";

/** A queue as it is being written. */
export type QueueDraft = Omit<Schema<"NewQueue">, "skills" | "rings" | "team_ids" | "media"> & {
  skills: Record<string, number>;
  rings: Schema<"RingStep">[];
  team_ids: string[];
  media: Schema<"Medium">[];
};

/** Who is asked from a moment of waiting on. Whoever was asked before still is. */
export interface Stair {
  at: number;
  kind: "start" | "ring" | "overflow";
  /** The least levels asked for from here on; empty where anybody will do. */
  skills: Record<string, number>;
  anySkill: boolean;
  /** Teams that come in addition; at the start, those that serve the queue (none: everybody). */
  teams: string[];
  overflow: string | null;
}

/** What happens to work that nobody takes, step by step: requirements relax, teams join, another queue helps. */
export function stairsOf(queue: QueueDraft): Stair[] {
  const none = { anySkill: false, overflow: null };
  const stairs: Stair[] = [{ at: 0, kind: "start", skills: queue.skills, teams: queue.team_ids, ...none }];
  let lower = 0;
  let anySkill = false;
  for (const ring of [...queue.rings].sort((one, other) => one.after_seconds - other.after_seconds)) {
    lower = Math.max(lower, ring.lower ?? 0);
    anySkill ||= ring.any_skill ?? false;
    const skills = Object.fromEntries(
      Object.entries(anySkill ? {} : queue.skills).map(([code, level]) => [code, Math.max(1, level - lower)]),
    );
    const teams = ring.team_ids ?? [];
    stairs.push({ at: ring.after_seconds, kind: "ring", skills, anySkill, teams, overflow: null });
  }
  if (queue.overflow_queue_id && queue.overflow_seconds != null) {
    const at = queue.overflow_seconds;
    const before = [...stairs].filter((each) => each.at <= at).at(-1) ?? stairs[0];
    stairs.push({
      at,
      kind: "overflow",
      skills: before?.skills ?? {},
      anySkill: before?.anySkill ?? false,
      teams: [],
      overflow: queue.overflow_queue_id,
    });
  }
  return stairs.sort(
    (one, other) => one.at - other.at || Number(other.kind === "start") - Number(one.kind === "start"),
  );
}

/** Steps that change nothing, and steps that do not come after the one before: what the server would refuse. */
export function faultsOfRings(rings: Schema<"RingStep">[]): Map<number, "nothing" | "order"> {
  const found = new Map<number, "nothing" | "order">();
  rings.forEach((ring, place) => {
    const before = rings[place - 1];
    if (before && ring.after_seconds <= before.after_seconds) found.set(place, "order");
    else if (!ring.lower && !ring.any_skill && (ring.team_ids ?? []).length === 0) found.set(place, "nothing");
  });
  return found;
}

export const EMPTY: QueueDraft = {
  code: "",
  name: "",
  priority: 0,
  service_seconds: 120,
  service_level: 0.8,
  offer_seconds: 30,
  offer_to: 1,
  team_ids: [],
  media: [],
  calendar_id: null,
  skills: {},
  rings: [],
  overflow_queue_id: null,
  overflow_seconds: null,
  sticky_seconds: null,
  wrap_up_seconds: null,
};

/** A queue as it is edited. */
export type QueueFields = QueueDraft & { active: boolean };

/** A queue for its editor; null is a new one. */
export function editable(queue: Schema<"QueueView"> | null): { id: string; version: number; fields: QueueFields } {
  if (!queue) return { id: "new", version: 0, fields: { ...EMPTY, active: true } };
  const names = [...Object.keys(EMPTY), "active"] as (keyof QueueFields)[];
  const fields = Object.fromEntries(names.map((name) => [name, queue[name]])) as unknown as QueueFields;
  return { id: queue.id, version: queue.version, fields };
}

/** A short name for addresses and settings, made of the words of a longer one. */
export function codeOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll("ä", "ae")
    .replaceAll("ö", "oe")
    .replaceAll("ü", "ue")
    .replaceAll("ß", "ss")
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 63);
}

/** What a field for numbers holds; null where it is empty. */
export const numberOf = (value: number | string): number | null => (value === "" ? null : Number(value));
