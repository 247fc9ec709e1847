import { Anchor, Badge, Button, Table, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { $api, type Schema } from "../../api/client";
import { useTopics } from "../../api/live";
import { formatNumber, formatShare } from "../../lib/format";
import { Empty, Loaded, PageHeader } from "../../ui/states";
import { Ticking } from "../../ui/TimeAgo";
import { exact } from "./Staircase";

const PAGE = { params: { query: { limit: 200 } } } as const;
// Loads of so many queues are asked for at once.
const MOST = 100;

/** All queues, with what waits in them now. */
export default function QueuesPage() {
  const { t } = useTranslation("queues");
  useTopics(["org"]);
  const queues = $api.useQuery("get", "/api/v1/queues", PAGE);
  const ids = (queues.data?.items ?? []).slice(0, MOST).map((each) => each.id);
  const loads = $api.useQuery(
    "get",
    "/api/v1/queues/loads",
    { params: { query: { id: ids } } },
    { enabled: ids.length > 0, meta: { kinds: ["offer", "presence", "interaction"] }, refetchInterval: 15_000 },
  );
  const byId = new Map((loads.data ?? []).map((each) => [each.queue_id, each]));
  const add = (
    <Button component={Link} to="/admin/queues/new" leftSection={<IconPlus size={16} />}>
      {t("add")}
    </Button>
  );
  return (
    <>
      <PageHeader title={t("title")} actions={add}>
        {t("lead")}
      </PageHeader>
      <Loaded query={queues}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t("none")}>{t("none_hint")}</Empty>
          ) : (
            <Table.ScrollContainer minWidth={640}>
              <Table highlightOnHover verticalSpacing="sm">
                <Table.Thead>
                  <Table.Tr>
                    {(["name", "now", "waiting", "oldest", "available", "promise"] as const).map((each) => (
                      <Table.Th key={each}>{t(`column.${each}`)}</Table.Th>
                    ))}
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {items.map((queue) => (
                    <Row key={queue.id} queue={queue} load={byId.get(queue.id)} />
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )
        }
      </Loaded>
    </>
  );
}

function Row({ queue, load }: { queue: Schema<"QueueView">; load?: Schema<"QueueLoad"> }) {
  const { t } = useTranslation("queues");
  const state = !queue.active ? "off" : queue.open ? "open" : "closed";
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={`/admin/queues/${queue.id}`} fw={600}>
          {queue.name}
        </Anchor>
        <Text size="xs" c="dimmed">
          {queue.code}
        </Text>
      </Table.Td>
      <Table.Td>
        <Badge variant="dot" tt="none" color={{ open: "green", closed: "yellow", off: "gray" }[state]}>
          {t(`state.${state}`)}
        </Badge>
      </Table.Td>
      <Table.Td>{load ? formatNumber(load.waiting) : "…"}</Table.Td>
      <Table.Td>{load?.oldest ? <Ticking since={load.oldest} /> : "–"}</Table.Td>
      <Table.Td>{load ? formatNumber(load.available) : "…"}</Table.Td>
      <Table.Td>
        {t("promise", { share: formatShare(queue.service_level), time: exact(queue.service_seconds) })}
      </Table.Td>
    </Table.Tr>
  );
}
