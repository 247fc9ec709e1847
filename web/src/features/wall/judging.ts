import type { Schema } from "../../api/client";

type QueueNow = Schema<"QueueNow">;
type AgentNow = Schema<"AgentNow">;

/** How a queue stands: in words and a colour; the words carry the meaning. */
export type Standing = "closed" | "good" | "watch" | "late";

/** Seconds that the oldest has waited; null where nobody waits. */
export function oldestSeconds(queue: Pick<QueueNow, "oldest">, nowMs: number): number | null {
  return queue.oldest ? Math.max(0, (nowMs - Date.parse(queue.oldest)) / 1000) : null;
}

/** The share of those who wait that have waited no longer than the target; null where nobody waits. */
export function levelNow(queue: Pick<QueueNow, "waiting" | "within_target">): number | null {
  return queue.waiting > 0 ? queue.within_target / queue.waiting : null;
}

/** Late: someone waits twice the target, or for nobody. Watch: past the target, below the promised level, or no one free. */
export function standingOf(queue: QueueNow, nowMs: number): Standing {
  if (!queue.open) return "closed";
  const oldest = oldestSeconds(queue, nowMs) ?? 0;
  if (oldest > 2 * queue.service_seconds || (queue.waiting > 0 && queue.at_work === 0)) return "late";
  const today = queue.today.service_level;
  const below = today !== null && today < queue.service_level_target;
  if (oldest > queue.service_seconds || below || (queue.waiting > 0 && queue.available === 0)) return "watch";
  return "good";
}

// Who can be helped or asked comes first.
const ORDER = ["not_responding", "available", "busy", "wrap_up", "away", "offline"];

/** Agents by state, those longest in it first. */
export function byState(agents: AgentNow[]): AgentNow[] {
  const place = (status: string) => (ORDER.includes(status) ? ORDER.indexOf(status) : ORDER.length);
  return [...agents].sort((a, b) => place(a.status) - place(b.status) || a.since.localeCompare(b.since));
}

/** Points of a line through the values in a box of this size, as SVG wants them. */
export function sparkline(values: number[], width: number, height: number): string {
  const most = Math.max(1, ...values);
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  return values.map((value, n) => `${round(n * step)},${round(height - (value / most) * height)}`).join(" ");
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** The sums over all queues that stand at the top of the wall. */
export function sums(queues: QueueNow[]): { waiting: number; offered: number; oldest: string | null } {
  const times = queues.flatMap((queue) => (queue.oldest ? [queue.oldest] : [])).sort();
  return {
    waiting: queues.reduce((sum, queue) => sum + queue.waiting, 0),
    offered: queues.reduce((sum, queue) => sum + queue.offered, 0),
    oldest: times[0] ?? null,
  };
}
