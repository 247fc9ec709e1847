import { expect, it } from "vitest";
import { Problem } from "../../api/problem";
import { problemsByField } from "./problems";

const step = (code: string, status: "ok" | "failed" | "warning", settings: string[], detail = code) => ({
  code,
  title: code,
  status,
  settings,
  detail,
  seconds: null,
});

it("points from what a test found to the field that is to be mended", () => {
  const steps = [step("a", "ok", ["imap_host"]), step("b", "failed", ["imap_user", "imap_password"], "wrong password")];
  expect(problemsByField(null, steps)).toEqual({ imap_password: "wrong password" });
});

it("points from what the server refused to the field", () => {
  const error = new Problem(422, {
    errors: [
      { field: "settings.origins[0]", problem: "no origin" },
      { field: "address", problem: "taken" },
    ],
  });
  expect(problemsByField(error, [])).toEqual({ origins: "no origin", address: "taken" });
});
