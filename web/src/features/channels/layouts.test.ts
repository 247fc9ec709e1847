import { describe, expect, it } from "vitest";
import { fieldsOf } from "../../ui/schemaForm";
import { embedLine, followed, sectioned } from "./layouts";

const fields = fieldsOf({
  properties: { imap_host: { type: "string" }, smtp_host: { type: "string" }, brand_new: { type: "string" } },
});

describe("sections", () => {
  it("show every setting, also one that nobody has thought of", () => {
    const found = sectioned("email", fields);
    expect(found.map((each) => [each.section.id, each.fields.map((field) => field.name)])).toEqual([
      ["receive", ["imap_host"]],
      ["send", ["smtp_host"]],
      ["more", ["brand_new"]],
    ]);
  });
  it("of an unknown connector are one", () => {
    expect(sectioned("pigeon", fields).map((each) => each.fields.length)).toEqual([3]);
  });
});

describe("the user of a mailbox", () => {
  it("follows the address until somebody says otherwise", () => {
    expect(followed("email", { imap_user: "", smtp_user: "relay" }, "", "a@b.c")).toEqual({
      imap_user: "a@b.c",
      smtp_user: "relay",
    });
    expect(followed("email", { imap_user: "a@b.c" }, "a@b.c", "d@b.c")).toMatchObject({ imap_user: "d@b.c" });
    expect(followed("webchat", {}, "", "x")).toEqual({});
  });
});

it("a chat is put on a site by one line", () => {
  expect(embedLine("https://desk.example", "42")).toBe(
    '<script src="https://desk.example/channels/webchat/widget.js" data-account="42" async></script>',
  );
});
