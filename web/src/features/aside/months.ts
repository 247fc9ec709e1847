/** Things by the month in which they began, the latest month first, each in the order that they came in. */
export function byMonth<T extends { started_at: string }>(items: readonly T[]): { month: string; items: T[] }[] {
  const months = new Map<string, T[]>();
  for (const each of items) {
    const month = monthOf(each.started_at);
    const held = months.get(month);
    if (held) held.push(each);
    else months.set(month, [each]);
  }
  return [...months.entries()]
    .sort(([one], [other]) => (one < other ? 1 : -1))
    .map(([month, held]) => ({ month, items: held }));
}

/** The month in which something was here, on this machine's calendar: `2026-03`. */
function monthOf(at: string): string {
  const day = new Date(at);
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, "0")}`;
}

export function monthName(month: string, language: string): string {
  const [year = 1970, number = 1] = month.split("-").map(Number);
  return new Intl.DateTimeFormat(language, { month: "long", year: "numeric" }).format(new Date(year, number - 1, 1));
}

/** Whether a promise should have been kept by now. */
export const isOverdue = (due: string | null, now: number): boolean => due !== null && Date.parse(due) < now;
