import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, useWrite } from "../../api/client";
import { shortHandle } from "../../ui/handles";
import { tellFailure } from "../../ui/tell";
import { tellUndoable } from "../../ui/undo";
import type { Overview } from "../aside/data";

interface Props {
  overview: Overview;
  close: () => void;
  done: () => void;
}

/** Some of the addresses are somebody else's: they become a customer of their own, with what came by them. */
export function SplitDialog({ overview, close, done }: Props) {
  const { t } = useTranslation("customer");
  const [chosen, setChosen] = useState<string[]>([]);
  const [name, setName] = useState("");
  const [reason, setReason] = useState("");
  const split = useWrite("post", "/api/v1/customers/{customer_id}/split");
  const undo = (decisionId: string) =>
    void api
      .POST("/api/v1/identity-decisions/{decision_id}/undo", {
        params: { path: { decision_id: decisionId } },
        body: { reason: t("identity.undo_reason") },
      })
      .then(done, tellFailure);
  const send = () => {
    const [first, ...rest] = chosen;
    if (!first) return;
    split.mutate(
      {
        params: { path: { customer_id: overview.customer.id } },
        body: {
          handle_ids: [first, ...rest],
          reason: reason.trim() || t("split.reason"),
          display_name: name.trim() || null,
        },
      },
      {
        onSuccess: (made) => {
          done();
          close();
          tellUndoable(t("split.done"), () => undo(made.id));
        },
      },
    );
  };
  return (
    <Modal opened onClose={close} title={t("split.title")} closeButtonProps={{ "aria-label": t("app:close") }}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t("split.why")}
        </Text>
        <Checkbox.Group label={t("split.which")} value={chosen} onChange={setChosen}>
          <Stack gap={6} mt={4}>
            {overview.handles.map((each) => (
              <Checkbox key={each.id} value={each.id} label={shortHandle(each.value)} />
            ))}
          </Stack>
        </Checkbox.Group>
        <TextInput label={t("split.name")} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <TextInput label={t("reason")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {t("app:cancel")}
          </Button>
          <Button onClick={send} disabled={chosen.length === 0} loading={split.isPending}>
            {t("split.send")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
