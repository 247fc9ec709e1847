import i18next from "i18next";

// The language is the page's; the country, by which dates and numbers are written, the browser's where it speaks it.
const locale = (): string => {
  const language = i18next.resolvedLanguage ?? "en";
  return navigator.languages.find((each) => each === language || each.startsWith(`${language}-`)) ?? language;
};
const made = new Map<string, unknown>();

let zone: string | undefined;

/** Write dates and times by this zone from now on. UTC is what a profile has where nobody chose: then, and where the
 * browser does not know the zone, the browser's own holds. */
export function writeByZone(profile: string | null | undefined): void {
  zone = profile && profile !== "UTC" && isKnown(profile) ? profile : undefined;
}

function isKnown(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function written(
  name: string,
  options: Intl.DateTimeFormatOptions,
  at: string | number | Date,
  timeZone = zone,
): string {
  const make = () => new Intl.DateTimeFormat(locale(), { ...options, timeZone });
  return kept(`${name} ${timeZone ?? ""}`, make).format(new Date(at));
}

// Formatters are dear to make and are asked for in every row.
function kept<T>(name: string, make: () => T): T {
  const key = `${locale()} ${name}`;
  if (!made.has(key)) made.set(key, make());
  return made.get(key) as T;
}

export function formatNumber(value: number, digits = 0): string {
  return kept(`n${digits}`, () => new Intl.NumberFormat(locale(), { maximumFractionDigits: digits })).format(value);
}

/** A share of one as per cent. */
export function formatShare(value: number, digits = 0): string {
  return kept(
    `p${digits}`,
    () => new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: digits }),
  ).format(value);
}

/** The time of day; by another zone than one's own where that is named. */
export function formatTime(at: string | number | Date, timeZone?: string): string {
  return written("t", { hour: "2-digit", minute: "2-digit" }, at, timeZone);
}

export function formatDate(at: string | number | Date): string {
  return written("d", { dateStyle: "medium" }, at);
}

export function formatDateTime(at: string | number | Date): string {
  return written("dt", { dateStyle: "medium", timeStyle: "short" }, at);
}

export function formatDay(at: string | number | Date, timeZone?: string): string {
  return written("w", { weekday: "long", day: "numeric", month: "long" }, at, timeZone);
}

/** `4:05`, `1:02:03`: for what ticks. From a day on it is `5 days`, of which nobody counts the seconds. */
export function formatClock(seconds: number): string {
  if (seconds >= 86_400) return formatDuration(seconds);
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = `${String(minutes).padStart(hours ? 2 : 1, "0")}:${String(rest).padStart(2, "0")}`;
  return hours ? `${hours}:${tail}` : tail;
}

const UNITS: [Intl.RelativeTimeFormatUnit & string, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

/** `2 min`, `3 hr`, `5 days`: the largest unit that fits, or two where that says more than one. */
export function formatDuration(seconds: number): string {
  const size = Math.max(0, seconds);
  const [unit, length] = UNITS.find(([, each]) => size >= each) ?? ["second", 1];
  const count = Math.floor(size / length);
  return kept(`u${unit}`, () => new Intl.NumberFormat(locale(), { style: "unit", unit, unitDisplay: "short" })).format(
    count,
  );
}

/** `5 minutes ago`, `in 2 hours`. */
export function formatRelative(at: string | number | Date, nowMs: number): string {
  const seconds = (new Date(at).getTime() - nowMs) / 1000;
  const [unit, length] = UNITS.find(([, each]) => Math.abs(seconds) >= each) ?? ["second", 1];
  return kept("r", () => new Intl.RelativeTimeFormat(locale(), { numeric: "auto" })).format(
    Math.trunc(seconds / length),
    unit as Intl.RelativeTimeFormatUnit,
  );
}

/** `3.4 MB`, `5 bytes`. */
export function formatBytes(bytes: number): string {
  const [unit, size] = bytes >= 1e6 ? ["megabyte", 1e6] : bytes >= 1e3 ? ["kilobyte", 1e3] : ["byte", 1];
  const unitDisplay = unit === "byte" ? "long" : "short";
  return kept(
    `b${unit}`,
    () =>
      new Intl.NumberFormat(locale(), { style: "unit", unit: unit as string, unitDisplay, maximumFractionDigits: 1 }),
  ).format(bytes / (size as number));
}
