import { describe, expect, test } from "vitest";
import type { Schema } from "../../api/client";
import { endingOf, linesOf, type Mapping, mappingOf, moreOf, newLine, repeated } from "./mapping";

const MAPPING: Mapping = {
  CustNo: "key",
  Notes: null,
  Born: { to: "date_of_birth", format: "%d.%m.%Y", verified: true, separator: null, values: {} },
};

describe("the columns of a feed", () => {
  test("what is not edited comes back as it was, also what the lines do not show", () => {
    expect(mappingOf(linesOf(MAPPING))).toEqual(MAPPING);
    expect(linesOf(MAPPING).flatMap(moreOf)).toEqual(["%d.%m.%Y"]);
  });

  test("an empty line says nothing, an empty target leaves the column out, blanks around names go", () => {
    expect(mappingOf([newLine(" Mail ", " email "), newLine("", "phone"), newLine("Fax", " ")])).toEqual({
      Mail: "email",
      Fax: null,
    });
  });

  test("a name that a program stored with blanks around it stays that until it is written anew", () => {
    const stored: Mapping = { "Mail ": "email", " ": null, "": "phone" };
    const lines = linesOf(stored);
    expect(mappingOf(lines)).toEqual(stored);
    expect(mappingOf(lines.map((line) => ({ ...line, column: `${line.column}x ` })))).toEqual({
      "Mail x": "email",
      x: "phone",
    });
  });

  test("a column can go to one place only", () => {
    expect(repeated([newLine("Mail"), newLine("Mail "), newLine(), newLine()])).toEqual(new Set(["Mail"]));
  });

  test("a delivery with a row that was not taken is no clean one", () => {
    const run = { finished_at: "2026-03-03T09:00:00Z", refused: 0, partly: 0 } as Schema<"FeedRun">;
    expect(endingOf(undefined)).toBe("none");
    expect(endingOf(run)).toBe("clean");
    expect(endingOf({ ...run, partly: 1 })).toBe("troubled");
    expect(endingOf({ ...run, finished_at: null })).toBe("under_way");
  });
});
