import { describe, expect, it } from "vitest";
import { filled, hoursOf, placeOf, shiftsOf, timeOf, wordsOfShifts } from "./week";

describe("times", () => {
  it.each([
    ["9", "09:00"],
    ["9:30", "09:30"],
    ["0930", "09:30"],
    ["17.15", "17:15"],
    ["24", "24:00"],
    ["24:00", "24:00"],
    ["25", null],
    ["9:75", null],
    ["noon", null],
  ])("%s is %s", (text, time) => expect(timeOf(text)).toBe(time));
});

describe("shifts of a day", () => {
  it("are read as people write them, split and in any order", () => {
    expect(shiftsOf("13:15-17, 9–12:30")).toEqual([
      ["09:00", "12:30"],
      ["13:15", "17:00"],
    ]);
    expect(shiftsOf("")).toEqual([]);
  });
  it("are refused where they overlap or end before they begin", () => {
    expect(shiftsOf("9-12, 11-14")).toBeNull();
    expect(shiftsOf("17-9")).toBeNull();
    expect(shiftsOf("9")).toBeNull();
    expect(shiftsOf("9-12-14")).toBeNull();
  });
  it("are written back", () => {
    expect(wordsOfShifts([["09:00", "12:30"]])).toBe("09:00–12:30");
    expect(
      shiftsOf(
        wordsOfShifts([
          ["09:00", "12:30"],
          ["13:15", "24:00"],
        ]),
      ),
    ).toHaveLength(2);
  });
});

it("a shift has its place in the day", () => expect(placeOf(["06:00", "18:00"])).toEqual({ from: 0.25, length: 0.5 }));
it("a week has its hours", () => expect(hoursOf({ mon: [["09:00", "12:30"]], sun: [["00:00", "24:00"]] })).toBe(27.5));
it("closed days are left out", () =>
  expect(filled({ mon: [], tue: [["09:00", "10:00"]] })).toEqual({ tue: [["09:00", "10:00"]] }));
