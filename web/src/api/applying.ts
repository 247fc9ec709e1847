import type { Query, QueryClient } from "@tanstack/react-query";
import type { Change } from "./frames";
import { mayLack, type News } from "./live";

// How often a list is asked for again at most, while events rain.
const AGAIN_MS = 700;

// Lists whose address does not end in the plural of what they hold.
const LISTS: Record<string, string[]> = {
  action_item: ["action-items"],
  entity_ref: ["references"],
  decision: ["decisions", "suggestions"],
  identity_decision: ["decisions"],
  presence: ["presence"],
  message: ["messages"],
  interaction: ["interactions", "work", "waiting", "loads"],
  offer: ["offers", "loads"],
  channel_account: ["channels"],
  vocabulary: ["vocabularies"],
  capture_template: ["capture-templates"],
  continuity_policy: ["continuity-policies"],
  entity_pattern: ["entity-patterns"],
};

const lists = (kind: string): string[] => LISTS[kind] ?? [`${kind.replaceAll("_", "-")}s`];

type Entity = { id: string; version?: unknown };
const isEntity = (value: unknown): value is Entity =>
  typeof value === "object" && value !== null && "id" in value && typeof value.id === "string";

/** What happened to an answer of the server when changes were laid over it. */
interface Laid {
  data: unknown;
  found: Set<string>;
}

/**
 * The data with every entity in it as the changes say; the same object where nothing changed. An entity is known by its
 * id; only fields that the old one has are taken, since a list may show less than the whole; an older version changes
 * nothing. What may not be seen any more leaves its list.
 */
export function laidOver(data: unknown, changes: ReadonlyMap<string, Change>): Laid {
  const found = new Set<string>();
  const walk = (value: unknown, depth: number): unknown => {
    if (depth > 5 || typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return walkList(value, depth);
    if (isEntity(value)) {
      const change = changes.get(value.id);
      if (change) {
        found.add(value.id);
        return updated(value, change);
      }
    }
    let copy: Record<string, unknown> | null = null;
    for (const [key, each] of Object.entries(value)) {
      const next = walk(each, depth + 1);
      if (next === each) continue;
      copy ??= { ...value };
      copy[key] = next;
    }
    return copy ?? value;
  };
  const walkList = (list: unknown[], depth: number): unknown[] => {
    let copy: unknown[] | null = null;
    list.forEach((each, place) => {
      const gone = isEntity(each) && changes.get(each.id)?.value === null;
      const next = gone ? GONE : walk(each, depth + 1);
      if (gone) found.add(each.id);
      if (next === each) return;
      copy ??= [...list];
      copy[place] = next;
    });
    return copy ? (copy as unknown[]).filter((each) => each !== GONE) : list;
  };
  return { data: walk(data, 0), found };
}

const GONE = Symbol("gone");

function updated(old: Entity, change: Change): Entity {
  if (change.value === null) return old;
  if (typeof old.version === "number" && change.version !== null && change.version <= old.version) return old;
  const fields = Object.keys(old).filter((key) => change.value && key in change.value);
  const value = change.value;
  return { ...old, ...Object.fromEntries(fields.map((key) => [key, value[key]])) };
}

/** Lays changes over all that is cached, and has lists asked for again in which something new may belong. */
export class Applying {
  private readonly waiting = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly asked = new Map<string, number>();

  constructor(private readonly client: QueryClient) {}

  apply(changes: Change[]): void {
    const byId = new Map(changes.map((change) => [change.id, change]));
    for (const query of this.client.getQueryCache().getAll()) {
      if (query.state.data === undefined || query.meta?.live === false) continue;
      const { data, found } = laidOver(query.state.data, byId);
      if (data !== query.state.data) query.setData(data, { updatedAt: query.state.dataUpdatedAt, manual: true });
      if (changes.some((change) => concerns(query, change, found.has(change.id)))) this.askAgain(query);
    }
  }

  /** What is about something that begins to be followed, and may have been fetched before it changed, is asked again. */
  hearNews(news: News): void {
    for (const query of this.client.getQueryCache().getAll()) {
      if (query.meta?.live === false) continue;
      for (const [topic, at] of news) {
        const [, id = topic] = topic.split(":");
        if (!query.queryHash.includes(id)) continue;
        if (query.state.data === undefined) this.askAfter(query, at);
        else if (mayLack(query.state.dataUpdatedAt, at)) this.askAgain(query);
      }
    }
  }

  /** A first answer that is on its way may have been read before it changed. */
  private askAfter(query: Query, at: number): void {
    if (!mayLack(Date.now(), at)) return;
    query.promise?.then(
      () => this.askAgain(query),
      () => undefined,
    );
  }

  private askAgain(query: Query): void {
    const key = query.queryHash;
    if (this.waiting.has(key)) return;
    const due = Math.max(0, (this.asked.get(key) ?? 0) + AGAIN_MS - Date.now());
    const ask = () => {
      this.waiting.delete(key);
      this.asked.set(key, Date.now());
      void this.client.invalidateQueries({ queryKey: query.queryKey, exact: true });
    };
    this.waiting.set(key, setTimeout(ask, due));
  }
}

/** Whether a query may have to be asked again after a change. */
function concerns(query: Query, change: Change, found: boolean): boolean {
  if (query.meta?.kinds?.includes(change.kind)) return true;
  if (found && change.value !== null) return false;
  const path = query.queryKey[1];
  if (typeof path !== "string") return false;
  if (change.value === null && path.endsWith("}")) return found;
  return lists(change.kind).some((last) => path.endsWith(`/${last}`));
}
