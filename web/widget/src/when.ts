/** Days, times and waits, as people say them. */
import type { Say } from "./texts";

const DAY = 86_400_000;

function midnight(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}

/** The day of a message, for the line between days. */
export function dayOf(at: Date, now: Date, language: string, say: Say): string {
  // Around a change of the clocks a day has 23 or 25 hours.
  const ago = Math.round((midnight(now) - midnight(at)) / DAY);
  if (ago === 0) return say("today");
  if (ago === 1) return say("yesterday");
  const year = at.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", year }).format(at);
}

export function timeOf(at: Date, language: string): string {
  return new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" }).format(at);
}

/** When somebody is there again: the day only where it is not today. */
export function backAt(at: Date, now: Date, language: string): string {
  const days = Math.round((midnight(at) - midnight(now)) / DAY);
  const clock: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit" };
  if (days === 0) return new Intl.DateTimeFormat(language, clock).format(at);
  if (days < 7) return new Intl.DateTimeFormat(language, { weekday: "long", ...clock }).format(at);
  return new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", ...clock }).format(at);
}

/** A wait in whole minutes, never less than one. */
export function wait(seconds: number, say: Say): string {
  const minutes = Math.ceil(seconds / 60);
  return minutes <= 1 ? say("about1") : say("about", { n: minutes });
}

export function size(bytes: number, language: string): string {
  const [value, unit] = bytes < 1_000_000 ? [Math.max(1, bytes / 1000), "kilobyte"] : [bytes / 1_000_000, "megabyte"];
  const digits = unit === "megabyte" ? 1 : 0;
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: digits }).format(value);
}
