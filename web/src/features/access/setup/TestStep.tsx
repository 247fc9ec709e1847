import { Alert, Anchor, Button, Group, Loader, Stack, Text, Textarea } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refusal } from "../Refusal";
import { useArrival } from "./arrival";

/** Say something as a customer would, and see it arrive as an agent does. */
export function TestStep({
  channelId,
  onDone,
  onBack,
}: {
  channelId?: string;
  onDone: () => void;
  onBack: () => void;
}) {
  const { t } = useTranslation("access");
  return (
    <Stack>
      {channelId ? (
        <Try channelId={channelId} />
      ) : (
        <Text size="sm">
          {t("setup.no_chat")}{" "}
          <Anchor component="button" type="button" inherit underline="always" onClick={onBack}>
            {t("setup.no_chat_link")}
          </Anchor>
        </Text>
      )}
      <Group justify="flex-end" mt="md">
        <Button onClick={onDone}>{t("setup.finish")}</Button>
      </Group>
    </Stack>
  );
}

function Try({ channelId }: { channelId: string }) {
  const { t } = useTranslation("access");
  const [text, setText] = useState(t("setup.test_text"));
  const { arrival, state, error, send } = useArrival(channelId);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send(text.trim());
  };
  return (
    <>
      <Text size="sm">{t("setup.test_why")}</Text>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Textarea
            label={t("setup.test_label")}
            required
            autosize
            minRows={2}
            maxLength={1000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Refusal error={error} />
          <Group>
            <Button type="submit" variant={arrival ? "default" : "filled"} loading={state === "sending"}>
              {arrival ? t("setup.test_again") : t("setup.test_send")}
            </Button>
            <Anchor href={`/channels/webchat/${channelId}/page`} target="_blank" size="sm">
              {t("setup.test_page")}
            </Anchor>
          </Group>
        </Stack>
      </form>
      <div aria-live="polite">
        {state === "waiting" && (
          <Group gap="sm">
            <Loader size="sm" aria-hidden />
            <Text size="sm">{t("setup.test_waiting")}</Text>
          </Group>
        )}
        {state === "late" && (
          <Alert
            color="orange"
            variant="light"
            title={t("setup.test_late")}
            styles={{ title: { color: "var(--desk-risk)" } }}
          >
            {t("setup.test_late_hint")}
          </Alert>
        )}
        {arrival && (
          <Alert
            color="green"
            variant="light"
            icon={<IconCircleCheck size={20} />}
            styles={{ title: { color: "var(--desk-good)" } }}
            title={t("setup.test_arrived", { seconds: (arrival.after / 1000).toFixed(1) })}
          >
            <Text size="sm">{t("setup.test_what")}</Text>
            {arrival.caseId && (
              <Anchor component={Link} to={`/cases/${arrival.caseId}`} size="sm" underline="always">
                {t("setup.test_open")}
              </Anchor>
            )}
          </Alert>
        )}
      </div>
    </>
  );
}
