/** Where somebody was going before they were asked to sign in: a page of ours, or the desk. */
export function destination(to: string | undefined): string {
  // Anything that a browser could take for another site's address is not a page of ours.
  if (!to?.startsWith("/") || to.startsWith("//") || /[\\\s]/.test(to)) return "/";
  return /^\/(sign-in|setup|reset-password)([/?#]|$)/.test(to) ? "/" : to;
}

/** What stands after the # of an address, without it. */
export const fragment = (hash: string): string => hash.replace(/^#/, "").trim();
