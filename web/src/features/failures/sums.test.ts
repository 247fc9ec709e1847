import { expect, it } from "vitest";
import { progressOf, sums, textOf } from "./sums";

it("counts of channels are added up", () => {
  const count = (status: "failed" | "unknown" | "accepted", number: number) => ({
    account_id: "a",
    status,
    count: number,
  });
  expect(sums([count("failed", 2), count("failed", 3), count("unknown", 1), count("accepted", 7)])).toEqual({
    failed: 5,
    unknown: 1,
    waiting: 7,
  });
});

it("a delivery is shown as text where it is text", () => {
  expect(textOf("message/rfc822", btoa("Subject: x\r\n\r\nHello"))).toBe("Subject: x\r\n\r\nHello");
  expect(textOf("application/octet-stream", btoa("\u0000\u0001"))).toBeNull();
  expect(textOf("text/plain", btoa("\u00c3\u00a9"))).toBe("é");
});

it("progress is what does not wait any more", () => {
  expect(progressOf(0, 0)).toBe(1);
  expect(progressOf(10, 4)).toBeCloseTo(0.6);
  expect(progressOf(10, 12)).toBe(0);
});
