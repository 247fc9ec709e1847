import { Button, Group, Modal, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { isUnsaved } from "../lib/unsaved";

/** The question whether what is not saved may be lost. */
export function LeavingDialog(props: { opened: boolean; onLeave: () => void; onStay: () => void }) {
  const { t } = useTranslation("app");
  return (
    <Modal
      opened={props.opened}
      onClose={props.onStay}
      title={t("leaving.title")}
      centered
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <Text size="sm">{t("leaving.why")}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={props.onLeave}>
          {t("leaving.leave")}
        </Button>
        <Button data-autofocus onClick={props.onStay}>
          {t("leaving.stay")}
        </Button>
      </Group>
    </Modal>
  );
}

/** `const [leave, leaving] = useLeaving()`: draw `leaving`; `leave(go)` asks before it goes where something is not saved. */
export function useLeaving(): [(go: () => void) => void, ReactNode] {
  const [waiting, setWaiting] = useState<{ go: () => void } | null>(null);
  const stay = () => setWaiting(null);
  const leave = (go: () => void) => (isUnsaved() ? setWaiting({ go }) : go());
  const onLeave = () => {
    stay();
    waiting?.go();
  };
  return [leave, <LeavingDialog key="leaving" opened={waiting !== null} onLeave={onLeave} onStay={stay} />];
}

export interface Choice<T> {
  /** What is edited; null while there is nothing, or something new is made. */
  current: T | null;
  isNew: boolean;
  /** Edit this one, or `new`. What is not saved asks first. */
  choose: (id: string) => void;
  /** The same without asking: what was typed is saved, or was given up. Null: the first. */
  show: (id: string | null) => void;
  /** To be drawn: the question. */
  leaving: ReactNode;
}

/** Which entry of a list is edited beside it: the first, until another is chosen. */
export function useChoice<T extends { id: string }>(items: readonly T[] | undefined): Choice<T> {
  const [chosen, show] = useState<string | null>(null);
  const [leave, leaving] = useLeaving();
  const first = items?.[0]?.id;
  // What comes to stand before it later does not take its place.
  if (chosen === null && first !== undefined) show(first);
  const isNew = chosen === "new";
  const current = isNew ? null : (items?.find((each) => each.id === chosen) ?? items?.[0] ?? null);
  const choose = (id: string) => {
    if (id !== (isNew ? "new" : current?.id)) leave(() => show(id));
  };
  return { current, isNew, choose, show, leaving };
}
