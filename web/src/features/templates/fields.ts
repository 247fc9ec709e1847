import type { Schema } from "../../api/client";
import { codeOf } from "../people/rights";

export type CaptureField = Schema<"CaptureField">;

/** A field as it is edited; `key` stays the same while it is moved and renamed. */
export interface DraftField {
  key: number;
  field: string;
  label: string;
  required: boolean;
  vocabulary: string | null;
  help: string;
  default: string;
}

// Above the places of saved fields, which are their keys.
let keys = 1000;

/** Fields as the server keeps them, which leaves out what is usual. */
export const draftsOf = (fields: readonly Record<string, unknown>[]): DraftField[] =>
  fields.map((each, place) => ({
    key: place,
    field: String(each.field ?? ""),
    label: String(each.label ?? ""),
    required: each.required !== false,
    vocabulary: typeof each.vocabulary === "string" ? each.vocabulary : null,
    help: typeof each.help === "string" ? each.help : "",
    default: typeof each.default === "string" ? each.default : "",
  }));

export const newDraft = (): DraftField => ({
  key: ++keys,
  field: "",
  label: "",
  required: true,
  vocabulary: null,
  help: "",
  default: "",
});

export const fieldsOf = (drafts: readonly DraftField[]): CaptureField[] =>
  drafts.map(({ key: _, ...field }) => ({
    ...field,
    label: field.label.trim(),
    help: field.help.trim(),
    default: field.default.trim() || null,
  }));

/** The field under another label. Its code follows until it was saved or typed: answers are kept under it. */
export function relabelled(draft: DraftField, label: string, saved: boolean): DraftField {
  const follows = !saved && (draft.field === "" || draft.field === nameOf(draft.label));
  return { ...draft, label, field: follows ? nameOf(label) : draft.field };
}

/** A code for a field begins with a letter. */
const nameOf = (label: string): string => codeOf(label, "_").replace(/^[0-9_]+/, "");

export type FieldFault = "no_label" | "no_code" | "bad_code" | "twice";

/** What is wrong with each field, by its place. */
export function faults(drafts: readonly DraftField[]): Map<number, FieldFault> {
  const wrong = new Map<number, FieldFault>();
  drafts.forEach((each, place) => {
    if (!each.label.trim()) wrong.set(place, "no_label");
    else if (!each.field) wrong.set(place, "no_code");
    else if (!/^[a-z][a-z0-9_]{0,62}$/.test(each.field)) wrong.set(place, "bad_code");
    else if (drafts.findIndex((other) => other.field === each.field) < place) wrong.set(place, "twice");
  });
  return wrong;
}

/** The list with the field at `from` at `to`; unchanged where there is no such place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const copy = [...list];
  if (to < 0 || to >= copy.length) return copy;
  copy.splice(to, 0, ...copy.splice(from, 1));
  return copy;
}
