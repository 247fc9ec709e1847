import type { Schema } from "../../api/client";
import type { Stored } from "./useUploads";

/** What happens in the text of the composer: words after `/` and `@`, what is put in, and gaps. Pure. */

/** What is written: to the customer, or for colleagues alone. */
export type Mode = "reply" | "note";

export interface Draft {
  text: string;
  subject: string;
  way: string | null;
  files: Stored[];
  people: Person[];
  /** When it was begun, to notice what others say meanwhile. */
  since: string | null;
}

export const EMPTY: Draft = { text: "", subject: "", way: null, files: [], people: [], since: null };

/** What one begins to write. Whoever looks at a colleague's contact speaks to the colleague first, and not to their
 * customer; a reply that was begun is gone on with. */
export const firstMode = (owner: string | null, me: string, reply: Draft): Mode =>
  owner === null || owner === me || reply.text || reply.files.length > 0 ? "reply" : "note";

export interface Trigger {
  sign: "/" | "@";
  /** Where the sign stands. */
  at: number;
  query: string;
}

export interface Person {
  id: string;
  name: string;
}

const SLASH = /(?:^|\s)\/([a-z0-9_-]*)$/i;
const AT = /(?:^|[\s(])@([\p{L}\p{N}.'-]*(?: [\p{L}\p{N}.'-]*)?)$/u;
const GAP = /\{\{\s*([^{}]+?)\s*\}\}/g;

/** What is being typed at the caret: a canned response, or, in a note, a name. */
export function triggerAt(text: string, caret: number, names: boolean): Trigger | null {
  const head = text.slice(0, caret);
  const slash = SLASH.exec(head);
  if (slash) return { sign: "/", at: caret - (slash[1] ?? "").length - 1, query: slash[1] ?? "" };
  const at = names ? AT.exec(head) : null;
  return at ? { sign: "@", at: caret - (at[1] ?? "").length - 1, query: at[1] ?? "" } : null;
}

/** The text with something in place of what was typed, and where the caret is then. */
export function putIn(text: string, trigger: Trigger, caret: number, put: string): { text: string; caret: number } {
  const head = text.slice(0, trigger.at) + put;
  return { text: head + text.slice(caret), caret: head.length };
}

/** Variables that were not filled: they are not sent. */
export const gapsIn = (text: string): string[] => [...new Set([...text.matchAll(GAP)].map((found) => found[1] ?? ""))];

/** Those who were chosen and whose names still stand in the text. */
export const mentionedIn = (text: string, chosen: Person[]): Person[] => {
  const byId = new Map(chosen.map((each) => [each.id, each]));
  return [...byId.values()].filter((each) => text.includes(`@${each.name}`));
};

type Canned = Schema<"CannedResponse">;

/** Texts whose code or a word of whose name begins so, nearest first: one's own, the team's, everybody's; then by use. */
export function cannedFor(all: Canned[], query: string, channel: string | null): Canned[] {
  const sought = query.toLowerCase();
  const fits = ({ code, name, channels }: Canned): boolean =>
    (code.startsWith(sought) ||
      name
        .toLowerCase()
        .split(/\s+/)
        .some((word) => word.startsWith(sought))) &&
    (!channel || channels.length === 0 || channels.includes(channel));
  const near = { personal: 0, team: 1, everybody: 2 };
  const rank = (each: Canned): [number, number, number] => [each.code === sought ? 0 : 1, near[each.scope], -each.uses];
  return all
    .filter(fits)
    .map((each) => ({ each, rank: rank(each) }))
    .sort((one, other) => compare(one.rank, other.rank))
    .map(({ each }) => each)
    .slice(0, 8);
}

function compare(one: number[], other: number[]): number {
  for (const [place, value] of one.entries()) {
    const gap = value - (other[place] ?? 0);
    if (gap !== 0) return gap;
  }
  return 0;
}

/** A text cut at the names that it mentions; `at` is where a part begins. */
export function cutAtNames(text: string, names: string[]): { at: number; text: string; named: boolean }[] {
  const known = names.filter(Boolean).sort((one, other) => other.length - one.length);
  if (known.length === 0) return [{ at: 0, text, named: false }];
  let at = 0;
  const parts = text.split(new RegExp(`(@(?:${known.map(escaped).join("|")}))`, "u")).map((part) => {
    const begins = at;
    at += part.length;
    return { at: begins, text: part, named: part.startsWith("@") && known.includes(part.slice(1)) };
  });
  return parts.filter((part) => part.text);
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The files to attach of what is pasted. Cells of a table or words of a document bring a picture of themselves along:
 * then the words are meant. */
export function filesIn(pasted: Pick<DataTransfer, "files" | "types">): File[] {
  const worded = pasted.types.includes("text/plain") && pasted.types.includes("text/html");
  return worded ? [] : [...pasted.files];
}
