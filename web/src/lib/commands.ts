import { useEffect, useId, useSyncExternalStore } from "react";

/** Something that can be done now: in the palette (Ctrl-K), in the cheat sheet (?), and by its keys. */
export interface Command {
  id: string;
  title: string;
  /** The heading under which it stands: a word of the catalogue, already translated. */
  group: string;
  /** `"r"`, `"shift+y"`, `"mod+k"` (Ctrl, or Command on a Mac), or one after the other: `"g i"`. */
  keys?: string;
  /** Its keys also work while a field has the focus. Without it only keys with `mod` or `alt` do. */
  inFields?: boolean;
  enabled?: boolean;
  /** Other words by which the palette finds it. */
  words?: string;
  run: () => void;
}

const registered = new Map<string, Command[]>();
const listeners = new Set<() => void>();
let all: Command[] = [];

function changed(): void {
  const byId = new Map<string, Command>();
  for (const group of registered.values())
    for (const each of group) if (each.enabled !== false) byId.set(each.id, each);
  all = [...byId.values()];
  for (const listener of listeners) listener();
}

/** Offer these commands while the component is there. */
export function useCommands(commands: Command[]): void {
  const place = useId();
  useEffect(() => {
    registered.set(place, commands);
    changed();
  });
  useEffect(
    () => () => {
      registered.delete(place);
      changed();
    },
    [place],
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** All that can be done now, what was offered last coming last. */
export const commands = (): Command[] => all;
export const useAllCommands = (): Command[] => useSyncExternalStore(subscribe, commands);
