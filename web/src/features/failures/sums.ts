import type { Schema } from "../../api/client";

/** How many deliveries of all channels failed, are of an unknown kind, or wait to be read. */
export function sums(counts: Schema<"EnvelopeCount">[]): { failed: number; unknown: number; waiting: number } {
  const of = (status: string) => counts.reduce((sum, each) => sum + (each.status === status ? each.count : 0), 0);
  return { failed: of("failed"), unknown: of("unknown"), waiting: of("accepted") };
}

// What can be shown as text without surprises; the rest is shown as bytes.
const PRINTABLE = /^(text\/|message\/|application\/(json|.*\+json|xml))/;

/** What a delivery contains, as far as it is text; null where it is not. `body` is Base64. */
export function textOf(contentType: string, body: string): string | null {
  const bytes = Uint8Array.from(atob(body), (each) => each.charCodeAt(0));
  if (!PRINTABLE.test(contentType) && bytes.includes(0)) return null;
  const text = new TextDecoder("utf-8").decode(bytes);
  return text.includes("\u0000") ? null : text;
}

/** How far a retry of many is: of those that were put back, how many are not waiting any more. */
export function progressOf(retried: number, waiting: number): number {
  return retried === 0 ? 1 : Math.min(1, Math.max(0, (retried - waiting) / retried));
}
