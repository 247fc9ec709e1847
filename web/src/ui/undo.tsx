import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import i18next from "i18next";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { useCommands } from "../lib/commands";
import { KeyHint } from "./KeyHint";

const UNDO_MS = 10_000;
const UNDO_KEY = "z";

// What was done and can still be taken back, the latest last.
let done: { id: string; takeBack: () => void }[] = [];
const listeners = new Set<() => void>();

function setDone(next: typeof done): void {
  done = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A toast that something was done, with a button and a key that take it back. */
export function tellUndoable(message: string, undo: () => void, ms = UNDO_MS): void {
  const takeBack = () => {
    notifications.hide(id);
    undo();
  };
  const id = notifications.show({
    autoClose: ms,
    closeButtonProps: { "aria-label": i18next.t("app:close") },
    onClose: () => setDone(done.filter((each) => each.id !== id)),
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" style={{ minWidth: 0, overflowWrap: "anywhere" }}>
          {message}
        </Text>
        <Button
          size="compact-sm"
          variant="light"
          flex="none"
          rightSection={<KeyHint keys={UNDO_KEY} />}
          onClick={takeBack}
        >
          {i18next.t("app:undo")}
        </Button>
      </Group>
    ),
  });
  setDone([...done, { id, takeBack }]);
}

/** Takes back what was done last, by its key, while the toast stands. */
export function UndoKey() {
  const { t } = useTranslation("app");
  const it = useSyncExternalStore(subscribe, () => done.at(-1));
  useCommands([
    {
      id: "undo",
      title: t("undo"),
      group: t("group.view"),
      keys: UNDO_KEY,
      enabled: it !== undefined,
      run: () => it?.takeBack(),
    },
  ]);
  return null;
}
