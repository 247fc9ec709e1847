import { describe, expect, it } from "vitest";
import type { Command } from "./commands";
import { commandFor, strokesOf } from "./keys";

const press = (key: string, held: Partial<Record<"ctrlKey" | "altKey" | "shiftKey" | "metaKey", boolean>> = {}) => ({
  key,
  code: `Key${key.toUpperCase()}`,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  metaKey: false,
  ...held,
});
const command = (id: string, keys: string, more: Partial<Command> = {}): Command => ({
  id,
  title: id,
  group: "g",
  keys,
  run: () => undefined,
  ...more,
});

describe("commandFor", () => {
  it("leaves plain keys to who types, but not keys with mod", () => {
    const all = [command("reply", "r"), command("send", "mod+enter")];
    expect(commandFor(all, [], press("r"), true)).toBeNull();
    expect(commandFor(all, [], press("Enter", { ctrlKey: true }), true)).toMatchObject({ id: "send" });
    expect(commandFor(all, [], press("r"), false)).toMatchObject({ id: "reply" });
  });

  it("tells letters apart by shift, and signs not", () => {
    const all = [command("yes", "y"), command("no", "shift+y"), command("help", "?")];
    expect(commandFor(all, [], press("Y", { shiftKey: true }), false)).toMatchObject({ id: "no" });
    expect(commandFor(all, [], press("?", { shiftKey: true }), false)).toMatchObject({ id: "help" });
  });

  it("waits for the second stroke of two", () => {
    const all = [command("inbox", "g i")];
    expect(commandFor(all, [], press("g"), false)).toBe("begun");
    expect(commandFor(all, [press("g")], press("i"), false)).toMatchObject({ id: "inbox" });
    expect(commandFor(all, [press("g")], press("x"), false)).toBeNull();
  });

  it("lets what was offered last win", () => {
    expect(commandFor([command("old", "r"), command("new", "r")], [], press("r"), false)).toMatchObject({ id: "new" });
  });

  it("reads mod+shift+k", () => {
    expect(strokesOf("mod+shift+k")).toEqual([{ key: "k", mod: true, alt: false, shift: true }]);
  });
});
