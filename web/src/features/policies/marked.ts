export interface Place {
  start: number;
  end: number;
}

export interface Piece<T> {
  text: string;
  found: T | null;
}

/** A text cut where something was found in it; what overlaps an earlier finding is left out. Places count code points. */
export function marked<T extends Place>(text: string, found: readonly T[]): Piece<T>[] {
  const points = [...text];
  const pieces: Piece<T>[] = [];
  let at = 0;
  for (const each of found.toSorted((one, other) => one.start - other.start)) {
    if (each.start < at) continue;
    if (each.start > at) pieces.push({ text: points.slice(at, each.start).join(""), found: null });
    pieces.push({ text: points.slice(each.start, each.end).join(""), found: each });
    at = each.end;
  }
  if (at < points.length) pieces.push({ text: points.slice(at).join(""), found: null });
  return pieces;
}
