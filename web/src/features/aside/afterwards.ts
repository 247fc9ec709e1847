import { useNavigate, useParams, useRouter } from "@tanstack/react-router";
import { api } from "../../api/client";
import { LIST_ID } from "../inbox/list";

/** What of my own is to be done next, by how long it waits; none where that cannot be had. */
async function nextOfMine(after: string): Promise<string | null> {
  try {
    const query = { view: "mine" as const, status: ["active" as const], sort: "waiting" as const, limit: 2 };
    const { data } = await api.GET("/api/v1/inbox", { params: { query } });
    return data?.items.find((each) => each.interaction_id !== after)?.interaction_id ?? null;
  } catch {
    // The list is shown then, and says itself what is wrong.
    return null;
  }
}

/** Where one goes on once a contact is finished: to the next of one's own work, else to the list; the keyboard is in
 * the list. Whoever went elsewhere meanwhile, or read the case by itself, stays there. */
export function useGoOn(interactionId: string): () => Promise<void> {
  const navigate = useNavigate();
  const router = useRouter();
  const { view } = useParams({ strict: false });
  return async () => {
    if (!view) return;
    const next = view === "mine" ? await nextOfMine(interactionId) : null;
    if (!router.state.location.pathname.endsWith(interactionId)) return;
    if (next) await navigate({ to: "/desk/$view/$interactionId", params: { view, interactionId: next }, search: true });
    else await navigate({ to: "/desk/$view", params: { view }, search: true });
    document.getElementById(LIST_ID)?.focus();
  };
}
