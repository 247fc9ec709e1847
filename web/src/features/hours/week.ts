import type { Schema } from "../../api/client";

/** A week of opening hours, as it is written and drawn. Pure. */

export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Day = (typeof DAYS)[number];
export type Shift = [string, string];
export type Week = Partial<Record<Day, Shift[]>>;

/** A calendar as the client reads it, which takes pairs for lists. */
export type Calendar = Omit<Schema<"CalendarView">, "weekly" | "exceptions"> & {
  weekly: { [day: string]: string[][] | undefined };
  exceptions: { date: string; hours?: string[][] | undefined; name?: string | undefined }[];
};

const TIME = /^([01]?\d|2[0-3])[:.]?([0-5]\d)?$/;

/** A time of day as people write it, as HH:MM: `9`, `9:30`, `0930`, `24`; null where it is none. */
export function timeOf(text: string): string | null {
  const bare = text.trim();
  if (/^24([:.]?00)?$/.test(bare)) return "24:00";
  const compact = /^(\d{1,2})(\d{2})$/.exec(bare);
  const found = compact ? TIME.exec(`${compact[1]}:${compact[2]}`) : TIME.exec(bare);
  return found ? `${String(found[1]).padStart(2, "0")}:${found[2] ?? "00"}` : null;
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Shifts from `9-12:30, 13:15-17`; null where that cannot be read. Empty text is a closed day. */
export function shiftsOf(text: string): Shift[] | null {
  if (!text.trim()) return [];
  const found: Shift[] = [];
  for (const part of text.split(/[,;]/)) {
    const [start, end, more] = part.split(/[-–—]/).map(timeOf);
    if (!start || !end || more !== undefined || minutesOf(end) <= minutesOf(start)) return null;
    found.push([start, end]);
  }
  found.sort((one, other) => minutesOf(one[0]) - minutesOf(other[0]));
  return found.some((each, place) => place > 0 && minutesOf(each[0]) < minutesOf(found[place - 1]?.[1] ?? "00:00"))
    ? null
    : found;
}

export const wordsOfShifts = (shifts: Shift[] | undefined): string =>
  (shifts ?? []).map(([start, end]) => `${start}–${end}`).join(", ");

/** Where a shift stands in its day, as shares of it. */
export function placeOf([start, end]: Shift): { from: number; length: number } {
  return { from: minutesOf(start) / 1440, length: (minutesOf(end) - minutesOf(start)) / 1440 };
}

/** How many hours a week is open. */
export function hoursOf(week: Week): number {
  const minutes = DAYS.flatMap((day) => week[day] ?? []).reduce(
    (sum, [start, end]) => sum + minutesOf(end) - minutesOf(start),
    0,
  );
  return minutes / 60;
}

/** The week without days that have no hours, as the server wants it. */
export function filled(week: Week): Week {
  return Object.fromEntries(Object.entries(week).filter(([, shifts]) => shifts && shifts.length > 0)) as Week;
}
