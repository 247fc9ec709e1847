import type { Schema } from "../../api/client";

export type FormField = Schema<"FormField">;
export type Answers = Record<string, unknown>;

/** Answers that are columns of their own at wrap-up; all others go into `fields`. */
export const OWN = ["outcome", "disposition", "category", "subcategory", "notes", "summary"] as const;
type Own = (typeof OWN)[number];
const isOwn = (name: string): name is Own => (OWN as readonly string[]).includes(name);

/** How a field is asked for. The template says its vocabulary; the rest is told by its name and by what is known. */
export type Kind = "term" | "long" | "date" | "yes_no" | "number" | "list" | "text";

export function kindOf(field: FormField): Kind {
  if (field.vocabulary) return "term";
  if (typeof field.value === "boolean") return "yes_no";
  if (typeof field.value === "number") return "number";
  if (Array.isArray(field.value)) return "list";
  if (/(^|_)(date|deadline|day)(_|$)/.test(field.field)) return "date";
  if (/^(notes|summary|next_step)$|(^|_)(description|reason|wanted|given)$/.test(field.field)) return "long";
  return "text";
}

export const isFilled = (value: unknown): boolean =>
  typeof value === "string" ? value.trim() !== "" : !(value == null || (Array.isArray(value) && value.length === 0));

/** What is known already, else the template's default, with what was typed over it. */
export function merged(fields: readonly FormField[], typed: Answers): Answers {
  const known = Object.fromEntries(fields.map((each) => [each.field, each.value ?? null]));
  return { ...known, ...answered(fields, typed) };
}

/** What is to be sent: what was typed, and the defaults that were left as they stood. */
export function answered(fields: readonly FormField[], typed: Answers): Answers {
  const begun = fields.filter((each) => each.default && !isFilled(each.value));
  return { ...Object.fromEntries(begun.map((each) => [each.field, each.default])), ...typed };
}

/** The required fields that have no answer yet, in the order of the form. */
export function missing(fields: readonly FormField[], typed: Answers): FormField[] {
  const all = merged(fields, typed);
  return fields.filter((each) => each.required && !isFilled(all[each.field]));
}

/** The share of required fields that are answered; 1 where none is. */
export function completeness(fields: readonly FormField[], typed: Answers): number {
  const required = fields.filter((each) => each.required).length;
  return required === 0 ? 1 : 1 - missing(fields, typed).length / required;
}

/** What was typed as the server wants it: columns beside, all else in `fields`, nothing that is empty. */
export function wrapUpBody(typed: Answers, resolveCase: boolean): Schema<"WrapUpBody"> {
  const filled = Object.entries(typed).filter(([, value]) => isFilled(value));
  const own = Object.fromEntries(filled.filter(([name]) => isOwn(name)).map(([name, value]) => [name, String(value)]));
  return { ...own, fields: handOffFields(typed, isOwn), resolve_case: resolveCase };
}

/** Answers for a packet: all that has one, but for what `without` names. */
export function handOffFields(typed: Answers, without: (name: string) => boolean = () => false): Answers {
  return Object.fromEntries(Object.entries(typed).filter(([name, value]) => isFilled(value) && !without(name)));
}
