import { describe, expect, it } from "vitest";
import { queryOf } from "./asked";

const hours = (day: string) => {
  const { from, to } = queryOf({ from: day, to: day });
  return (Date.parse(to ?? "") - Date.parse(from ?? "")) / 3_600_000;
};

describe("what is asked of the trail", () => {
  it("leaves out what is no id and no day", () => {
    expect(queryOf({ entity: "POL-1", from: "soon", to: "" })).toEqual({});
  });

  it("ends with the last day, however long that is", () => {
    expect(queryOf({ to: "2026-03-29" }).to).toBe(new Date(2026, 2, 30).toISOString());
    expect(hours("2026-06-15")).toBe(24);
  });
});
