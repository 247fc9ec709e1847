import { useSyncExternalStore } from "react";

// Smaller differences are the second that a Date header is cut to, and the way.
const TOLERANCE_MS = 2000;

let skew = 0;
const TICK_MS = 1000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let ticked = Date.now();

/** Learn the server's clock from a time that it just said. */
export function heard(serverTime: string | null): void {
  if (!serverTime) return;
  const difference = Date.parse(serverTime) - Date.now();
  if (Number.isNaN(difference)) return;
  if (Math.abs(difference - skew) > TOLERANCE_MS) skew = Math.abs(difference) > TOLERANCE_MS ? difference : 0;
}

/** The server's time in milliseconds, whatever this machine's clock says. */
export const now = (): number => Date.now() + skew;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    ticked = Date.now();
    for (const each of listeners) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The server's time, to the given step in seconds; the component is drawn again when it moves. */
export function useNow(stepSeconds = 1): number {
  const step = stepSeconds * 1000;
  return useSyncExternalStore(
    subscribe,
    () => Math.floor((Math.max(ticked, Date.now() - TICK_MS) + skew) / step) * step,
  );
}
