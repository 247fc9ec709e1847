import type { Schema } from "../../api/client";
import { same } from "../../ui/schemaForm";

/** Rules as they are being written, and what a check or a dry run says of them. Pure. */

export type Rule = Schema<"Rule">;
export type Then = Schema<"StepThen">;
export type Mode = "first" | "all";
export type Fault = Schema<"RuleFault">;
export interface Draft {
  mode: Mode;
  rules: Rule[];
}

/** Rules for their editor. */
export const editable = ({ version, mode, rules }: Schema<"SavedRules">) => ({
  id: "rules",
  version,
  draft: { mode, rules: rules as Rule[] } as Draft,
});

/** The list with one rule at another place; at the edge nothing moves. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  if (to < 0 || to >= next.length) return next;
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

/** Faults by the rule that they are in, counted from 0; -1 holds those of the whole. */
export function byRule(faults: readonly Fault[]): Map<number, Fault[]> {
  const found = new Map<number, Fault[]>();
  for (const fault of faults) found.set(fault.rule ?? -1, [...(found.get(fault.rule ?? -1) ?? []), fault]);
  return found;
}

/** The line of a condition that is wrong, and the mark under it: what a person looks at first. */
export function caretOf(when: string, fault: Fault): { line: string; mark: string } | null {
  if (fault.line == null || fault.column == null) return null;
  const line = when.split("\n")[fault.line - 1] ?? "";
  // Tabs stay tabs, so that the mark stands where the character does.
  const before = [...line.slice(0, fault.column - 1)].map((each) => (each === "\t" ? "\t" : " ")).join("");
  return { line, mark: `${before}^` };
}

export interface Flow {
  queue: string;
  left: number;
  came: number;
}

/** What each queue loses and gets by other rules, the largest change first. */
export function flowsOf(moves: readonly Schema<"QueueMove">[]): Flow[] {
  const found = new Map<string, Flow>();
  const of = (queue: string) => {
    const flow = found.get(queue) ?? { queue, left: 0, came: 0 };
    found.set(queue, flow);
    return flow;
  };
  for (const move of moves) {
    of(move.from_queue).left += move.count;
    of(move.to_queue).came += move.count;
  }
  return [...found.values()].sort((one, other) => other.left + other.came - one.left - one.came);
}

/** An action without what was emptied, as the server wants it. */
function tidied(then: Then): Then {
  return Object.fromEntries(
    Object.entries(then).filter(
      ([, value]) =>
        value !== null && value !== "" && value !== undefined && !(typeof value === "object" && same(value, {})),
    ),
  ) as Then;
}

/** Rules ready to be sent. */
export function ready(draft: Draft): Draft {
  return {
    mode: draft.mode,
    rules: draft.rules.map((rule) => ({
      ...rule,
      then: tidied(rule.then ?? {}),
      path: (rule.path ?? []).map((step) => ({ ...step, then: tidied(step.then) })),
    })),
  };
}

export interface Difference {
  name: string;
  kind: "added" | "removed" | "changed" | "moved";
  before: Rule | null;
  after: Rule | null;
}

/** What is different between two versions, rule by rule. */
export function differences(before: readonly Rule[], after: readonly Rule[]): Difference[] {
  const old = new Map(before.map((rule, place) => [rule.id, { rule, place }]));
  const now = new Set(after.map((rule) => rule.id));
  const found: Difference[] = [];
  const kept = before.filter((rule) => now.has(rule.id)).map((rule) => rule.id);
  let place = 0;
  for (const rule of after) {
    const was = rule.id ? old.get(rule.id) : undefined;
    if (!was) {
      found.push({ name: rule.name, kind: "added", before: null, after: rule });
      continue;
    }
    const order = kept.indexOf(rule.id);
    if (!same(was.rule, rule)) found.push({ name: rule.name, kind: "changed", before: was.rule, after: rule });
    else if (order !== place) found.push({ name: rule.name, kind: "moved", before: was.rule, after: rule });
    place += 1;
  }
  for (const rule of before) {
    if (!now.has(rule.id)) found.push({ name: rule.name, kind: "removed", before: rule, after: null });
  }
  return found;
}

/** A rule as lines, for looking at two versions side by side. */
export function linesOf(rule: Rule | null): string {
  if (!rule) return "";
  const lines = [`when  ${rule.when}`];
  for (const [name, value] of Object.entries(tidied(rule.then ?? {})))
    lines.push(`then  ${name}: ${JSON.stringify(value)}`);
  for (const step of rule.path ?? []) lines.push(`after ${step.after_seconds} s: ${JSON.stringify(tidied(step.then))}`);
  if (rule.stop) lines.push("stop");
  if (rule.active === false) lines.push("switched off");
  return lines.join("\n");
}
