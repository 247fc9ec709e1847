import { Anchor, Button, Table, Text } from "@mantine/core";
import { IconDatabaseImport, IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schema } from "../../api/client";
import { useTopics } from "../../api/live";
import { useMe } from "../../api/me";
import { useCommands } from "../../lib/commands";
import { PAGED, rowsOf } from "../../lib/pages";
import { Guarded } from "../../ui/Guarded";
import { ShowMore } from "../../ui/ShowMore";
import { State } from "../../ui/State";
import { Empty, Loaded, PageHeader } from "../../ui/states";
import { TimeAgo } from "../../ui/TimeAgo";
import classes from "../people/People.module.css";
import { endingOf, FEED_PERMISSIONS, TONES } from "./mapping";
import { NewFeed } from "./NewFeed";

export default function FeedsPage() {
  return (
    <Guarded needs={FEED_PERMISSIONS}>
      <Feeds />
    </Guarded>
  );
}

/** The systems that tell of customers: whether each is on, and how its last delivery ended. */
function Feeds() {
  const { t } = useTranslation(["feeds", "admin"]);
  useTopics(["org"]);
  const mayManage = useMe().may("feed.manage");
  const [adding, setAdding] = useState(false);
  const feeds = $api.useInfiniteQuery(
    "get",
    "/api/v1/feeds",
    { params: { query: { limit: 50 } } },
    { ...PAGED, meta: { kinds: ["feed_run"] } },
  );
  useCommands([
    {
      id: "feeds.add",
      title: t("add"),
      group: t("admin:page.feeds"),
      keys: "n",
      enabled: mayManage,
      run: () => setAdding(true),
    },
  ]);
  return (
    <>
      <PageHeader
        title={t("admin:page.feeds")}
        actions={
          mayManage && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
              {t("add")}
            </Button>
          )
        }
      >
        {t("about")}
      </PageHeader>
      <Loaded query={{ ...feeds, data: rowsOf(feeds.data) }}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty icon={<IconDatabaseImport size={32} />} title={t("none")}>
              {t("none_hint")}
            </Empty>
          ) : (
            <Table className={classes.table}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("name")}</Table.Th>
                  <Table.Th>{t("state")}</Table.Th>
                  <Table.Th>{t("last_run")}</Table.Th>
                  <Table.Th>{t("priority")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((feed) => (
                  <FeedRow key={feed.id} feed={feed} />
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Loaded>
      <ShowMore query={feeds} />
      {adding && <NewFeed onClose={() => setAdding(false)} />}
    </>
  );
}

function FeedRow({ feed }: { feed: Schema<"ListedFeed"> }) {
  const { t } = useTranslation("feeds");
  const last = feed.last_run;
  const ending = endingOf(last);
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={`/admin/feeds/${feed.id}`} fw={600}>
          {feed.name}
        </Anchor>
        <Text size="xs" c="dimmed" ff="monospace">
          {feed.code} · {feed.key_scheme}
        </Text>
      </Table.Td>
      <Table.Td data-label={t("state")}>
        <State tone={feed.active ? "good" : "off"}>{t(feed.active ? "on" : "off")}</State>
      </Table.Td>
      <Table.Td data-label={t("last_run")}>
        <State tone={TONES[ending]}>{t(`ending.${ending}`)}</State>
        {last && (
          <Text size="xs" c="dimmed">
            <TimeAgo at={last.started_at} /> · {t("rows", { count: last.read_rows })}
          </Text>
        )}
      </Table.Td>
      <Table.Td data-label={t("priority")}>{feed.priority}</Table.Td>
    </Table.Tr>
  );
}
