import { Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import { LANGUAGES } from "../../lib/i18n";
import { timeZones } from "../../lib/regions";
import { tellDone } from "../../ui/tell";
import { Section } from "./Section";

/** My name, and the language and time zone in which I am written to. */
export function ProfileCard() {
  const { t } = useTranslation("access");
  const { agent } = useMe();
  const client = useQueryClient();
  const [name, setName] = useState(agent.name);
  const [locale, setLocale] = useState(agent.locale);
  const [zone, setZone] = useState(agent.time_zone);
  const save = useWrite("patch", "/api/v1/agents/{agent_id}", {
    onSuccess: () => {
      tellDone(t("me.saved"));
      void client.invalidateQueries({ queryKey: ["get", "/api/v1/session"] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({
      params: { path: { agent_id: agent.id } },
      body: { name: name.trim(), locale, time_zone: zone },
    });
  };
  const spoken = Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }));
  const languages = spoken.some(({ value }) => value === locale)
    ? spoken
    : [...spoken, { value: locale, label: locale }];
  const same = name.trim() === agent.name && locale === agent.locale && zone === agent.time_zone;
  return (
    <Section title={t("me.profile")}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={t("me.name")}
            description={t("me.name_hint")}
            required
            maxLength={200}
            autoComplete="name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group grow preventGrowOverflow={false} align="start">
            <Select
              label={t("me.locale")}
              data={languages}
              value={locale}
              onChange={(value) => value && setLocale(value)}
              allowDeselect={false}
            />
            <Select
              label={t("me.zone")}
              data={timeZones(zone)}
              value={zone}
              onChange={(value) => value && setZone(value)}
              searchable
              allowDeselect={false}
              limit={100}
            />
          </Group>
          <Group justify="flex-end">
            <Button type="submit" disabled={same || name.trim() === ""} loading={save.isPending}>
              {t("app:save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
