/** All time zones that the browser knows, and the one that is set. */
export function zones(present: string): string[] {
  return [...new Set([present, "UTC", ...Intl.supportedValuesOf("timeZone")])].sort();
}

/** Where this browser is. */
export const hereZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
