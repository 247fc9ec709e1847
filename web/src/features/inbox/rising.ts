/** Rows in the order of their latest message, as it changes. Pure. */

export type TimeOf = (id: string) => string | undefined;

/** The place of the first row whose latest message is older. */
function placeFor(order: readonly string[], id: string, timeOf: TimeOf): number {
  const time = timeOf(id) ?? "";
  const found = order.findIndex((other) => other !== id && (timeOf(other) ?? "") < time);
  return found < 0 ? order.length : found;
}

/** Those of these rows that belong further up than they stand. */
export const risen = (order: readonly string[], ids: readonly string[], timeOf: TimeOf): string[] =>
  ids.filter((id) => {
    const at = order.indexOf(id);
    return at > 0 && placeFor(order, id, timeOf) < at;
  });

/** The order with these rows where they belong, and all others as they stand. */
export function placed(order: readonly string[], ids: readonly string[], timeOf: TimeOf): string[] {
  const moving = new Set(ids);
  const made = order.filter((id) => !moving.has(id));
  for (const id of moving) made.splice(placeFor(made, id, timeOf), 0, id);
  return made;
}
