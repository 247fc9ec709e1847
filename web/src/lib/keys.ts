import type { Command } from "./commands";

export interface Stroke {
  key: string;
  mod: boolean;
  alt: boolean;
  shift: boolean;
}

type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
const NAMES: Record<string, string> = {
  esc: "escape",
  space: " ",
  up: "arrowup",
  down: "arrowdown",
  left: "arrowleft",
  right: "arrowright",
};

/** The strokes of `"mod+shift+k"` or `"g i"`, in their order. */
export function strokesOf(keys: string): Stroke[] {
  return keys.split(" ").map((stroke) => {
    const parts = stroke.toLowerCase().split("+");
    const last = parts.pop() || "+";
    return {
      key: NAMES[last] ?? last,
      mod: parts.includes("mod"),
      alt: parts.includes("alt"),
      shift: parts.includes("shift"),
    };
  });
}

export function matches(event: Pressed, stroke: Stroke): boolean {
  const mod = isMac ? event.metaKey : event.ctrlKey;
  if (mod !== stroke.mod || event.altKey !== stroke.alt) return false;
  const letter = /^[a-z]$/.test(stroke.key);
  // Alt changes the character on some keyboards: then the place of the key counts.
  const key = event.altKey && letter ? event.code.replace("Key", "").toLowerCase() : event.key.toLowerCase();
  if (key !== stroke.key) return false;
  // A sign such as "?" needs shift on some keyboards and not on others: only letters and named keys are told apart by it.
  return letter || stroke.key.length > 1 ? event.shiftKey === stroke.shift : true;
}

/** Whether keys belong to what is being typed. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.tagName === "TEXTAREA" || target.tagName === "SELECT") return true;
  return (
    target instanceof HTMLInputElement && !["checkbox", "radio", "button", "range", "submit"].includes(target.type)
  );
}

/**
 * The command that a key runs, given the strokes before it. `"begun"`: it may be the beginning of one.
 */
export function commandFor(
  commands: Command[],
  before: Pressed[],
  event: Pressed,
  typing: boolean,
): Command | "begun" | null {
  const pressed = [...before, event];
  let begun = false;
  for (const command of [...commands].reverse()) {
    if (!command.keys) continue;
    const strokes = strokesOf(command.keys);
    const free = strokes.every((stroke) => stroke.mod || stroke.alt) || command.inFields;
    if (typing && !free) continue;
    if (pressed.length > strokes.length || !pressed.every((each, n) => strokes[n] && matches(each, strokes[n])))
      continue;
    if (pressed.length === strokes.length) return command;
    begun = true;
  }
  return begun ? "begun" : null;
}

/** How keys are written for people: `["Ctrl", "K"]`. */
export function keyNames(keys: string): string[] {
  return strokesOf(keys).flatMap((stroke) => [
    ...(stroke.mod ? [isMac ? "⌘" : "Ctrl"] : []),
    ...(stroke.alt ? [isMac ? "⌥" : "Alt"] : []),
    ...(stroke.shift ? ["⇧"] : []),
    NICE[stroke.key] ?? stroke.key.toUpperCase(),
  ]);
}

const NICE: Record<string, string> = {
  escape: "Esc",
  enter: "Enter",
  arrowup: "↑",
  arrowdown: "↓",
  arrowleft: "←",
  arrowright: "→",
  " ": "Space",
};
