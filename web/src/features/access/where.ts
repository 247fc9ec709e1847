import { useSyncExternalStore } from "react";

/** Where somebody was going before they were asked to sign in: a page of ours, or the desk. */
export function destination(to: string | undefined): string {
  // Anything that a browser could take for another site's address is not a page of ours.
  if (!to?.startsWith("/") || to.startsWith("//") || /[\\\s]/.test(to)) return "/";
  return /^\/(sign-in|setup|reset-password)([/?#]|$)/.test(to) ? "/" : to;
}

/** What stands after the # of the page's address now; a link that is opened in the same tab changes only that. */
export function useFragment(): string {
  return useSyncExternalStore(listen, () => fragment(window.location.hash));
}

function listen(changed: () => void): () => void {
  window.addEventListener("hashchange", changed);
  return () => window.removeEventListener("hashchange", changed);
}

/** What stands after the # of an address, without it. */
export const fragment = (hash: string): string => hash.replace(/^#/, "").trim();
