const WORK_ENDS = 18;

/** The end of the working day in so many days, on this machine's clock. */
export function endOfDay(inDays: number, from: Date = new Date()): string {
  const day = new Date(from);
  day.setDate(day.getDate() + inDays);
  day.setHours(WORK_ENDS, 0, 0, 0);
  if (day <= from) day.setHours(23, 59, 0, 0);
  return day.toISOString();
}

/** A moment as a `datetime-local` field has it: `2026-03-02T09:05`. */
export function localInput(at: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
