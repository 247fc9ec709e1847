import type { Schema } from "../../api/client";

type Column = Schema<"Column">;
export type Mapping = Schema<"FeedView">["mapping"];

/** Any of these shows feeds. */
export const FEED_PERMISSIONS = ["feed.manage", "feed.run"];

/**
 * A column of the source as it is edited: `to` is empty where it is left out; `more` is kept as it is. `was` is how it
 * is stored: a program may have stored a name with blanks around it, as the source writes it.
 */
export interface Line {
  id: number;
  column: string;
  was?: string;
  to: string;
  more: Omit<Column, "to"> | null;
}

/** What a column can be without a name of one's own in it. */
export const TARGETS = [
  "key",
  "updated_at",
  "email",
  "phone",
  "given_name",
  "family_name",
  "display_name",
  "date_of_birth",
  "street",
  "city",
  "postcode",
  "country",
  "tier",
  "language",
  "household",
  "verified",
  "attribute.NAME",
  "handle.SCHEME",
  "reference.policy",
  "reference.policy.label",
  "reference.policy.status",
  "relationship.broker_of",
];

let number = 0;

/** A line to fill in. */
export const newLine = (column = "", to = ""): Line => ({ id: ++number, column, to, more: null });

export const linesOf = (mapping: Mapping): Line[] =>
  Object.entries(mapping).map(([column, to]) => {
    if (to === null || typeof to === "string") return { ...newLine(column, to ?? ""), was: column };
    const { to: target, ...more } = to;
    return { ...newLine(column, target), was: column, more };
  });

/** The column that a line is about. */
export const columnOf = ({ column, was }: Line): string => (column === was ? column : column.trim());

/** The mapping that the lines say; a line without a column says nothing. */
export const mappingOf = (lines: Line[]): Mapping =>
  Object.fromEntries(
    lines
      .filter((line) => columnOf(line) !== "" || line.was === "")
      .map((line) => {
        const [column, target] = [columnOf(line), line.to.trim()];
        if (target === "") return [column, null];
        return [column, line.more ? { ...line.more, to: target } : target];
      }),
  );

/** Columns that stand in several lines: only one of them could count. */
export function repeated(lines: Line[]): Set<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const line of lines) {
    const name = columnOf(line);
    if (name !== "" && seen.has(name)) twice.add(name);
    seen.add(name);
  }
  return twice;
}

/** What is said of a column besides where it goes, for people who look: `%d.%m.%Y`, `|`. */
export const moreOf = (line: Line): string[] => {
  const { format, separator, values } = line.more ?? {};
  return [format, separator, ...Object.entries(values ?? {}).map(([from, to]) => `${from} → ${to}`)].filter(
    (each): each is string => Boolean(each),
  );
};

/** How a feed's last delivery ended. */
export type Ending = "none" | "under_way" | "troubled" | "clean";

/** In which tone that is shown. */
export const TONES = { none: "off", under_way: "wait", troubled: "bad", clean: "good" } as const;

export function endingOf(run: Schema<"FeedRun"> | null | undefined): Ending {
  if (!run) return "none";
  if (!run.finished_at) return "under_way";
  return run.refused + run.partly > 0 ? "troubled" : "clean";
}
