import { useSyncExternalStore } from "react";

/** What somebody likes on this machine. */
export interface Preferences {
  language: "en" | "de" | null;
  sound: boolean;
  notifications: boolean;
  /** How long a reply can be taken back, in seconds; 0 sends at once. */
  undoSeconds: number;
  /** Sections that are folded, pane widths and the like, by name. */
  layout: Record<string, unknown>;
}

const KEY = "warmline.preferences";
const DEFAULTS: Preferences = { language: null, sound: true, notifications: false, undoSeconds: 5, layout: {} };
const listeners = new Set<() => void>();
let current = read();

function read(): Preferences {
  try {
    return { ...DEFAULTS, ...(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Preferences>) };
  } catch {
    // What is stored is not ours, or storage is shut: the defaults hold.
    return DEFAULTS;
  }
}

function tell(): void {
  for (const listener of listeners) listener();
}

export const preferences = (): Preferences => current;

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // Storage is full or shut: what is chosen holds for this page.
  }
  tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

window.addEventListener("storage", (event) => {
  if (event.key !== KEY) return;
  current = read();
  tell();
});

export const usePreferences = (): Preferences => useSyncExternalStore(subscribe, preferences);

/** A remembered piece of layout: `const [open, setOpen] = useLayout("aside.timeline", true)`. */
export function useLayout<T>(name: string, initial: T): [T, (value: T) => void] {
  const { layout } = usePreferences();
  const value = name in layout ? (layout[name] as T) : initial;
  return [value, (next) => setPreferences({ layout: { ...preferences().layout, [name]: next } })];
}
