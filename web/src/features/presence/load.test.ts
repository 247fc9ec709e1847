import { describe, expect, it } from "vitest";
import { isFull, loadsOf } from "./load";

const chat = { medium: "text", takes_room: true };
const mailThatWaits = { medium: "text", takes_room: false };

describe("how much somebody has in hand", () => {
  it("leaves out what waits for its customer", () => {
    const loads = loadsOf({ text: 3, voice: 1 }, [chat, chat, mailThatWaits, mailThatWaits]);
    expect(loads).toEqual([
      { medium: "text", most: 3, has: 2 },
      { medium: "voice", most: 1, has: 0 },
    ]);
    expect(isFull(loads)).toBe(false);
  });

  it("is full where one medium is, and not where none of it is taken at all", () => {
    expect(isFull(loadsOf({ text: 1 }, [chat]))).toBe(true);
    expect(isFull(loadsOf({ voice: 0 }, []))).toBe(false);
  });
});
