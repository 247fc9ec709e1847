import { useQueryClient } from "@tanstack/react-query";
import { $api, useWrite } from "../../api/client";

const PAGE = { params: { query: { limit: 200 } } } as const;
// Deliveries do not announce themselves one by one; what they change is asked for now and then.
const AGAIN_MS = 15_000;

/** All channel accounts. */
export const useChannels = () => $api.useQuery("get", "/api/v1/channels", PAGE);

/** How all of them fare. */
export const useHealths = () =>
  $api.useQuery("get", "/api/v1/channels/health", undefined, {
    meta: { kinds: ["channel_account"] },
    refetchInterval: AGAIN_MS,
  });

export const useHealth = (accountId: string) =>
  $api.useQuery(
    "get",
    "/api/v1/channels/{account_id}/health",
    { params: { path: { account_id: accountId } } },
    {
      meta: { kinds: ["channel_account"] },
      refetchInterval: AGAIN_MS,
    },
  );

/** The installed connectors, with the schemas of their settings. They change only with an update. */
export const useConnectors = () =>
  $api.useQuery("get", "/api/v1/connectors", undefined, { staleTime: Number.POSITIVE_INFINITY });

/** Change an inbox: all that shows it is asked for again. */
export function useChangeChannel(accountId: string) {
  const client = useQueryClient();
  return useWrite("patch", "/api/v1/channels/{account_id}", {
    meta: { quiet: true },
    onSuccess: (saved) => {
      client.setQueryData(
        $api.queryOptions("get", "/api/v1/channels/{account_id}", { params: { path: { account_id: accountId } } })
          .queryKey,
        saved,
      );
      void client.invalidateQueries({
        predicate: ({ queryKey }) => String(queryKey[1]).startsWith("/api/v1/channels"),
      });
    },
  });
}
