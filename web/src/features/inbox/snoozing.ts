export type Preset = "later" | "tomorrow" | "monday" | "week" | "reply";
export const PRESETS: readonly Preset[] = ["later", "tomorrow", "monday", "week", "reply"];

const MORNING = 8;
const LATER_HOURS = 3;

/** When a preset ends, in the clock of whoever chose it: ISO with its zone; null until the customer writes. */
export function untilOf(preset: Preset, nowMs: number): string | null {
  const at = new Date(nowMs);
  if (preset === "reply") return null;
  if (preset === "later") at.setHours(at.getHours() + LATER_HOURS, 0, 0, 0);
  else {
    const days = { tomorrow: 1, week: 7, monday: (8 - at.getDay()) % 7 || 7 }[preset];
    at.setDate(at.getDate() + days);
    at.setHours(MORNING, 0, 0, 0);
  }
  return at.toISOString();
}
