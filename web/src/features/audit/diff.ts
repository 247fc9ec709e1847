/** One line of what changed: where, and what it was and is. */
export interface Line {
  path: string;
  kind: "added" | "removed" | "changed";
  before: unknown;
  after: unknown;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
const absent = (value: unknown) => value === undefined || value === null;

/** What differs between two states, field by field; in lists, what came and what went. */
export function diff(before: unknown, after: unknown, path = ""): Line[] {
  if (same(before, after) || (absent(before) && absent(after))) return [];
  if (isObject(before) || isObject(after)) {
    if ((isObject(before) || absent(before)) && (isObject(after) || absent(after))) {
      const [one, other] = [(before ?? {}) as Record<string, unknown>, (after ?? {}) as Record<string, unknown>];
      const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
      return names.flatMap((name) => diff(one[name], other[name], path ? `${path}.${name}` : name));
    }
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const gone = before.filter((each) => !after.some((other) => same(each, other)));
    const come = after.filter((each) => !before.some((other) => same(each, other)));
    if (gone.length + come.length > 0)
      return [
        ...gone.map((each): Line => ({ path, kind: "removed", before: each, after: undefined })),
        ...come.map((each): Line => ({ path, kind: "added", before: undefined, after: each })),
      ];
  }
  const kind = absent(before) ? "added" : absent(after) ? "removed" : "changed";
  return [{ path, kind, before, after }];
}

export interface Recorded {
  data: Record<string, unknown>;
  case_id: string | null;
  interaction_id: string | null;
  customer_id: string | null;
}

/** What an event says beside the states before and after: ids and details. */
export function details(record: Recorded): [string, unknown][] {
  const { before: _, after: __, ...rest } = record.data;
  const about = { case_id: record.case_id, interaction_id: record.interaction_id, customer_id: record.customer_id };
  return Object.entries({ ...about, ...rest }).filter(([, value]) => !absent(value) && value !== "");
}

/** A value in a line, with ids as names where they are known. */
export function shown(value: unknown, names: ReadonlyMap<string, string>): string {
  if (absent(value) || value === "") return "–";
  if (Array.isArray(value)) return value.length ? value.map((each) => shown(each, names)).join(", ") : "–";
  if (isObject(value))
    return Object.entries(value)
      .map(([key, each]) => `${names.get(key) ?? key}: ${shown(each, names)}`)
      .join("; ");
  return names.get(String(value)) ?? String(value);
}

/** The page of an entity, by the name of the field that has its id; null where there is none. */
export function pageOf(name: string, id: string, data: Record<string, unknown> = {}): string | null {
  if (name === "case_id" || name === "other_case_id") return `/cases/${id}`;
  if (/(^|_)customer_id$/.test(name)) return `/customers/${id}`;
  if (name === "agent_id") return `/admin/people/${id}`;
  if (name === "role_id") return "/admin/roles";
  if (name === "team_id") return "/admin/teams";
  if (name === "queue_id") return `/admin/queues/${id}`;
  if (name === "api_key_id") return "/admin/keys";
  if (name === "template_id") return "/admin/templates";
  if (name === "term_id" || name === "vocabulary") {
    const code = name === "vocabulary" ? id : data.vocabulary;
    return typeof code === "string" ? `/admin/vocabularies/${code}` : "/admin/vocabularies";
  }
  return null;
}

const CSV_START = /^[=+\-@\t\r]/;
// A spreadsheet must not take text for a formula.
const cell = (text: string) => `"${(CSV_START.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

/** Records as CSV (RFC 4180), with data as JSON. */
export function csvOf(
  records: (Recorded & { at: string; actor: string; type: string; request_id: string | null })[],
): string {
  const head = ["at", "actor", "type", "case_id", "interaction_id", "customer_id", "request_id", "data"];
  const lines = records.map((each) =>
    [
      each.at,
      each.actor,
      each.type,
      each.case_id,
      each.interaction_id,
      each.customer_id,
      each.request_id,
      JSON.stringify(each.data),
    ]
      .map((value) => cell(value ?? ""))
      .join(","),
  );
  return `${[head.join(","), ...lines].join("\r\n")}\r\n`;
}
