/** A fact that travels: what, and where it was said. */
export interface Fact {
  kind: string;
  value: string;
  channel: string | null;
  at: string | null;
  times: number;
}

/** What travels with a hand-off, as it is read out of its packet; nothing in it is trusted to be there. */
export interface Packet {
  title: string;
  reference: string | null;
  summary: string;
  facts: Fact[];
  questions: string[];
  promises: { text: string; due: string | null }[];
  about: { kind: string; id: string; label: string }[];
  said: { text: string; at: string | null; channel: string | null }[];
  attempts: number;
  fields: [string, string][];
}

type Bag = Record<string, unknown>;
const bag = (value: unknown): Bag => (typeof value === "object" && value !== null ? (value as Bag) : {});
const text = (value: unknown): string => (typeof value === "string" ? value : value == null ? "" : shown(value));
const orNull = (value: unknown): string | null => (typeof value === "string" && value ? value : null);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Anything as a person reads it: lists with commas, yes and no left to the caller as true and false. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(shown).join(", ");
  if (typeof value === "object") {
    return Object.entries(value)
      .map(([key, each]) => `${key}: ${shown(each)}`)
      .join(", ");
  }
  return String(value);
}

export function readPacket(packet: unknown): Packet {
  const it = bag(packet);
  return {
    title: text(it.title),
    reference: orNull(it.reference),
    summary: text(it.summary),
    facts: list(it.facts)
      .map(readFact)
      .filter((each) => each.value !== ""),
    questions: list(it.open_questions)
      .map((each) => (typeof each === "string" ? each : text(bag(each).text)))
      .filter(Boolean),
    promises: list(it.promises).map((each) => ({ text: text(bag(each).text), due: orNull(bag(each).due_at) })),
    about: list(it.about).map((each) => ({
      kind: text(bag(each).kind),
      id: text(bag(each).external_id),
      label: text(bag(each).label),
    })),
    said: list(it.customer_said).map((each) => ({
      text: text(bag(each).text),
      at: orNull(bag(each).at),
      channel: orNull(bag(each).channel),
    })),
    attempts: typeof it.resolution_attempts === "number" ? it.resolution_attempts : 0,
    fields: Object.entries(bag(it.fields))
      .map(([name, value]): [string, string] => [name, shown(value)])
      .filter(([, value]) => value !== ""),
  };
}

function readFact(entry: unknown): Fact {
  if (typeof entry === "string") return { kind: "", value: entry, channel: null, at: null, times: 1 };
  const it = bag(entry);
  return {
    kind: text(it.label) || text(it.kind),
    value: text(it.value) || text(it.text),
    channel: orNull(it.channel),
    at: orNull(it.at),
    times: typeof it.times === "number" ? it.times : 1,
  };
}
