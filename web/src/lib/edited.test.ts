import { act, renderHook } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { changesOf, meet, useEdited } from "./edited";

describe("two who edit at once", () => {
  const base = { name: "Claims", tags: ["a"] };
  it("says only what was changed", () => {
    expect(changesOf(base, { name: "Claims", tags: ["a"] })).toEqual({});
    expect(changesOf(base, { name: "Claims", tags: ["a", "b"] })).toEqual({ tags: ["a", "b"] });
  });
  it("brings changes of different fields together", () => {
    expect(meet(base, { name: "Mine", tags: ["a"] }, { name: "Claims", tags: [] })).toEqual({
      kind: "follow",
      fields: { name: "Mine", tags: [] },
    });
  });
  it("does not take another order of an object's fields for a change", () => {
    const mine = { skills: { a: 1, b: { c: [2, 3], d: 4 } } };
    const theirs = { skills: { b: { d: 4, c: [2, 3] }, a: 1 } };
    expect(changesOf(mine, theirs)).toEqual({});
    expect(meet({ skills: { a: 0 } } as object, mine, theirs).kind).toBe("follow");
    expect(changesOf({ list: [1, 2] }, { list: [2, 1] })).toEqual({ list: [2, 1] });
  });
  it("asks where both changed one field, unless to the same", () => {
    expect(meet(base, { name: "Mine", tags: ["a"] }, { name: "Theirs", tags: ["a"] }).kind).toBe("conflict");
    expect(meet(base, { name: "Same", tags: ["a"] }, { name: "Same", tags: ["a"] }).kind).toBe("follow");
  });
});

describe("useEdited", () => {
  const entity = (version: number, name: string) => ({ id: "1", version, name });
  const start = () =>
    renderHook(({ it: each }) => useEdited(each, ({ name }) => ({ name })), {
      initialProps: { it: entity(1, "Claims") },
    });

  it("follows what others do while nothing is typed", () => {
    const { result, rerender } = start();
    rerender({ it: entity(2, "Damage") });
    expect(result.current).toMatchObject({ fields: { name: "Damage" }, match: '"2"', dirty: false, theirs: null });
  });
  it("keeps what I typed on the version that I saw until I decide", () => {
    const { result, rerender } = start();
    act(() => result.current.set({ name: "Mine" }));
    rerender({ it: entity(2, "Theirs") });
    expect(result.current).toMatchObject({ fields: { name: "Mine" }, match: '"1"', theirs: { name: "Theirs" } });
    act(() => result.current.keepMine());
    expect(result.current).toMatchObject({ fields: { name: "Mine" }, match: '"2"', theirs: null, dirty: true });
    act(() => result.current.takeTheirs());
    expect(result.current).toMatchObject({ fields: { name: "Theirs" }, dirty: false });
  });
  it("begins again from what the server made of it, and keeps what is typed since", () => {
    const { result, rerender } = start();
    act(() => result.current.set({ name: " Mine " }));
    const sent = result.current;
    act(() => sent.saved(entity(2, "Mine")));
    expect(result.current).toMatchObject({ fields: { name: "Mine" }, match: '"2"', dirty: false });
    rerender({ it: entity(2, "Mine") });
    expect(result.current).toMatchObject({ dirty: false, theirs: null });
    act(() => result.current.set({ name: "Sent" }));
    const before = result.current;
    act(() => result.current.set({ name: "Typed since" }));
    act(() => before.saved(entity(3, "Sent")));
    expect(result.current).toMatchObject({ fields: { name: "Typed since" }, match: '"3"', dirty: true });
  });
  it("starts anew with another entity", () => {
    const { result, rerender } = start();
    act(() => result.current.set({ name: "Mine" }));
    rerender({ it: { id: "2", version: 1, name: "Other" } });
    expect(result.current).toMatchObject({ fields: { name: "Other" }, dirty: false });
  });
});
