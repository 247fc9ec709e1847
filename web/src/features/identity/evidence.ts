/** What one comparison says of two records. */
export interface Said {
  field: string | null;
  text: string;
  side: "for" | "against" | "neutral";
  weight: number | null;
}

/** The evidence of a proposal, the strongest first: sentences where the server has any, else the rule of the contact. */
export function saidOf(evidence: readonly Record<string, unknown>[], rule: (code: string) => string): Said[] {
  const rules = new Set<string>();
  const said: Said[] = [];
  for (const each of evidence) {
    const weight = typeof each.weight === "number" ? each.weight : null;
    if (typeof each.text === "string" && each.text) {
      const side = weight === null || Math.abs(weight) < 1 ? "neutral" : weight > 0 ? "for" : "against";
      said.push({ field: typeof each.field === "string" ? each.field : null, text: each.text, side, weight });
    } else if (typeof each.rule === "string" && !rules.has(each.rule)) {
      rules.add(each.rule);
      said.push({ field: null, text: rule(each.rule), side: "for", weight: null });
    }
  }
  return said.toSorted((one, other) => Math.abs(other.weight ?? 0) - Math.abs(one.weight ?? 0));
}

/** How strongly a weight speaks, in bits: the key of a text. */
export function strengthOf(weight: number | null): string | null {
  if (weight === null) return null;
  const size = Math.abs(weight);
  const word = size >= 8 ? "very_strong" : size >= 4 ? "strong" : size >= 1 ? "some" : null;
  return word && `strength.${word}_${weight > 0 ? "for" : "against"}`;
}

/** A value of a customer as text. */
export function plain(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  if (Array.isArray(value)) return value.map(plain).join(", ") || "–";
  return typeof value === "object" ? Object.values(value).map(plain).join(" ") : String(value);
}

/** Where the choice stands after the row at `place` left the list. */
export const nextAfter = <T>(list: readonly T[], place: number): T | undefined => list[place + 1] ?? list[place - 1];
