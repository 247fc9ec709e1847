import { Button, Group, Modal, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

interface Question {
  title: string;
  body: ReactNode;
  /** The word on the button that does it. */
  confirm: string;
  danger?: boolean;
  onConfirm: () => void;
}

/** `const [ask, dialog] = useConfirm()`: draw `dialog`, and call `ask({...})` before what cannot be taken back. */
export function useConfirm(): [(question: Question) => void, ReactNode] {
  const { t } = useTranslation("app");
  const [question, setQuestion] = useState<Question | null>(null);
  const close = () => setQuestion(null);
  const dialog = (
    <Modal
      opened={question !== null}
      onClose={close}
      title={question?.title}
      centered
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <Text size="sm" component="div">
        {question?.body}
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={close}>
          {t("cancel")}
        </Button>
        <Button
          color={question?.danger ? "red" : undefined}
          data-autofocus
          onClick={() => {
            question?.onConfirm();
            close();
          }}
        >
          {question?.confirm}
        </Button>
      </Group>
    </Modal>
  );
  return [setQuestion, dialog];
}
