import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import i18next from "i18next";

const UNDO_MS = 10_000;

/** A toast that something was done, with a button that takes it back. */
export function tellUndoable(message: string, undo: () => void, ms = UNDO_MS): void {
  const id = notifications.show({
    autoClose: ms,
    closeButtonProps: { "aria-label": i18next.t("app:close") },
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" style={{ minWidth: 0, overflowWrap: "anywhere" }}>
          {message}
        </Text>
        <Button
          size="compact-sm"
          variant="light"
          flex="none"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          {i18next.t("app:undo")}
        </Button>
      </Group>
    ),
  });
}
