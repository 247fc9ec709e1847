import { describe, expect, it } from "vitest";
import type { Command } from "../lib/commands";
import { found } from "./finding";

const command = (id: string, title: string, more: Partial<Command> = {}): Command => ({
  id,
  title,
  group: "Reply",
  run: () => undefined,
  ...more,
});
const ids = (commands: Command[], query: string) => found(commands, query).map((each) => each.id);

describe("the palette", () => {
  it("finds words by their beginnings, in any order and without accents, what begins so first", () => {
    const all = [command("own", "My profile"), command("put", "Pröfile put"), command("none", "Away")];
    expect(ids(all, "profile")).toEqual(["put", "own"]);
    expect(ids(all, "prof my")).toEqual(["own"]);
    expect(ids(all, "file")).toEqual([]);
  });

  it("forgives one letter in a word where nothing is meant otherwise", () => {
    const all = [command("snooze", "Snooze until tomorrow"), command("join", "Join", { words: "merge" })];
    for (const query of ["snoze", "snoooze", "snoize", "sonoze tomorow"]) expect(ids(all, query)).toEqual(["snooze"]);
    expect(ids(all, "snzooe")).toEqual([]);
    expect(ids(all, "mreg")).toEqual(["join"]);
    expect(ids(all, "snx")).toEqual([]);
  });

  it("shows what stands on two keys once", () => {
    const all = [command("undo", "Undo", { keys: "mod+z" }), command("undo_esc", "Undo", { keys: "esc" })];
    expect(ids(all, "undo")).toEqual(["undo"]);
    expect(ids([...all, command("move", "Undo", { group: "Case" })], "undo")).toEqual(["undo", "move"]);
  });
});
