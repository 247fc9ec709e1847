/** What is selected, and where the keys are. `anchor` is where a range begins. */
export interface Selection {
  ids: ReadonlySet<string>;
  anchor: string | null;
}

export const NONE: Selection = { ids: new Set(), anchor: null };

/** Select a row, or not any more. */
export function toggled(selection: Selection, id: string): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, anchor: id };
}

/** Select all rows from the anchor to this one, in their order; the anchor stays. */
export function extended(selection: Selection, order: readonly string[], to: string, from: string | null): Selection {
  const anchor = selection.anchor ?? from ?? to;
  const [a, b] = [order.indexOf(anchor), order.indexOf(to)];
  if (a < 0 || b < 0) return toggled(selection, to);
  const ids = new Set(selection.ids);
  for (const id of order.slice(Math.min(a, b), Math.max(a, b) + 1)) ids.add(id);
  return { ids, anchor };
}

/** Without what is not in the list any more. */
export function kept(selection: Selection, has: (id: string) => boolean): Selection {
  const gone = [...selection.ids].filter((id) => !has(id));
  if (gone.length === 0) return selection;
  const ids = new Set(selection.ids);
  for (const id of gone) ids.delete(id);
  return { ids, anchor: selection.anchor && has(selection.anchor) ? selection.anchor : null };
}

/** The place that the keys go to: so many rows on, within the list; the first where they were nowhere. */
export function moved(order: readonly string[], active: string | null, by: number): string | null {
  if (order.length === 0) return null;
  const at = active === null ? -1 : order.indexOf(active);
  const next = at < 0 ? 0 : Math.max(0, Math.min(order.length - 1, at + by));
  return order[next] ?? null;
}
