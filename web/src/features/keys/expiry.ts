/** How long a key lasts, in days; null for ever. */
export const LIFETIMES = ["30", "90", "365", "never", "date"] as const;
export type Lifetime = (typeof LIFETIMES)[number];

const DAY_MS = 86_400_000;

/** When a key ends that is made now. A date means the end of that day here; null where it is none or has gone. */
export function endOf(lifetime: Lifetime, date: string, nowMs: number): string | null | undefined {
  if (lifetime === "never") return null;
  if (lifetime !== "date") return new Date(nowMs + Number(lifetime) * DAY_MS).toISOString();
  const end = new Date(`${date}T23:59:59`);
  return Number.isNaN(end.getTime()) || end.getTime() <= nowMs ? undefined : end.toISOString();
}

export type KeyState = "active" | "revoked" | "expired";

export function stateOf(key: { revoked_at: string | null; expires_at: string | null }, nowMs: number): KeyState {
  if (key.revoked_at) return "revoked";
  return key.expires_at && Date.parse(key.expires_at) <= nowMs ? "expired" : "active";
}
