import { useState } from "react";
import { useUnsaved } from "./unsaved";

/** An entity as somebody began to edit it. */
export interface Base<F> {
  id: string;
  version: number;
  fields: F;
}

/** What becomes of an edit when the entity has another version: nothing was typed, mine is there already, or both differ. */
export type Meeting<F> = { kind: "follow"; fields: F } | { kind: "conflict"; theirs: F };

/** Whether two values say the same. In which order an object names its fields says nothing; a field that is undefined is none. */
export const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one, sorted) === JSON.stringify(other, sorted);

const sorted = (_: string, value: unknown): unknown =>
  value && typeof value === "object" && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value;

/** Only the fields that differ from the base: what a change has to say. */
export function changesOf<F extends object>(base: F, mine: F): Partial<F> {
  const names = Object.keys(mine) as (keyof F)[];
  return Object.fromEntries(
    names.filter((name) => !same(base[name], mine[name])).map((name) => [name, mine[name]]),
  ) as Partial<F>;
}

/** Fields that they changed and I did not are taken over; where both changed one field to something else, I am asked. */
export function meet<F extends object>(base: F, mine: F, theirs: F): Meeting<F> {
  const [my, their] = [changesOf(base, mine), changesOf(base, theirs)];
  const both = (Object.keys(my) as (keyof F)[]).filter((name) => name in their && !same(mine[name], theirs[name]));
  return both.length > 0 ? { kind: "conflict", theirs } : { kind: "follow", fields: { ...theirs, ...my } };
}

export interface Edited<F, E = never> {
  fields: F;
  set: (change: Partial<F>) => void;
  /** Only what I changed. */
  changes: Partial<F>;
  dirty: boolean;
  /** What was there when the edit began, or when it was last brought together with what others did. */
  base: F;
  /** For `If-Match`: the version that the change is based on. */
  match: string;
  /** What somebody else made of it meanwhile, where it is not what I did. */
  theirs: F | null;
  takeTheirs: () => void;
  keepMine: () => void;
  reset: () => void;
  /** For the answer to the change: what was sent is saved. What is typed since is kept. */
  saved: (entity: E) => void;
}

/**
 * Edit an entity that others may change at the same time: `fieldsOf` says what of it is edited. What others change and I
 * did not appears by itself; where we both changed a field, `theirs` is there until I decide. Leaving the page with what
 * is not saved asks first.
 */
export function useEdited<E extends { id: string; version: number }, F extends object>(
  entity: E,
  fieldsOf: (entity: E) => F,
): Edited<F, E> {
  const baseOf = (each: E): Base<F> => ({ id: each.id, version: each.version, fields: fieldsOf(each) });
  const current = () => baseOf(entity);
  const [base, setBase] = useState(current);
  const [fields, setFields] = useState(base.fields);
  let theirs: F | null = null;
  if (base.id !== entity.id) {
    setBase(current());
    setFields(fieldsOf(entity));
  } else if (entity.version > base.version) {
    const meeting = meet(base.fields, fields, fieldsOf(entity));
    if (meeting.kind === "conflict") theirs = meeting.theirs;
    else {
      setBase(current());
      setFields(meeting.fields);
    }
  }
  const dirty = !same(base.fields, fields);
  useUnsaved(dirty);
  return {
    fields,
    set: (change) => setFields((before) => ({ ...before, ...change })),
    changes: changesOf(base.fields, fields),
    dirty,
    base: base.fields,
    match: `"${base.version}"`,
    theirs,
    takeTheirs: () => {
      setBase(current());
      setFields(fieldsOf(entity));
    },
    keepMine: () => setBase(current()),
    reset: () => setFields(base.fields),
    saved: (answer) => {
      setBase(baseOf(answer));
      setFields((now) => ({ ...fieldsOf(answer), ...changesOf(fields, now) }));
    },
  };
}
