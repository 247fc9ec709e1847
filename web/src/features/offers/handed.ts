import { $api, type Schema } from "../../api/client";

type HandOff = Schema<"HandOffView">;

/** The hand-off by which work comes to me by name; it can be declined with a reason, and then goes back. */
export function useHandedToMe(interaction: Schema<"InteractionView"> | undefined, me: string): HandOff | null {
  const mine = interaction?.preferred_id === me;
  const handOffs = $api.useQuery(
    "get",
    "/api/v1/interactions/{interaction_id}/hand-offs",
    { params: { path: { interaction_id: interaction?.id ?? "" } } },
    { enabled: mine, meta: { kinds: ["hand_off"] } },
  );
  const last = (mine && handOffs.data?.at(-1)) || null;
  return last?.status === "offered" && last.to_kind === "agent" && last.to_id === me ? last : null;
}
