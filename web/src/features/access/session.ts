import type { QueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { $api, type Schema } from "../../api/client";
import { sessionOpened } from "../../api/session";

export type Session = Schema<"accounts_schemas_SessionView">;

const KEY = $api.queryOptions("get", "/api/v1/session", {}).queryKey;

/** Who is signed in, if anybody; asked once, without insisting. After a reload, what is written goes on as theirs. */
export function useSession() {
  const session = $api.useQuery("get", "/api/v1/session", {}, { retry: false, staleTime: 0 });
  // What was kept of a session before this page says nothing of whether it is open still.
  const csrf = session.isFetchedAfterMount ? session.data?.csrf_token : undefined;
  useEffect(() => {
    if (csrf !== undefined) sessionOpened(csrf);
  }, [csrf]);
  return session;
}

/** Somebody has just come in. */
export function keepSession(client: QueryClient, session: Session): void {
  sessionOpened(session.csrf_token);
  client.setQueryData(KEY, session);
}
