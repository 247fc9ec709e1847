/** What is on the screen, from what was said: in order, with a line between days and runs of one author. Pure. */
import type { Line, Pending, Stored } from "./chat";
import type { Say } from "./texts";
import { dayOf } from "./when";

export interface Entry {
  key: string;
  kind: "day" | "mine" | "theirs";
  name: string;
  at: string;
  text: string;
  files: Stored[];
  note: string;
  refused: boolean;
  /** Its files can be fetched: it is in the record. */
  kept: boolean;
  /** The first of several by one author, within five minutes. */
  first: boolean;
}

const RUN = 300_000;

function fromLine(line: Line, say: Say): Entry {
  const mine = line.author === "customer";
  return {
    // The same key as while it was pending, so that it stays where it is.
    key: line.client_id ?? line.message_id,
    kind: mine ? "mine" : "theirs",
    name: mine ? say("you") : (line.author_name ?? say("us")),
    at: line.at,
    text: line.text,
    files: line.attachments,
    note: mine ? say(line.delivery === "read" ? "read" : "delivered") : "",
    refused: false,
    kept: true,
    first: true,
  };
}

function fromPending(said: Pending, say: Say): Entry {
  const notes = { sending: say("sending"), sent: say("sent"), refused: say("refused", { why: said.detail ?? "" }) };
  return {
    key: said.client_id,
    kind: "mine",
    name: say("you"),
    at: said.at,
    text: said.text,
    files: said.attachments,
    note: notes[said.state],
    refused: said.state === "refused",
    kept: false,
    first: true,
  };
}

function day(at: Date, now: Date, language: string, say: Say): Entry {
  const name = dayOf(at, now, language, say);
  return {
    key: `day ${at.toDateString()}`,
    kind: "day",
    name,
    at: at.toISOString(),
    text: "",
    files: [],
    note: "",
    refused: false,
    kept: true,
    first: true,
  };
}

/** All entries, oldest first. */
export function story(lines: Line[], pending: Pending[], now: Date, language: string, say: Say): Entry[] {
  const said = [...lines.map((each) => fromLine(each, say)), ...pending.map((each) => fromPending(each, say))];
  const entries: Entry[] = [];
  let before: Entry | null = null;
  for (const each of said) {
    const at = new Date(each.at);
    if (!before || new Date(before.at).toDateString() !== at.toDateString()) {
      entries.push(day(at, now, language, say));
      before = null;
    }
    const near: boolean = before !== null && at.getTime() - new Date(before.at).getTime() < RUN;
    each.first = !(near && before?.kind === each.kind && before.name === each.name);
    // Of a run of one's own, the last says how far it is, unless something is wrong with one.
    if (before && !each.first && before.kind === "mine" && before.note === each.note && !before.refused)
      before.note = "";
    entries.push(each);
    before = each;
  }
  return entries;
}

/** How many messages of ours nobody has read. */
export function unread(lines: Line[]): number {
  return lines.filter((each) => each.author !== "customer" && each.delivery !== "read").length;
}
