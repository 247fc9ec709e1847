import { Alert, Anchor, Button, Group, Stack, TagsInput, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, useWrite } from "../../../api/client";
import { Refusal } from "../Refusal";
import { useFieldSaid } from "../words";
import { noSite, siteOf } from "./sites";

/** The first channel: a web chat works at once. Others are set up in the administration. */
export function ChannelStep({
  channelId,
  onDone,
  onSkip,
}: {
  channelId?: string;
  onDone: (id: string) => void;
  onSkip: () => void;
}) {
  const { t } = useTranslation("access");
  const queues = $api.useQuery("get", "/api/v1/queues");
  const [name, setName] = useState(t("setup.chat_name"));
  const [origins, setOrigins] = useState<string[]>([]);
  const wrong = useFieldSaid();
  const site = noSite(origins);
  const make = useWrite("post", "/api/v1/channels", {
    meta: { quiet: true },
    onSuccess: (account) => onDone(account.id),
  });
  if (channelId) {
    return (
      <Stack>
        <Alert role="status" color="green" variant="light">
          {t("setup.chat_there")}
        </Alert>
        <Others />
        <Group justify="flex-end">
          <Button onClick={onSkip}>{t("setup.next")}</Button>
        </Group>
      </Stack>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (site !== undefined) return;
    make.mutate({
      body: {
        connector: "webchat",
        channel: "webchat",
        name: name.trim(),
        address: "",
        settings: origins.length ? { origins } : {},
        queue_id: queues.data?.items[0]?.id ?? null,
      },
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">{t("setup.channel_why")}</Text>
        <Refusal error={make.error} />
        <TextInput
          label={t("setup.chat_label")}
          description={t("setup.chat_hint")}
          required
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={wrong(make.error, "name")}
        />
        <TagsInput
          label={t("setup.origins")}
          description={t("setup.origins_hint")}
          placeholder={origins.length ? "" : "https://www.example.com"}
          value={origins}
          onChange={(typed) => setOrigins([...new Set(typed.map(siteOf))])}
          error={site !== undefined && t("setup.origins_wrong", { site })}
          clearable
          clearButtonProps={{ "aria-label": t("setup.clear") }}
        />
        <Others />
        <Group justify="flex-end">
          <Button variant="default" onClick={onSkip}>
            {t("setup.later")}
          </Button>
          <Button type="submit" loading={make.isPending || queues.isPending}>
            {t("setup.chat_make")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Others() {
  const { t } = useTranslation("access");
  return (
    <Text size="sm" c="dimmed">
      {t("setup.mail_hint")}{" "}
      <Anchor href="/admin/channels" target="_blank" inherit underline="always">
        {t("setup.mail_link")}
      </Anchor>
    </Text>
  );
}
