import { Button, Group, Select, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { followed } from "./layouts";
import { SettingsForm } from "./SettingsForm";
import type { SettingUp } from "./useSetUp";

/** What the inbox is called, and how it is reached. */
export function SetUpDetails({ setUp, back }: { setUp: SettingUp; back: () => void }) {
  const { t } = useTranslation("channels");
  const { connector, draft, edit, missing, problems, strict } = setUp;
  const form = useRef<HTMLFormElement>(null);
  const [attempts, setAttempts] = useState(0);
  useEffect(() => {
    // After it was drawn: only then are the fields marked.
    if (attempts > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [attempts]);
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!setUp.tryOut()) setAttempts(attempts + 1);
      }}
    >
      <Stack gap="lg">
        <SimpleGrid cols={{ base: 1, sm: 2 }} style={{ alignItems: "start" }}>
          <TextInput
            label={t("field.name")}
            description={t("field.name_hint")}
            required
            error={strict && !draft.name.trim() ? t("field.name_needed") : undefined}
            value={draft.name}
            onChange={(event) => edit({ name: event.currentTarget.value })}
          />
          <TextInput
            label={t(connector.code === "email" ? "field.email" : "field.address")}
            description={t(connector.code === "email" ? "field.email_hint" : "field.address_hint")}
            error={problems.address}
            value={draft.address}
            onChange={(event) => {
              const address = event.currentTarget.value.trim();
              edit({ address, values: followed(connector.code, draft.values, draft.address, address) });
            }}
          />
          {connector.channels.length > 1 && (
            <Select
              label={t("field.channel")}
              data={connector.channels.map((each) => ({
                value: each.code,
                label: t(`app:channel.${each.code}` as "title"),
              }))}
              value={draft.channel}
              allowDeselect={false}
              onChange={(channel) => channel && edit({ channel })}
            />
          )}
        </SimpleGrid>
        <SettingsForm
          connector={connector.code}
          fields={setUp.fields}
          values={draft.values}
          onChange={(values) => edit({ values })}
          problems={problems}
          strict={strict}
        />
        <Group>
          <Button type="submit">{t("new.test")}</Button>
          <Button variant="default" onClick={back}>
            {t("new.other")}
          </Button>
          <Text size="sm" c="var(--desk-late)" role="status">
            {strict && missing > 0 && t("new.missing", { count: missing })}
          </Text>
        </Group>
      </Stack>
    </form>
  );
}
