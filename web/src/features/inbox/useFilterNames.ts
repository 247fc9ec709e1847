import { useTranslation } from "react-i18next";
import { $api } from "../../api/client";
import { useChannelName, words } from "../../ui/ChannelIcon";
import { useAgents, useQueues } from "../../ui/names";

/** What can be chosen in a filter, and how it is called. */
export function useFilterNames() {
  const { t } = useTranslation(["inbox", "app"]);
  const channelName = useChannelName();
  const agents = useAgents();
  const queues = useQueues();
  const terms = $api.useQuery("get", "/api/v1/vocabularies/{code}/terms", {
    params: { path: { code: "inquiry_category" }, query: { limit: 200 } },
  });
  const statusName = (code: string) => t(`status.${code}`, { defaultValue: words(code) });
  return {
    t,
    channelName,
    statusName,
    agents: [...(agents.data?.values() ?? [])],
    queues: [...(queues.data?.values() ?? [])],
    terms: (terms.data?.items ?? []).filter((term) => term.status === "active"),
  };
}
