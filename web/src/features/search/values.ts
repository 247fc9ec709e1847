import { useTranslation } from "react-i18next";
import { useChannelName, words } from "../../ui/ChannelIcon";
import { useAgents, useQueues, useTeams } from "../../ui/names";
import type { ListFilter } from "./asked";

/** What people call the value of a filter. */
export function useValueNames(): (filter: ListFilter, value: string) => string {
  const { t } = useTranslation("search");
  const channel = useChannelName();
  const names = { queue_id: useQueues().data, owner_id: useAgents().data, team_id: useTeams().data };
  return (filter, value) => {
    if (filter === "in") return t(`place.${value}`);
    if (filter === "direction") return t(`direction.${value}`);
    if (filter === "channel") return channel(value);
    if (filter === "status") return t(`app:status.${value}`, { defaultValue: words(value) });
    if (filter === "category") return words(value);
    return names[filter]?.get(value)?.name ?? "…";
  };
}
