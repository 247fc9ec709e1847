import { Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Schema, useWrite } from "../../api/client";
import { Loaded } from "../../ui/states";
import { TimeAgo } from "../../ui/TimeAgo";
import { CheckSteps } from "./CheckSteps";
import { Figures, HealthBadge, Problems } from "./Health";
import { useHealth } from "./queries";

/** How the inbox fares, and a test of it as it is. */
export function HealthCard({ account }: { account: Schema<"ChannelAccountView"> }) {
  const { t } = useTranslation("channels");
  const health = useHealth(account.id);
  const client = useQueryClient();
  const test = useWrite("post", "/api/v1/channels/test", {
    onSuccess: () =>
      client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[1]).startsWith("/api/v1/channels") }),
  });
  return (
    <Card withBorder>
      <Loaded query={health} rows={2}>
        {(found) => (
          <Stack gap="sm">
            <Group justify="space-between">
              <Group gap="sm">
                <Title order={2} size="h4">
                  {t("health")}
                </Title>
                <HealthBadge state={found.state} />
                {found.since && (
                  <Text size="sm" c="dimmed">
                    {t("since")} <TimeAgo at={found.since} />
                  </Text>
                )}
              </Group>
              <Button
                variant="default"
                leftSection={<IconPlugConnected size={16} />}
                loading={test.isPending}
                onClick={() => test.mutate({ body: { account_id: account.id } })}
              >
                {t("test.now")}
              </Button>
            </Group>
            <Problems health={found} />
            <Figures health={found} />
            {(found.steps.length > 0 || test.isPending) && (
              <>
                {found.tested_at && (
                  <Text size="sm" c="dimmed">
                    {t("test.last")} <TimeAgo at={found.tested_at} />
                  </Text>
                )}
                <CheckSteps steps={test.isPending ? [] : found.steps} running={test.isPending} />
              </>
            )}
          </Stack>
        )}
      </Loaded>
    </Card>
  );
}
