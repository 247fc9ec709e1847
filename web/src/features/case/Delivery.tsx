import { Button, Text } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconChecks, IconClock, IconHourglass } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import classes from "./Story.module.css";
import type { Message } from "./story";

const ICONS = {
  held: IconHourglass,
  queued: IconClock,
  sent: IconCheck,
  delivered: IconChecks,
  read: IconChecks,
  failed: IconAlertTriangle,
};

/** What became of a message of ours; what failed says why, and can be sent again. */
export function Delivery({ message }: { message: Message }) {
  const { t } = useTranslation("case");
  const me = useMe();
  const retry = useWrite("post", "/api/v1/messages/{message_id}/retry");
  if (!message.delivery || message.direction === "inbound") return null;
  const Icon = ICONS[message.delivery as keyof typeof ICONS] ?? IconClock;
  const failed = message.delivery === "failed";
  return (
    <Text component="div" size="xs" className={classes.delivery} data-state={message.delivery}>
      <Icon size={14} aria-hidden />
      <span>{t(`delivery.${message.delivery}`, { defaultValue: message.delivery })}</span>
      {failed && message.delivery_reason && <bdi>{message.delivery_reason}</bdi>}
      {failed && me.may("interaction.work") && (
        <Button
          size="compact-xs"
          variant="light"
          color="red"
          loading={retry.isPending}
          onClick={() => retry.mutate({ params: { path: { message_id: message.id } } })}
        >
          {t("message.retry")}
        </Button>
      )}
    </Text>
  );
}
