import { afterEach, describe, expect, it } from "vitest";
import { formatBytes, formatClock, formatTime, writeByZone } from "./format";

const NOON = "2026-07-01T12:00:00Z";
const inBrowsersZone = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit" }).format(new Date(NOON));
const hour = (text: string) => Number.parseInt(text, 10);

afterEach(() => writeByZone(null));

describe("times", () => {
  it("are written by the zone of the profile, from the moment it is known", () => {
    expect(formatTime(NOON)).toBe(inBrowsersZone);
    writeByZone("Asia/Kolkata");
    expect(formatTime(NOON)).toContain(":30");
    writeByZone("Pacific/Auckland");
    expect(formatTime(NOON)).toContain(":00");
  });
  it("are written by the browser's zone where nobody chose one, and where it is unknown here", () => {
    for (const each of ["UTC", "", null, undefined, "Mars/Olympus"]) {
      writeByZone("Asia/Kolkata");
      writeByZone(each);
      expect(formatTime(NOON)).toBe(inBrowsersZone);
    }
  });
  it("are written by another zone where that is named", () => {
    writeByZone("Asia/Kolkata");
    expect(hour(formatTime(NOON, "Europe/Berlin")) % 12).toBe(2);
  });
});

describe("clocks", () => {
  it("say hours to the second, and days as such", () => {
    expect(formatClock(3723)).toBe("1:02:03");
    expect(formatClock(86_399)).toBe("23:59:59");
    expect(formatClock(505_288)).toBe("5 days");
  });
});

describe("sizes", () => {
  it("say bytes as a word", () => {
    expect(formatBytes(5)).toBe("5 bytes");
    expect(formatBytes(3_400_000)).toBe("3.4 MB");
  });
});
