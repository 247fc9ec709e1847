import type { Schema } from "../../api/client";
import { Problem } from "../../api/problem";

/** What the server refused, and what a test found wrong, by the field of the form that it is about. */
export function problemsByField(error: unknown, steps: Schema<"CheckStep">[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const step of steps) {
    if (step.status !== "failed") continue;
    // The last of them is the one that is most often wrong: a password rather than its user.
    const name = step.settings?.at(-1);
    if (name) found[name] ??= step.detail ?? step.title;
  }
  if (error instanceof Problem) {
    for (const each of error.fields) found[each.field.replace(/^settings\./, "").replace(/\[.*$/, "")] = each.problem;
  }
  return found;
}
