import type { Schema } from "../../api/client";

export type Invitation = Schema<"InvitationView">;

const STANDS = ["invited", "joined"];

/** What is shown of who was asked in, the first first: those who are asked or here, and who declined what I asked of
 * them and was not asked again. Pure. */
export function shownInvitations(all: readonly Invitation[], me: string): Invitation[] {
  const latest = new Map(all.map((each) => [each.agent_id, each.id]));
  const told = (each: Invitation) =>
    each.status === "declined" && each.invited_by === me && latest.get(each.agent_id) === each.id;
  return all.filter((each) => STANDS.includes(each.status) || told(each));
}
