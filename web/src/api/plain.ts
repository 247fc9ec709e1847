/** What a value lacks, as a text of the catalogue under `app:wrong`, and the number in it. */
export interface Lack {
  key: "empty" | "short" | "long" | "few" | "many" | "small" | "large" | "above" | "below" | "form" | "choice" | "kind";
  count?: number;
}

const LENGTH = /^Expected `(str|array|object)` of length (>=|<=) (\d+)/;
const RANGE = /^Expected `(?:int|float|number)[^`]*` (>=|<=|>|<) (-?[\d.]+)/;
const BOUNDS = { ">=": "small", "<=": "large", ">": "above", "<": "below" } as const;

/** What the server's reader of JSON says of a value, by what it means; null where the text is written for people. */
export function lackOf(problem: string): Lack | null {
  const length = LENGTH.exec(problem);
  if (length) return ofLength(length[1] === "str", length[2] === ">=", Number(length[3]));
  const range = RANGE.exec(problem);
  if (range) return { key: BOUNDS[range[1] as keyof typeof BOUNDS], count: Number(range[2]) };
  if (/^Expected `str` matching regex|^Invalid (RFC3339|ISO8601|UUID|date|time)/i.test(problem)) return { key: "form" };
  if (/^Invalid enum value/.test(problem)) return { key: "choice" };
  if (/^Object missing required field|^Expected `[^`]+`, got `null`/.test(problem)) return { key: "empty" };
  return /^Expected `/.test(problem) ? { key: "kind" } : null;
}

function ofLength(text: boolean, atLeast: boolean, count: number): Lack {
  if (atLeast && text && count === 1) return { key: "empty" };
  if (text) return { key: atLeast ? "short" : "long", count };
  return { key: atLeast ? "few" : "many", count };
}
