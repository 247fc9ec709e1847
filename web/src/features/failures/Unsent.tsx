import { Anchor, Button, Card, Group, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { $api, useWrite } from "../../api/client";
import { Empty, Loaded } from "../../ui/states";
import { TimeAgo } from "../../ui/TimeAgo";

const PAGE = { params: { query: { limit: 100 } } } as const;

/** Messages of ours that did not go out. */
export function Unsent({ canRetry }: { canRetry: boolean }) {
  const { t } = useTranslation("failures");
  const client = useQueryClient();
  const list = $api.useQuery("get", "/api/v1/unsent-messages", PAGE, { meta: { kinds: ["message"] } });
  const retry = useWrite("post", "/api/v1/messages/{message_id}/retry", {
    onSettled: () =>
      client.invalidateQueries({ predicate: ({ queryKey }) => /unsent-messages|failures/.test(String(queryKey[1])) }),
  });
  return (
    <Loaded query={list}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title={t("none_unsent")}>{t("none_hint")}</Empty>
        ) : (
          items.map((each) => (
            <Card key={each.id} withBorder padding="sm" mb="xs">
              <Group justify="space-between">
                <div style={{ flex: "1 1 16rem" }}>
                  <Text size="sm">{each.reason}</Text>
                  <Text size="xs" c="dimmed">
                    <TimeAgo at={each.at} /> · {t("attempts", { count: each.attempts })}
                    {each.case_id && (
                      <>
                        {" · "}
                        <Anchor component={Link} to={`/cases/${each.case_id}`} inherit>
                          {t("to_case")}
                        </Anchor>
                      </>
                    )}
                  </Text>
                </div>
                {canRetry && (
                  <Button
                    size="compact-sm"
                    variant="default"
                    onClick={() => retry.mutate({ params: { path: { message_id: each.id } } })}
                  >
                    {t("send_again")}
                  </Button>
                )}
              </Group>
            </Card>
          ))
        )
      }
    </Loaded>
  );
}
