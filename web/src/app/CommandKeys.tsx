import { useEffect } from "react";
import { commands } from "../lib/commands";
import { commandFor, isTyping } from "../lib/keys";

// How long the second of two strokes may take.
const SEQUENCE_MS = 1200;

/** Runs the commands by their keys. */
export function CommandKeys() {
  useEffect(() => {
    let before: KeyboardEvent[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || ["Control", "Alt", "Shift", "Meta"].includes(event.key))
        return;
      // In a dialog only the dialog's own keys count, unless a key is held with it.
      const inDialog = document.querySelector("[role=dialog][aria-modal=true]") !== null;
      const found = commandFor(commands(), before, event, isTyping(event.target) || inDialog);
      clearTimeout(timer);
      if (found === "begun") {
        before = [...before, event];
        timer = setTimeout(() => {
          before = [];
        }, SEQUENCE_MS);
        return;
      }
      before = [];
      if (!found) return;
      event.preventDefault();
      found.run();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return null;
}
