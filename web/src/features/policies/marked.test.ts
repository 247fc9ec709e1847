import { expect, it } from "vitest";
import { shareOf } from "./BeforeAfter";
import { marked } from "./marked";

it("cuts a text where something was found", () =>
  expect(marked("My claim CL-1!", [{ start: 9, end: 13 }]).map(({ text, found }) => [text, found !== null])).toEqual([
    ["My claim ", false],
    ["CL-1", true],
    ["!", false],
  ]));

it("counts as the server does, by code points, and leaves out what overlaps", () =>
  expect(
    marked("😀 AB", [
      { start: 2, end: 4 },
      { start: 3, end: 4 },
    ]).map(({ text }) => text),
  ).toEqual(["😀 ", "AB"]));

it("takes none of none for nothing", () =>
  expect([shareOf({ part: 0, whole: 0 }), shareOf({ part: 1, whole: 4 })]).toEqual([null, 0.25]));
