import { Alert, Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useWrite } from "../../api/client";
import { tellDone } from "../../ui/tell";
import type { Interaction } from "./data";
import { TargetPicker } from "./TargetPicker";
import { mustWait, type Target, targetBody } from "./targets";

interface Props {
  interaction: Interaction;
  kind: "consult" | "conference";
  close: () => void;
}

/** Ask a colleague, a team or a queue for advice, or to take part. The work stays mine. */
export function InviteDialog({ interaction, kind, close }: Props) {
  const { t } = useTranslation("aside");
  const [target, setTarget] = useState<Target | null>(null);
  const [question, setQuestion] = useState("");
  const invite = useWrite("post", "/api/v1/interactions/{interaction_id}/invitations", {
    onSuccess: () => {
      tellDone(t("invite.done", { name: target?.name ?? "" }));
      close();
    },
  });
  const send = () => {
    if (!target) return;
    invite.mutate({
      params: { path: { interaction_id: interaction.id } },
      body: { kind, question: question.trim(), wait: mustWait(target), ...targetBody(target) },
    });
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t(`invite.${kind}`)}
      size="lg"
      closeButtonProps={{ "aria-label": t("app:close") }}
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t(`invite.${kind}_why`)}
        </Text>
        <TargetPicker
          interactionId={interaction.id}
          kinds={["agent", "team", "queue"]}
          value={target}
          onChange={setTarget}
        />
        {target && mustWait(target) && <Alert color="yellow">{t("targets.will_wait", { name: target.name })}</Alert>}
        <Textarea
          label={t("invite.question")}
          autosize
          minRows={2}
          maxLength={2000}
          value={question}
          onChange={(event) => setQuestion(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {t("app:cancel")}
          </Button>
          <Button onClick={send} disabled={!target} loading={invite.isPending}>
            {t("invite.send")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
