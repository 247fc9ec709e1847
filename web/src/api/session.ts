import { useSyncExternalStore } from "react";

/** `unknown` until the server was asked, `ended` when it said 401 to somebody who was signed in. */
export type SessionState = "unknown" | "open" | "ended";

let token = "";
let state: SessionState = "unknown";
let waiting: (() => void)[] = [];
const listeners = new Set<() => void>();

export const csrfToken = (): string => token;

/** Somebody is signed in: requests that waited for it go on. */
export function sessionOpened(csrf: string | null | undefined): void {
  token = csrf ?? "";
  change("open");
  const resumed = waiting;
  waiting = [];
  for (const resume of resumed) resume();
}

/** The server said 401. False where nobody had signed in: there is nothing to come back to. */
export function sessionEnded(): boolean {
  if (state === "open") change("ended");
  return state === "ended";
}

/** Resolves when somebody has signed in (again); at once where the session is open. */
export function sessionBack(): Promise<void> {
  if (state === "open") return Promise.resolve();
  return new Promise((resolve) => waiting.push(resolve));
}

function change(next: SessionState): void {
  state = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useSessionState = (): SessionState => useSyncExternalStore(subscribe, () => state);
