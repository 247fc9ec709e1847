import { Button, Group, Modal, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { isUnsaved } from "../../lib/unsaved";

/** Asks before a page is left on which something is not saved. Another place on the same page is no leaving. */
export function Leaving() {
  const { t } = useTranslation("app");
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && isUnsaved(),
    enableBeforeUnload: isUnsaved,
    withResolver: true,
  });
  return (
    <Modal
      opened={blocker.status === "blocked"}
      onClose={() => blocker.reset?.()}
      title={t("leaving.title")}
      centered
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <Text size="sm">{t("leaving.why")}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={() => blocker.proceed?.()}>
          {t("leaving.leave")}
        </Button>
        <Button data-autofocus onClick={() => blocker.reset?.()}>
          {t("leaving.stay")}
        </Button>
      </Group>
    </Modal>
  );
}
