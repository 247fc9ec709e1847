import { describe, expect, it } from "vitest";
import type { Schema } from "../../api/client";
import { busy, COLUMNS, type Figures, points, shown } from "./columns";
import { moved, periodOf, queryOf, shifted } from "./period";

const figures = { contacts_in: 1234, service_level: 0.256, wait_average: 276.4, wait_p50: null } as Figures;

describe("figures as people read them", () => {
  it("are counts, shares, or times", () => {
    expect(shown(figures, "contacts_in")).toBe("1,234");
    expect(shown(figures, "service_level")).toBe("26%");
    expect(shown(figures, "wait_average")).toBe("4:36");
  });
  it("are a dash where there is nothing to divide by", () => {
    expect(shown(figures, "wait_p50")).toBe("–");
  });
  it("leave gaps in charts, not zeros", () => {
    const line = {
      name: "10:00",
      figures: { ...figures, service_level: null, wait_average: 90 },
    } as Schema<"ReportLine">;
    expect(points([line])).toMatchObject([{ name: "10:00", service_level: null, wait_average: 1.5 }]);
  });
  it("show the time from the first contact to the last, with an hour around", () => {
    const hours = [0, 0, 3, 0, 2, 0, 0].map((count, hour) => ({
      name: `${hour}`,
      figures: { contacts_in: count, contacts_out: 0 },
    }));
    const lines = hours as unknown as Schema<"ReportLine">[];
    expect(busy(lines).map((line) => line.name)).toEqual(["1", "2", "3", "4", "5"]);
    expect(busy(lines.slice(0, 2))).toHaveLength(2);
  });
  it("have each column once", () => {
    expect(new Set(COLUMNS.map(([code]) => code)).size).toBe(COLUMNS.length);
  });
});

describe("which days", () => {
  it("is today without any, and one day where both are the same", () => {
    expect(queryOf(periodOf({}))).toEqual({});
    expect(queryOf(periodOf({ from: "2026-03-03", to: "2026-03-03" }))).toEqual({ from: "2026-03-03" });
    expect(queryOf(periodOf({ date: "2026-03-03", to: "2026-03-01" }))).toEqual({ from: "2026-03-03" });
    expect(queryOf(periodOf({ from: "soon", queue_id: "q" }))).toEqual({ queue_id: "q" });
  });
  it("moves by its own length, over months and the change of clocks", () => {
    expect(shifted("2026-03-01", -1)).toBe("2026-02-28");
    expect(shifted("2026-03-28", 2)).toBe("2026-03-30");
    const week = periodOf({ from: "2026-03-23", to: "2026-03-29" });
    expect(moved(week, "2026-03-23", "2026-03-29", 1)).toMatchObject({ from: "2026-03-30", to: "2026-04-05" });
    expect(moved(periodOf({}), "2026-03-03", "2026-03-03", -1)).toMatchObject({ from: "2026-03-02", to: "" });
  });
});
