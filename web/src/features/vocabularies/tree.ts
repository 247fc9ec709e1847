export interface TermLike {
  code: string;
  label: string;
  synonyms: string[];
  status: string;
  parent: string | null;
  parent_vocabulary: string | null;
}

export interface Row<T> {
  term: T;
  depth: number;
}

/** Terms below their parents of the same vocabulary, by label; those whose parent is elsewhere stand at the top. */
export function treeOf<T extends TermLike>(terms: T[]): Row<T>[] {
  const codes = new Set(terms.map((each) => each.code));
  const below = new Map<string | null, T[]>();
  for (const term of terms) {
    const parent = term.parent && !term.parent_vocabulary && codes.has(term.parent) ? term.parent : null;
    below.set(parent, [...(below.get(parent) ?? []), term]);
  }
  const rows: Row<T>[] = [];
  const seen = new Set<string>();
  const walk = (parent: string | null, depth: number) => {
    for (const term of (below.get(parent) ?? []).toSorted((a, b) => a.label.localeCompare(b.label))) {
      if (seen.has(term.code)) continue;
      seen.add(term.code);
      rows.push({ term, depth });
      walk(term.code, depth + 1);
    }
  };
  walk(null, 0);
  // Who is their own grandparent is shown all the same.
  for (const term of terms) if (!seen.has(term.code)) rows.push({ term, depth: 0 });
  return rows;
}

/** The terms that a word finds: in the label, the code, or a synonym. */
export function found<T extends TermLike>(terms: T[], word: string, status: string | null): T[] {
  const wanted = word.trim().toLowerCase();
  return terms.filter(
    (term) =>
      (!status || term.status === status) &&
      (!wanted || [term.label, term.code, ...term.synonyms].some((each) => each.toLowerCase().includes(wanted))),
  );
}
