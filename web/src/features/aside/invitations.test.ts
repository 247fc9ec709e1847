import { expect, it } from "vitest";
import { type Invitation, shownInvitations } from "./invitations";

const invitation = (id: string, status: string, agent_id: string | null, invited_by = "me") =>
  ({ id, status, agent_id, invited_by }) as Invitation;

it("shows who is asked or here, and who declined what I asked of them", () => {
  const all = [
    invitation("1", "declined", "ana"),
    invitation("2", "declined", "bo"),
    invitation("3", "left", "cy"),
    invitation("4", "declined", "dee", "somebody"),
    invitation("5", "joined", "eve", "somebody"),
    invitation("6", "invited", "ana"),
    invitation("7", "invited", null),
  ];
  expect(shownInvitations(all, "me").map((each) => each.id)).toEqual(["2", "5", "6", "7"]);
});
