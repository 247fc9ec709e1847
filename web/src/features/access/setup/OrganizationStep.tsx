import { Alert, Button, Code, Group, PasswordInput, Select, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWrite } from "../../../api/client";
import { hereZone, timeZones } from "../../../lib/regions";
import { useSpoken } from "../language";
import { Refusal } from "../Refusal";
import { keepSession } from "../session";
import { useFragment } from "../where";
import { useFieldSaid } from "../words";

/** Begin the organisation and oneself. The token stands in the address that the server printed. */
export function OrganizationStep({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation("access");
  const wrong = useFieldSaid();
  const client = useQueryClient();
  const locale = useSpoken();
  const brought = useFragment();
  const [typed, setToken] = useState("");
  const token = brought || typed;
  const [organization, setOrganization] = useState("");
  const [zone, setZone] = useState(hereZone);
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const begin = useWrite("post", "/api/v1/setup", {
    meta: { quiet: true },
    onSuccess: (session) => {
      keepSession(client, session);
      window.history.replaceState(null, "", window.location.pathname);
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    begin.mutate({
      body: {
        token: token.trim(),
        organization: organization.trim(),
        name: name.trim(),
        email: email.trim(),
        password,
        locale,
        time_zone: zone,
        packs: [],
      },
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">{t("setup.welcome")}</Text>
        {!brought && (
          <Alert role="note" variant="light" title={t("setup.token_title")}>
            <Text size="sm">
              {t("setup.token_hint")} <Code>…/setup#6c1f…</Code>
            </Text>
            <TextInput
              mt="sm"
              label={t("setup.token")}
              required
              autoComplete="off"
              value={typed}
              onChange={(event) => setToken(event.currentTarget.value)}
            />
          </Alert>
        )}
        <Refusal error={begin.error} />
        <SimpleGrid cols={{ base: 1, sm: 2 }} style={{ alignItems: "start" }}>
          <TextInput
            label={t("setup.organization")}
            required
            autoFocus
            maxLength={200}
            autoComplete="organization"
            value={organization}
            onChange={(event) => setOrganization(event.currentTarget.value)}
            error={wrong(begin.error, "organization")}
          />
          <Select
            label={t("setup.zone")}
            data={timeZones(zone)}
            value={zone}
            onChange={(value) => value && setZone(value)}
            searchable
            allowDeselect={false}
            limit={100}
            error={wrong(begin.error, "time_zone")}
          />
          <TextInput
            label={t("setup.name")}
            required
            maxLength={200}
            autoComplete="name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={wrong(begin.error, "name")}
          />
          <TextInput
            label={t("email")}
            type="email"
            required
            maxLength={254}
            autoComplete="username"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            error={wrong(begin.error, "email")}
          />
        </SimpleGrid>
        <PasswordInput
          label={t("password")}
          description={t("password_hint")}
          required
          minLength={12}
          maxLength={256}
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={wrong(begin.error, "password")}
          visibilityToggleButtonProps={{ "aria-label": t("show_password") }}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={begin.isPending}>
            {t("setup.begin")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
