import { Button, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { $api, type Schema, useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import { formatDateTime } from "../../lib/format";
import classes from "./Aside.module.css";
import type { Interaction } from "./data";
import { Invited } from "./Invited";
import { shownInvitations } from "./invitations";
import { Section } from "./Section";

/** Colleagues who were asked into the conversation, and a callback that is to be made. */
export function Together({ interaction }: { interaction: Interaction }) {
  const { t } = useTranslation("aside");
  const me = useMe();
  const path = { params: { path: { interaction_id: interaction.id } } };
  const invited = $api.useQuery("get", "/api/v1/interactions/{interaction_id}/invitations", path, {
    meta: { kinds: ["invitation"] },
  });
  const callbacks = $api.useQuery(
    "get",
    "/api/v1/callbacks",
    { params: { query: { interaction_id: interaction.id, limit: 5 } } },
    { meta: { kinds: ["callback"] } },
  );
  const standing = shownInvitations(invited.data ?? [], me.id);
  const waiting = (callbacks.data?.items ?? []).filter((each) => each.status === "waiting");
  const again = () => {
    void invited.refetch();
    void callbacks.refetch();
  };
  if (standing.length + waiting.length === 0) return null;
  return (
    <Section name="together" title={t("together.title")} count={standing.length + waiting.length}>
      <ul className={classes.list}>
        {standing.map((each) => (
          <Invited key={each.id} invitation={each} interaction={interaction} done={again} />
        ))}
        {waiting.map((each) => (
          <Callback key={each.id} callback={each} done={again} />
        ))}
      </ul>
    </Section>
  );
}

function Callback({ callback, done }: { callback: Schema<"CallbackView">; done: () => void }) {
  const { t } = useTranslation("callback");
  const me = useMe();
  const cancel = useWrite("post", "/api/v1/callbacks/{callback_id}/cancel", { onSuccess: done });
  return (
    <li className={classes.card}>
      <Stack gap={2}>
        <Text size="sm" fw={600}>
          {t("to", { number: callback.number })}
        </Text>
        <Text size="xs" c="dimmed">
          {callback.not_before ? t("from", { at: formatDateTime(callback.not_before) }) : t("soon")}
          {" · "}
          {t("attempts", { count: callback.attempts.length, most: callback.most_attempts })}
        </Text>
        {me.may("interaction.work", "queue.manage") && (
          <Button
            size="compact-sm"
            variant="default"
            style={{ alignSelf: "flex-start" }}
            loading={cancel.isPending}
            onClick={() =>
              cancel.mutate({
                params: { path: { callback_id: callback.id } },
                body: { reason: t("cancel_reason") },
              })
            }
          >
            {t("cancel")}
          </Button>
        )}
      </Stack>
    </li>
  );
}
