import { Table, Text } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { formatShare } from "../../lib/format";
import { StatusBadge } from "../../ui/StatusBadge";
import { Empty } from "../../ui/states";
import { Ticking } from "../../ui/TimeAgo";
import { type AgentNow, useOccupancy, useReasons } from "./data";
import { byState } from "./judging";
import classes from "./Wall.module.css";
import { WorkItem } from "./WorkItem";

/** Who is at work, since when, and what they have in hand. */
export function People({ agents }: { agents: AgentNow[] }) {
  const { t } = useTranslation("wall");
  const occupancy = useOccupancy();
  const reasons = useReasons();
  if (agents.length === 0)
    return (
      <Empty icon={<IconUsers size={28} />} title={t("nobody")}>
        {t("nobody_hint")}
      </Empty>
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways can be scrolled by keys.
    <section className={classes.people} aria-label={t("people")} tabIndex={0}>
      <Table verticalSpacing="xs" horizontalSpacing="md" fz="inherit">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("agent")}</Table.Th>
            <Table.Th>{t("state")}</Table.Th>
            <Table.Th>{t("since")}</Table.Th>
            <Table.Th title={t("occupancy_hint")}>{t("occupancy")}</Table.Th>
            <Table.Th w="50%">{t("in_hand")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {byState(agents).map((agent) => (
            <Row
              key={agent.agent_id}
              agent={agent}
              reason={agent.reason && (reasons.data?.get(agent.reason) ?? agent.reason)}
              occupancy={occupancy.data?.get(agent.agent_id) ?? null}
            />
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

interface RowProps {
  agent: AgentNow;
  reason: string | null | undefined;
  occupancy: number | null;
}

function Row({ agent, reason, occupancy }: RowProps) {
  const { t } = useTranslation("wall");
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={600}>
        {agent.name}
      </Table.Th>
      <Table.Td>
        <StatusBadge status={agent.status} />
        {reason && (
          <Text size="xs" c="dimmed">
            {reason}
          </Text>
        )}
      </Table.Td>
      <Table.Td className={classes.ticking}>
        <Ticking since={agent.since} />
      </Table.Td>
      <Table.Td className={classes.ticking}>{occupancy === null ? "–" : formatShare(occupancy)}</Table.Td>
      <Table.Td>
        {agent.work.length === 0 ? (
          <Text size="sm" c="dimmed" component="span">
            {t("nothing")}
          </Text>
        ) : (
          <ul className={classes.work} aria-label={t("work_of", { agent: agent.name })}>
            {agent.work.map((work) => (
              <WorkItem key={work.interaction_id} work={work} agentId={agent.agent_id} agent={agent.name} />
            ))}
          </ul>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
