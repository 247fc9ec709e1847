import type { Schema } from "../../api/client";

/** What is kept, by folder, and a text as it would be sent. Pure. */

export type Canned = Schema<"CannedResponse">;

export interface Folder {
  name: string;
  items: Canned[];
}

interface Reader {
  id: string;
  agent: { team_ids: string[] };
  may: (permission: string) => boolean;
}

const begins = (text: string, sought: string): boolean =>
  text
    .toLowerCase()
    .split(/[\s/_-]+/)
    .some((word) => word.startsWith(sought));

/** By folder and code; what is in no folder first. Sought are the beginnings of words of the code, the name and the folder. */
export function foldersOf(all: Canned[], query: string): Folder[] {
  const sought = query.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ code, name, folder }: Canned) => sought.every((each) => begins(`${code} ${name} ${folder}`, each));
  const folders = new Map<string, Canned[]>();
  for (const each of all.filter(fits)) folders.set(each.folder, [...(folders.get(each.folder) ?? []), each]);
  return [...folders]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([name, items]) => ({ name, items: items.sort((one, other) => one.code.localeCompare(other.code)) }));
}

/** One's own and one's teams' are one's to change; the shared ones are also for who keeps them in order. */
export function mayChange(me: Reader, it: Pick<Canned, "scope" | "agent_id" | "team_id">): boolean {
  if (it.scope === "personal") return it.agent_id === me.id;
  const own = it.team_id !== null && me.agent.team_ids.includes(it.team_id);
  return own || me.may("vocabulary.manage");
}

export interface Part {
  /** Where it begins in the text. */
  at: number;
  text: string;
  kind: "words" | "filled" | "unknown";
}

const NAMED = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** The text with its variables filled by examples; those that there are not stay as they were typed. */
export function filled(body: string, examples: Record<string, string>): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const found of body.matchAll(NAMED)) {
    if (found.index > at) parts.push({ at, text: body.slice(at, found.index), kind: "words" });
    const value = examples[found[1] ?? ""];
    parts.push({ at: found.index, text: value ?? found[0], kind: value === undefined ? "unknown" : "filled" });
    at = found.index + found[0].length;
  }
  if (at < body.length) parts.push({ at, text: body.slice(at), kind: "words" });
  return parts;
}

/** The text with a variable where the caret is, and where the caret is then. */
export function withVariable(body: string, caret: number, name: string): { body: string; caret: number } {
  const head = `${body.slice(0, caret)}{{${name}}}`;
  return { body: head + body.slice(caret), caret: head.length };
}
