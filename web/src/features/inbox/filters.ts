import type { Schema } from "../../api/client";

export const BASES = [
  "mine",
  "offers",
  "queue",
  "team",
  "unassigned",
  "followed",
  "mentions",
  "snoozed",
  "everything",
] as const satisfies readonly Schema<"View">[];
export const SORTS = ["newest", "waiting", "due"] as const satisfies readonly Schema<"Sort">[];
export const STATUSES = [
  "queued",
  "offered",
  "active",
  "on_hold",
  "waiting_customer",
  "wrap_up",
  "resolved",
  "closed",
  "abandoned",
] as const satisfies readonly Schema<"Status">[];

export type Base = Schema<"View">;
export type Sort = Schema<"Sort">;
export type Risk = Schema<"Risk">;

/** What narrows a view. An empty list takes all. */
export interface Narrowed {
  statuses: string[];
  channels: string[];
  queueIds: string[];
  ownerIds: string[];
  categories: string[];
  customerId: string | null;
  priority: number | null;
  since: string | null;
  until: string | null;
  unread: boolean;
  risk: Risk | null;
}

export interface Look extends Narrowed {
  base: Base;
  sort: Sort;
  byCase: boolean;
}

export const NOTHING: Narrowed = {
  statuses: [],
  channels: [],
  queueIds: [],
  ownerIds: [],
  categories: [],
  customerId: null,
  priority: null,
  since: null,
  until: null,
  unread: false,
  risk: null,
};

/** What an address names: a view as it is, one queue's, or one that somebody keeps. */
export type Place = { kind: "base"; base: Base } | { kind: "queue"; id: string } | { kind: "saved"; id: string };

/** `mine`, `queue:<id>`, `saved:<id>` as it stands in the address; what nobody knows is one's own work. */
export function placeOf(view: string): Place {
  const [kind, id] = view.split(":");
  if ((kind === "queue" || kind === "saved") && id) return { kind, id };
  const base = BASES.find((each) => each === view);
  return { kind: "base", base: base ?? "mine" };
}

type Search = Record<string, unknown>;
const LISTS = {
  status: "statuses",
  channel: "channels",
  queue: "queueIds",
  owner: "ownerIds",
  category: "categories",
} as const;
const TEXTS = { customer: "customerId", since: "since", until: "until" } as const;
// In the address, that the filters of a saved view were changed: to none, it may be.
const CHANGED = "changed";

const text = (value: unknown): string | null =>
  typeof value === "string" || typeof value === "number" ? `${value}` : null;
const listed = (value: unknown): string[] => text(value)?.split(",").filter(Boolean) ?? [];
const oneOf = <T extends string>(value: unknown, all: readonly T[]): T | null =>
  all.find((each) => each === value) ?? null;

/** Whether the address says anything about filters. */
export const isChanged = (search: Search): boolean => search[CHANGED] !== undefined;

/** The filters and the order that an address says; what it says wrongly counts as not said. */
export function narrowedOf(search: Search): Narrowed & { sort: Sort | null; byCase: boolean } {
  const priority = Number(text(search.priority) ?? Number.NaN);
  return {
    statuses: listed(search.status).filter((each) => STATUSES.some((known) => known === each)),
    channels: listed(search.channel),
    queueIds: listed(search.queue),
    ownerIds: listed(search.owner),
    categories: listed(search.category),
    customerId: text(search.customer),
    priority: Number.isInteger(priority) ? Math.max(-100, Math.min(100, priority)) : null,
    since: text(search.since),
    until: text(search.until),
    unread: search.unread === true || search.unread === "true",
    risk: oneOf(search.risk, ["at_risk", "breached"] as const),
    sort: oneOf(search.sort, SORTS),
    byCase: search.group === "case",
  };
}

/** The same as an address has it: only what differs from everything, newest first. */
export function searchOf(look: Narrowed & { sort: Sort; byCase: boolean }): Search {
  const search: Search = { [CHANGED]: 1 };
  for (const [name, field] of Object.entries(LISTS)) {
    if (look[field].length > 0) search[name] = look[field].join(",");
  }
  for (const [name, field] of Object.entries(TEXTS)) if (look[field]) search[name] = look[field];
  if (look.priority !== null) search.priority = look.priority;
  if (look.unread) search.unread = true;
  if (look.risk) search.risk = look.risk;
  if (look.sort !== "newest") search.sort = look.sort;
  if (look.byCase) search.group = "case";
  return search;
}

export type SavedView = Schema<"SavedView">;

/** What a saved view shows. */
export function lookOfSaved(view: SavedView): Look {
  const kept = view.filters;
  return {
    base: kept.view ?? "everything",
    sort: view.sort,
    byCase: false,
    statuses: kept.statuses ?? [],
    channels: kept.channels ?? [],
    queueIds: kept.queue_ids ?? [],
    ownerIds: kept.owner_ids ?? [],
    categories: kept.categories ?? [],
    customerId: kept.customer_id ?? null,
    priority: kept.priority ?? null,
    since: kept.since ?? null,
    until: kept.until ?? null,
    unread: kept.unread ?? false,
    risk: kept.risk ?? null,
  };
}

/** What is shown: what the view begins with, narrowed as the address says, or as it was kept. */
export function lookOf(place: Place, search: Search, saved: SavedView | undefined): Look {
  const kept = place.kind === "saved" && saved ? lookOfSaved(saved) : null;
  if (kept && !isChanged(search)) return kept;
  const { sort, byCase, ...narrowed } = narrowedOf(search);
  const base = kept?.base ?? (place.kind === "base" ? place.base : "queue");
  const look: Look = { ...narrowed, base, sort: sort ?? "newest", byCase };
  return place.kind === "queue" ? { ...look, queueIds: [place.id] } : look;
}

/** A look as a view keeps it. */
export function filtersOf(look: Look): Schema<"Filters"> {
  const filters: Schema<"Filters"> = { view: look.base };
  if (look.statuses.length > 0) filters.statuses = look.statuses as Schema<"Status">[];
  if (look.channels.length > 0) filters.channels = look.channels;
  if (look.queueIds.length > 0) filters.queue_ids = look.queueIds;
  if (look.ownerIds.length > 0) filters.owner_ids = look.ownerIds;
  if (look.categories.length > 0) filters.categories = look.categories;
  if (look.customerId) filters.customer_id = look.customerId;
  if (look.priority !== null) filters.priority = look.priority;
  if (look.since) filters.since = look.since;
  if (look.until) filters.until = look.until;
  if (look.unread) filters.unread = true;
  if (look.risk) filters.risk = look.risk;
  return filters;
}

/** A look as the list is asked for. */
export function queryOf(look: Look) {
  const some = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);
  return {
    view: look.base,
    status: some(look.statuses as Schema<"Status">[]),
    channel: some(look.channels),
    queue_id: some(look.queueIds),
    owner_id: some(look.ownerIds),
    category: some(look.categories),
    customer_id: look.customerId ?? undefined,
    priority: look.priority ?? undefined,
    since: look.since ?? undefined,
    until: look.until ?? undefined,
    unread: look.unread || undefined,
    risk: look.risk ?? undefined,
    sort: look.sort,
    group: look.byCase ? ("case" as const) : ("interaction" as const),
  };
}

/** Whether a look is just what the view keeps. */
export const isKept = (look: Look, view: SavedView | undefined): boolean =>
  view !== undefined && JSON.stringify(queryOf(look)) === JSON.stringify(queryOf(lookOfSaved(view)));

/** How many filters are set beside the view itself. */
export function countOf(look: Narrowed, place: Place): number {
  const lists = [
    look.statuses,
    look.channels,
    place.kind === "queue" ? [] : look.queueIds,
    look.ownerIds,
    look.categories,
  ];
  const single = [look.customerId, look.priority, look.since, look.until, look.unread || null, look.risk];
  return lists.filter((each) => each.length > 0).length + single.filter((each) => each !== null).length;
}
