import { Button, Group, Modal, Radio, Select, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schema, useWrite } from "../../api/client";
import { useQueues } from "../../ui/names";
import { tellDone } from "../../ui/tell";
import type { Interaction, Overview } from "./data";
import { localInput } from "./times";

const TELEPHONE = ["phone", "sms", "whatsapp", "voice"];
const TYPED = "typed";
const MOST_DAYS = 30;
const DAY_MS = 86_400_000;

interface Props {
  interaction: Interaction;
  overview: Overview | undefined;
  close: () => void;
}

/** Have the customer called back: on which number, and when. The work keeps its place. */
export function CallbackDialog({ interaction, overview, close }: Props) {
  const { t } = useTranslation("callback");
  const numbers = (overview?.handles ?? []).filter((each) => TELEPHONE.includes(each.scheme) && !each.unreachable);
  const [chosen, setChosen] = useState(numbers[0]?.id ?? TYPED);
  const [number, setNumber] = useState("");
  const [when, setWhen] = useState("");
  const [queueId, setQueueId] = useState<string | null>(null);
  const queues = useQueues();
  const voice = [...(queues.data?.values() ?? [])].filter((each) => each.active && takesVoice(each));
  const request = useWrite("post", "/api/v1/interactions/{interaction_id}/callback", {
    onSuccess: (made) => {
      tellDone(t("done", { number: made.number }));
      close();
    },
  });
  const send = () =>
    request.mutate({
      params: { path: { interaction_id: interaction.id } },
      body: {
        ...(chosen === TYPED ? { number: number.trim() } : { handle_id: chosen }),
        not_before: when ? new Date(when).toISOString() : null,
        queue_id: queueId,
      },
    });
  const ready = chosen !== TYPED || number.trim().length >= 5;
  return (
    <Modal opened onClose={close} title={t("title")} closeButtonProps={{ "aria-label": t("app:close") }}>
      <Stack gap="md">
        <Radio.Group label={t("number")} value={chosen} onChange={setChosen}>
          <Stack gap={6} mt={4}>
            {numbers.map((each) => (
              <Radio
                key={each.id}
                value={each.id}
                data-autofocus={each.id === chosen || undefined}
                label={`${each.value} (${t(`verification.${each.verification}`)})`}
              />
            ))}
            <Radio value={TYPED} label={t("other")} />
          </Stack>
        </Radio.Group>
        {chosen === TYPED && (
          <TextInput
            type="tel"
            data-autofocus
            label={t("typed")}
            placeholder="+44 20 7946 0018"
            value={number}
            onChange={(event) => setNumber(event.currentTarget.value)}
          />
        )}
        <TextInput
          type="datetime-local"
          label={t("when")}
          description={t("when_help")}
          min={localInput(new Date())}
          max={localInput(new Date(Date.now() + MOST_DAYS * DAY_MS))}
          value={when}
          onChange={(event) => setWhen(event.currentTarget.value)}
        />
        {voice.length > 0 && (
          <Select
            label={t("queue")}
            description={t("queue_help")}
            clearable
            data={voice.map((each) => ({ value: each.id, label: each.name }))}
            value={queueId}
            onChange={setQueueId}
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {t("app:cancel")}
          </Button>
          <Button onClick={send} disabled={!ready} loading={request.isPending}>
            {t("send")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

const takesVoice = (queue: Schema<"QueueView">): boolean => queue.media.length === 0 || queue.media.includes("voice");
