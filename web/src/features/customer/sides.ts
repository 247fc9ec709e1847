import type { Schema } from "../../api/client";
import { shown } from "../aside/packet";

type Customer = Schema<"CustomerView">;

/** One field of two customers. `same` is null where a side has nothing to compare. */
export interface Side {
  field: string;
  left: string;
  right: string;
  same: boolean | null;
}

const PLAIN = [
  "display_name",
  "kind",
  "tier",
  "language",
  "preferred_channel",
  "time_zone",
  "lifecycle_stage",
] as const;

/** Both customers field by field: what one of them has, handles by scheme, then what feeds say. */
export function sideBySide(left: Customer, right: Customer): Side[] {
  const schemes = [...new Set([...left.handles, ...right.handles].map((each) => each.scheme))].sort();
  const names = [...new Set([...Object.keys(left.attributes), ...Object.keys(right.attributes)])].sort();
  return [
    ...PLAIN.map((field) => compared(field, list(left[field]), list(right[field]))),
    ...schemes.map((scheme) => compared(scheme, held(left, scheme), held(right, scheme))),
    ...names.map((name) => compared(name, list(left.attributes[name]), list(right.attributes[name]))),
  ].filter((each) => each.left !== "" || each.right !== "");
}

const held = (customer: Customer, scheme: string): string[] =>
  customer.handles.filter((each) => each.scheme === scheme).map((each) => each.value);
const list = (value: unknown): string[] => {
  const text = shown(value);
  return text === "" ? [] : [text];
};
const folded = (value: string): string =>
  value
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}@]+/gu, " ")
    .trim();

function compared(field: string, left: string[], right: string[]): Side {
  const theirs = new Set(right.map(folded));
  const same = left.length === 0 || right.length === 0 ? null : left.some((each) => theirs.has(folded(each)));
  return { field, left: left.join(", "), right: right.join(", "), same };
}
