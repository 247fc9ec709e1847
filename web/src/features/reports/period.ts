const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Which days, and whose. */
export interface Period {
  from: string;
  to: string;
  queue_id: string;
  channel: string;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** What an address asks for; without a day, today (as the server has it). An end before the beginning is left out. */
export function periodOf(search: Record<string, unknown>): Period {
  const date = text(search.date);
  const from = DAY.test(text(search.from)) ? text(search.from) : DAY.test(date) ? date : "";
  const to = DAY.test(text(search.to)) && text(search.to) >= from ? text(search.to) : "";
  return { from, to: to === from ? "" : to, queue_id: text(search.queue_id), channel: text(search.channel) };
}

/** As the server and the address have it: only what is set. */
export function queryOf(period: Period): Record<string, string> {
  return Object.fromEntries(Object.entries(period).filter(([, value]) => value !== ""));
}

/** The day so many days later. */
export function shifted(day: string, days: number): string {
  const at = new Date(`${day}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** The period before or after, as long as this one. */
export function moved(period: Period, first: string, last: string, by: 1 | -1): Period {
  const length = 1 + Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000);
  const from = shifted(first, by * length);
  return { ...period, from, to: length > 1 ? shifted(last, by * length) : "" };
}
