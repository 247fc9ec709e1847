import type { paths } from "../../api/schema";

type Query = NonNullable<paths["/api/v1/search"]["get"]["parameters"]["query"]>;

/** What is asked, as it stands in the address: a link to it finds the same again. */
export interface Asked {
  q: string;
  in: string[];
  channel: string[];
  status: string[];
  queue_id: string[];
  owner_id: string[];
  team_id: string[];
  category: string[];
  direction: string[];
  customer_id: string;
  has_file: boolean;
  from: string;
  to: string;
  sort: "relevance" | "newest";
}

export const LISTS = ["in", "channel", "status", "queue_id", "owner_id", "team_id", "category", "direction"] as const;
export type ListFilter = (typeof LISTS)[number];
export const PLACES = ["customer", "ours", "note", "about"] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const text = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");
const list = (value: unknown): string[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(text).filter((each) => each !== "");
const day = (value: unknown): string => (DAY.test(text(value)) ? text(value) : "");

/** What an address asks; what makes no sense in it is left out. */
export function askedBy(search: Record<string, unknown>): Asked {
  const lists = Object.fromEntries(LISTS.map((name) => [name, list(search[name])])) as Record<ListFilter, string[]>;
  return {
    ...lists,
    q: text(search.q),
    customer_id: text(search.customer_id),
    has_file: search.has_file === true || search.has_file === "true",
    from: day(search.from),
    to: day(search.to),
    sort: search.sort === "newest" ? "newest" : "relevance",
  };
}

/** The address of what is asked: only what is not as it is by itself. */
export function addressOf(asked: Asked): Record<string, unknown> {
  const kept = Object.entries(asked).filter(
    ([name, value]) =>
      (Array.isArray(value) ? value.length > 0 : value !== "" && value !== false) &&
      !(name === "sort" && value === "relevance"),
  );
  return Object.fromEntries(kept);
}

/** Whether there is anything to look for. */
export function asksSomething(asked: Asked): boolean {
  return Object.keys(addressOf({ ...asked, sort: "relevance", in: [] })).length > 0;
}

/** What the server is asked. Days are whole days of whoever asks. */
export function queryOf(asked: Asked): Query {
  const { from, to, has_file, customer_id, ...rest } = asked;
  const filled = Object.fromEntries(Object.entries(rest).filter(([, value]) => value.length > 0));
  return {
    ...filled,
    ...(has_file ? { has_file: true } : {}),
    ...(customer_id ? { customer_id } : {}),
    ...(from ? { since: midnight(from, 0) } : {}),
    ...(to ? { until: midnight(to, 1) } : {}),
  } as Query;
}

/** When that day begins here, or the one so many days later. */
export function midnight(date: string, later: number): string {
  const [year = 0, month = 1, number = 1] = date.split("-").map(Number);
  return new Date(year, month - 1, number + later).toISOString();
}

/** The filter with the value taken or left. */
export function toggled(asked: Asked, name: ListFilter, value: string): Asked {
  const has = asked[name].includes(value);
  return { ...asked, [name]: has ? asked[name].filter((each) => each !== value) : [...asked[name], value] };
}
