/** A text cut at the addresses in it that may be opened: nothing but http, https and mailto becomes a link. Pure. */
export interface Part {
  /** Where it begins. */
  at: number;
  text: string;
  href: string | null;
}

const ADDRESS = /\b(?:https?:\/\/[^\s<>"']+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)/giu;
const TRAILING = /[.,;:!?)\]]+$/;

export function cutAtLinks(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const found of text.matchAll(ADDRESS)) {
    const word = found[0].replace(TRAILING, "");
    if (found.index > from) parts.push({ at: from, text: text.slice(from, found.index), href: null });
    parts.push({ at: found.index, text: word, href: word.includes("://") ? word : `mailto:${word}` });
    from = found.index + word.length;
  }
  if (from < text.length) parts.push({ at: from, text: text.slice(from), href: null });
  return parts;
}
