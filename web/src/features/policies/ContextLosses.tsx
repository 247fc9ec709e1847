import { Anchor, Button, Table, Text, Title } from "@mantine/core";
import { IconMoodCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { $api, useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import { PAGED, rowsOf, useRefresh } from "../../lib/pages";
import { useChannelName, words } from "../../ui/ChannelIcon";
import { ShowMore } from "../../ui/ShowMore";
import { Empty, Loaded } from "../../ui/states";
import { TimeAgo } from "../../ui/TimeAgo";
import { tellDone } from "../../ui/tell";
import classes from "./Context.module.css";

/** The single findings, so that somebody can look whether they are any. */
export function ContextLosses() {
  const { t } = useTranslation(["policies", "app"]);
  const me = useMe();
  const refresh = useRefresh();
  const channelName = useChannelName();
  const losses = $api.useInfiniteQuery("get", "/api/v1/context-losses", { params: { query: { limit: 25 } } }, PAGED);
  const dismiss = useWrite("post", "/api/v1/context-losses/{loss_id}/dismiss", {
    onSuccess: () => {
      refresh("/api/v1/context");
      tellDone(t("dismissed"));
    },
  });
  return (
    <section className={classes.card} aria-labelledby="losses">
      <Title order={2} size="h4" id="losses" mb="xs">
        {t("losses")}
      </Title>
      <Loaded query={{ ...losses, data: rowsOf(losses.data) }}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty icon={<IconMoodCheck size={32} />} title={t("no_losses")} />
          ) : (
            <Table>
              <Table.Thead className="visually-hidden">
                <Table.Tr>
                  <Table.Th>{t("what")}</Table.Th>
                  <Table.Th>{t("do")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((each) => (
                  <Table.Tr key={each.id}>
                    <Table.Td>
                      <Anchor component={Link} to={`/desk/all/${each.interaction_id}`} size="sm" fw={600}>
                        {t(`loss.${each.kind}`)}: {words(each.field)}
                      </Anchor>
                      <Text size="xs" c="dimmed">
                        {channelName(each.channel)} · <TimeAgo at={each.at} />
                      </Text>
                    </Table.Td>
                    <Table.Td ta="right">
                      {me.may("case.write") && (
                        <Button
                          size="compact-sm"
                          variant="subtle"
                          color="gray"
                          onClick={() => dismiss.mutate({ params: { path: { loss_id: each.id } } })}
                        >
                          {t("dismiss")}
                        </Button>
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Loaded>
      <ShowMore query={losses} />
    </section>
  );
}
