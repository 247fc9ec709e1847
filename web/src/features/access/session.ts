import type { QueryClient } from "@tanstack/react-query";
import { $api, type Schema } from "../../api/client";
import { sessionOpened } from "../../api/session";

export type Session = Schema<"accounts_schemas_SessionView">;

const KEY = $api.queryOptions("get", "/api/v1/session", {}).queryKey;

/** Who is signed in, if anybody; asked once, without insisting. */
export const useSession = () => $api.useQuery("get", "/api/v1/session", {}, { retry: false, staleTime: 0 });

/** Somebody has just come in. */
export function keepSession(client: QueryClient, session: Session): void {
  sessionOpened(session.csrf_token);
  client.setQueryData(KEY, session);
}
