import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { $api } from "../api/client";

const ALL = { params: { query: { limit: 200 } } } as const;

/** Everybody who works here, by id. One question for all names of the page. */
export function useAgents() {
  return $api.useQuery("get", "/api/v1/agents", ALL, {
    select: (page) => new Map(page.items.map((each) => [each.id, each])),
  });
}
export function useQueues() {
  return $api.useQuery("get", "/api/v1/queues", ALL, {
    select: (page) => new Map(page.items.map((each) => [each.id, each])),
  });
}
export function useTeams() {
  return $api.useQuery("get", "/api/v1/teams", ALL, {
    select: (page) => new Map(page.items.map((each) => [each.id, each])),
  });
}

function Name({ name, none }: { name: string | undefined; none: ReactNode }) {
  return (
    <Text component="span" inherit truncate>
      {name ?? none}
    </Text>
  );
}

export function AgentName({ id }: { id: string | null | undefined }) {
  const { t } = useTranslation("app");
  const agents = useAgents();
  if (!id) return <Name name={undefined} none={t("nobody")} />;
  return <Name name={agents.data?.get(id)?.name} none="…" />;
}

export function QueueName({ id }: { id: string | null | undefined }) {
  const { t } = useTranslation("app");
  const queues = useQueues();
  if (!id) return <Name name={undefined} none={t("no_queue")} />;
  return <Name name={queues.data?.get(id)?.name} none="…" />;
}
