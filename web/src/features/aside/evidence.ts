import type { Schema } from "../../api/client";

type Decision = Schema<"DecisionView">;

/** One reason of a decision, and whether it speaks for it. */
export interface Reason {
  text: string;
  kind: string;
  side: "for" | "against" | "neutral";
}

const LIGHT = 0.05;

/** The reasons of a decision in the order of their weight: what the server wrote, and what a person gave. */
export function reasonsOf(evidence: readonly unknown[]): Reason[] {
  return evidence
    .map(reasonOf)
    .filter((each): each is Reason & { weight: number } => each !== null)
    .sort((one, other) => Math.abs(other.weight) - Math.abs(one.weight))
    .map(({ text, kind, side }) => ({ text, kind, side }));
}

function reasonOf(entry: unknown): (Reason & { weight: number }) | null {
  if (typeof entry === "string") return { text: sentence(entry), kind: "text", side: "neutral", weight: 0 };
  if (typeof entry !== "object" || entry === null) return null;
  const { text, kind, weight, reason } = entry as Record<string, unknown>;
  const words = typeof text === "string" && text ? text : typeof reason === "string" ? reason : "";
  if (!words) return null;
  const heavy = typeof weight === "number" ? weight : 0;
  const side = heavy > LIGHT ? "for" : heavy < -LIGHT ? "against" : "neutral";
  return { text: sentence(words), kind: typeof kind === "string" ? kind : "text", side, weight: heavy };
}

/** A clause as a sentence: with a capital and without a second full stop. */
export function sentence(clause: string): string {
  const text = clause.trim();
  if (!text) return text;
  const end = /[.?!…]$/.test(text) ? "" : ".";
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${end}`;
}

/** What people may still answer: the latest first. */
export function openSuggestions(decisions: readonly Decision[]): Decision[] {
  return decisions.filter((each) => each.kind === "suggest" && each.answer === null && each.case_id !== null).reverse();
}

/** What can be taken back now: the last that moved the contact and stands. Undoing is last in, first out. */
export function undoable(decisions: readonly Decision[]): Decision | null {
  const standing = decisions.filter((each) => each.undone_at === null && each.kind !== "undo");
  const last = [...standing].reverse().find((each) => each.kind !== "suggest" || each.answer === "accepted");
  if (!last || ["suggest", "new"].includes(last.kind)) return null;
  return last;
}

/** Who decided, from a reference such as `agent:<id>` or `system:continuity`. */
export function whoDecided(ref: string): { kind: string; id: string } {
  const [kind = "", id = ""] = ref.split(":", 2);
  return { kind, id };
}
