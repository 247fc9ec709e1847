import { describe, expect, it } from "vitest";
import { figures } from "./wording";

describe("figures of an alert", () => {
  it("are times, shares or counts, by kind", () => {
    expect(figures({ kind: "oldest_waiting", value: 400, threshold: 240 })).toEqual({
      value: "6 min",
      threshold: "4 min",
    });
    expect(figures({ kind: "service_level", value: 0.512, threshold: 0.8 })).toEqual({
      value: "51%",
      threshold: "80%",
    });
    expect(figures({ kind: "delivery_failed", value: 3, threshold: null })).toEqual({ value: "3", threshold: "–" });
  });
});
