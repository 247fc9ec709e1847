import { Anchor, Button, Card, Group, Stack, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client";
import { useTopics } from "../../api/live";
import { ChannelIcon } from "../../ui/ChannelIcon";
import { QueueName } from "../../ui/names";
import { Empty, Loaded, PageHeader } from "../../ui/states";
import { Figures, HealthBadge, Problems } from "./Health";
import { useChannels, useHealths } from "./queries";

/** All inboxes with how they fare; those in trouble first. */
export default function ChannelsPage() {
  const { t } = useTranslation("channels");
  useTopics(["org"]);
  const channels = useChannels();
  const healths = useHealths();
  const byId = new Map((healths.data ?? []).map((each) => [each.account_id, each]));
  const add = (
    <Button component={Link} to="/admin/channels/new" leftSection={<IconPlus size={16} />}>
      {t("add")}
    </Button>
  );
  return (
    <>
      <PageHeader title={t("title")} actions={add}>
        {t("lead")}
      </PageHeader>
      <Loaded query={channels}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t("none")}>{t("none_hint")}</Empty>
          ) : (
            <Stack component="ul" p={0} m={0} style={{ listStyle: "none" }}>
              {[...items]
                .sort((one, other) => urgency(byId.get(one.id)) - urgency(byId.get(other.id)))
                .map((account) => (
                  <li key={account.id}>
                    <ChannelCard account={account} health={byId.get(account.id)} />
                  </li>
                ))}
            </Stack>
          )
        }
      </Loaded>
    </>
  );
}

const ORDER = ["trouble", "untested", "ok", "off"];
const urgency = (health: Schema<"ChannelHealth"> | undefined) => (health ? ORDER.indexOf(health.state) : 2);

function ChannelCard({ account, health }: { account: Schema<"ChannelAccountView">; health?: Schema<"ChannelHealth"> }) {
  const { t } = useTranslation("channels");
  return (
    <Card withBorder padding="md">
      <Group justify="space-between" align="start" gap="md">
        <Group gap="sm" align="start" wrap="nowrap" style={{ flex: "1 1 18rem", minWidth: 0 }}>
          <ChannelIcon channel={account.channel} />
          <div style={{ minWidth: 0 }}>
            <Anchor component={Link} to={`/admin/channels/${account.id}`} fw={600}>
              {account.name}
            </Anchor>
            <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
              {account.address && account.address !== account.name ? `${account.address} · ` : ""}
              {t("into")} <QueueName id={account.queue_id} />
            </Text>
          </div>
        </Group>
        {health && <HealthBadge state={health.state} />}
      </Group>
      {health && (
        <Stack gap="xs" mt="sm">
          <Problems health={health} />
          <Figures health={health} />
        </Stack>
      )}
    </Card>
  );
}
