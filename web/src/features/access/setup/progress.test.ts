import { describe, expect, it } from "vitest";
import { readProgress } from "./progress";

describe("readProgress", () => {
  it.each([null, "", "{", "[]", '{"place":"elsewhere"}', "7"])("begins anew on %j", (text) => {
    expect(readProgress(text)).toEqual({ place: "organization" });
  });

  it("goes on where it was", () => {
    expect(readProgress('{"place":"people","channelId":"01"}')).toEqual({ place: "people", channelId: "01" });
    expect(readProgress('{"place":"channel","channelId":7}')).toEqual({ place: "channel" });
  });
});
