import { $api } from "../../api/client";

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
