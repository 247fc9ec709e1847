import { describe, expect, it } from "vitest";
import type { Schema } from "../../api/client";
import { cannedFor, cutAtNames, EMPTY, filesIn, firstMode, gapsIn, mentionedIn, putIn, triggerAt } from "./composing";
import { cutAtLinks } from "./links";
import { frameFor, isPicture } from "./mail";

const canned = (code: string, more: Partial<Schema<"CannedResponse">> = {}): Schema<"CannedResponse"> =>
  ({
    id: code,
    code,
    name: code,
    body: "x",
    channels: [],
    scope: "everybody",
    uses: 0,
    ...more,
  }) as Schema<"CannedResponse">;

describe("what one begins to write", () => {
  it("is a note where a colleague has the contact, and else a reply", () => {
    expect(firstMode("maya", "maya", EMPTY)).toBe("reply");
    expect(firstMode(null, "maya", EMPTY)).toBe("reply");
    expect(firstMode("noor", "maya", EMPTY)).toBe("note");
  });

  it("is the reply that was begun", () => {
    expect(firstMode("noor", "maya", { ...EMPTY, text: "Dear" })).toBe("reply");
  });
});

describe("what is typed", () => {
  it("is a canned response after a slash that begins a word", () => {
    expect(triggerAt("Hello /gre", 10, false)).toEqual({ sign: "/", at: 6, query: "gre" });
    expect(triggerAt("/", 1, false)).toEqual({ sign: "/", at: 0, query: "" });
    expect(triggerAt("and/or", 6, false)).toBeNull();
    expect(triggerAt("https://a", 9, false)).toBeNull();
    expect(triggerAt("/gre and more", 13, false)).toBeNull();
  });
  it("is a name after an at sign, in notes only", () => {
    expect(triggerAt("ask @Ma", 7, true)).toEqual({ sign: "@", at: 4, query: "Ma" });
    expect(triggerAt("ask @Maya Br", 12, true)?.query).toBe("Maya Br");
    expect(triggerAt("ask @Ma", 7, false)).toBeNull();
    expect(triggerAt("a@b", 3, true)).toBeNull();
  });
  it("gives way to what is chosen", () => {
    const trigger = triggerAt("Hi /gre!", 7, false);
    expect(trigger && putIn("Hi /gre!", trigger, 7, "Good morning")).toEqual({ text: "Hi Good morning!", caret: 15 });
  });
});

it("finds canned responses, the nearest first", () => {
  const all = [canned("hail"), canned("hello", { scope: "personal" }), canned("bye", { name: "Have a nice day" })];
  expect(cannedFor(all, "h", null).map((each) => each.code)).toEqual(["hello", "hail", "bye"]);
  expect(cannedFor([canned("sms", { channels: ["sms"] })], "", "email")).toEqual([]);
  expect(cannedFor([canned("hails", { uses: 9 }), canned("hail")], "hail", null)[0]?.code).toBe("hail");
});

it("names gaps once", () => {
  expect(gapsIn("Dear {{customer.name}}, {{ case.title }} {{customer.name}} {x}")).toEqual([
    "customer.name",
    "case.title",
  ]);
});

it("mentions who is still in the text", () => {
  const maya = { id: "1", name: "Maya Brandt" };
  expect(mentionedIn("@Maya Brandt look", [maya, maya, { id: "2", name: "Ruth" }])).toEqual([maya]);
  expect(cutAtNames("ask @Maya Brandt now", ["Maya", "Maya Brandt"])).toMatchObject([
    { text: "ask ", named: false },
    { text: "@Maya Brandt", named: true },
    { text: " now", named: false },
  ]);
  expect(cutAtNames("a (b", ["(b"])).toMatchObject([{ text: "a (b", named: false }]);
});

describe("what customers write", () => {
  it("links to nothing that runs", () => {
    expect(cutAtLinks("see https://a.example/x. javascript:alert(1)")).toMatchObject([
      { text: "see ", href: null },
      { text: "https://a.example/x", href: "https://a.example/x" },
      { text: ". javascript:alert(1)", href: null },
    ]);
    expect(cutAtLinks("to a@b.example")[1]).toMatchObject({ text: "a@b.example", href: "mailto:a@b.example" });
  });
  it("is framed without scripts, and only pictures of its own are shown", () => {
    const file = { name: "a", content_type: "image/png", size: 1, sha256: "ff", inline_id: "<one>" };
    const html = frameFor('<img src="cid:one"><img src="cid:two"><script>x</script>', "m", [file], false);
    expect(html).toContain(`src="${window.location.origin}/api/v1/messages/m/files/ff"`);
    expect(html).toContain('<img src="">');
    expect(html).toContain("default-src 'none'");
  });
  it("shows no document as a picture", () => {
    const file = { name: "a", size: 1, sha256: "ff", inline_id: null };
    expect(isPicture({ ...file, content_type: "image/svg+xml" })).toBe(false);
    expect(isPicture({ ...file, content_type: "image/png" })).toBe(true);
    expect(isPicture({ ...file, content_type: "image/png", sha256: null })).toBe(false);
  });
});

describe("what is pasted", () => {
  const picture = new File(["x"], "image.png", { type: "image/png" });
  const pasted = (...types: string[]) => filesIn({ types, files: [picture] as unknown as FileList });

  it("is a file where it was copied as one, or from a page", () => {
    expect(pasted("Files")).toEqual([picture]);
    expect(pasted("text/plain", "Files")).toEqual([picture]);
    expect(pasted("text/html", "Files")).toEqual([picture]);
  });

  it("is words where they only bring a picture of themselves along", () => {
    expect(pasted("text/plain", "text/html", "Files")).toEqual([]);
  });
});
