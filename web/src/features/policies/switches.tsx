import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useChannelName } from "../../ui/ChannelIcon";
import { useQueues, useTeams } from "../../ui/names";

export const SWITCHES = ["channel", "agent", "bot", "team", "queue"] as const;
const CHANNELS = ["email", "webchat", "voice", "sms", "whatsapp", "messenger", "telegram", "in_person"];

interface Ends {
  switch: string;
  from_value: string | null;
  to_value: string | null;
}

/** What a switch is called: "From Web chat to E-mail". */
export function useSwitchWords(): (ends: Ends) => string {
  const { t } = useTranslation("policies");
  const name = useEndName();
  return (ends) => {
    const [from, to] = [ends.from_value, ends.to_value].map((each) => (each ? name(ends.switch, each) : null));
    const kind = t(`switch.${ends.switch}`);
    if (from && to) return t("from_to", { kind, from, to });
    if (from) return t("from_only", { kind, from });
    return to ? t("to_only", { kind, to }) : kind;
  };
}

function useEndName(): (kind: string, value: string) => string {
  const channelName = useChannelName();
  const [teams, queues] = [useTeams(), useQueues()];
  return (kind, value) =>
    kind === "channel" ? channelName(value) : (teams.data?.get(value)?.name ?? queues.data?.get(value)?.name ?? value);
}

/** One end of a switch; agents and bots have none. */
export function End({
  kind,
  side,
  value,
  onChange,
}: {
  kind: string;
  side: "from" | "to";
  value: string | null;
  onChange: (value: string | null) => void;
}) {
  const { t } = useTranslation("policies");
  const channelName = useChannelName();
  const [teams, queues] = [useTeams(), useQueues()];
  // Into a queue work comes from anywhere.
  if (kind === "agent" || kind === "bot" || (kind === "queue" && side === "from")) return null;
  const data =
    kind === "channel"
      ? CHANNELS.map((each) => ({ value: each, label: channelName(each) }))
      : [...((kind === "team" ? teams : queues).data?.values() ?? [])].map((each) => ({
          value: each.id,
          label: each.name,
        }));
  return (
    <Select
      label={t(`field.${side}_value`)}
      placeholder={t("any")}
      clearable
      searchable
      data={data}
      value={value}
      onChange={onChange}
    />
  );
}
