import { Alert, Button, Code, Group, Select, SimpleGrid, Stack, Table, Text, TextInput } from "@mantine/core";
import { IconKey, IconUserPlus } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, api, type Schema, useWrite } from "../../../api/client";
import { Copy } from "../../../ui/Copy";
import { Refusal } from "../Refusal";
import { useFieldSaid } from "../words";

interface Added {
  agent: Schema<"Agent">;
  password: string;
}

/** The first people, each with a first password that is shown as long as this page is open. */
export function PeopleStep({ onDone, onBack }: { onDone: () => void; onBack: () => void }) {
  const { t } = useTranslation("access");
  const [added, setAdded] = useState<Added[]>([]);
  return (
    <Stack>
      <Text size="sm">{t("setup.people_why")}</Text>
      {added.length > 0 && <People added={added} />}
      <AddForm key={added.length} onAdded={(one) => setAdded([...added, one])} />
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onBack}>
          {t("app:back")}
        </Button>
        <Button onClick={onDone}>{added.length ? t("setup.next") : t("setup.later")}</Button>
      </Group>
    </Stack>
  );
}

function People({ added }: { added: Added[] }) {
  const { t } = useTranslation("access");
  return (
    <Alert color="ink" variant="light" role="status" icon={<IconKey size={18} />}>
      <Text size="sm">{t("setup.first_password_hint")}</Text>
      <Table aria-label={t("setup.added")} mt="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("me.name")}</Table.Th>
            <Table.Th>{t("email")}</Table.Th>
            <Table.Th>{t("setup.first_password")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {added.map(({ agent, password }) => (
            <Table.Tr key={agent.id}>
              <Table.Td>{agent.name}</Table.Td>
              <Table.Td style={{ overflowWrap: "anywhere" }}>{agent.email}</Table.Td>
              <Table.Td>
                <Group gap="xs" wrap="nowrap">
                  <Code data-secret style={{ overflowWrap: "anywhere", userSelect: "all" }}>
                    {password}
                  </Code>
                  <Copy text={password} />
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Alert>
  );
}

function AddForm({ onAdded }: { onAdded: (added: Added) => void }) {
  const { t } = useTranslation("access");
  const wrong = useFieldSaid();
  const roles = $api.useQuery("get", "/api/v1/roles");
  const organization = $api.useQuery("get", "/api/v1/organization");
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<string | null>(null);
  const all = roles.data?.items ?? [];
  const usual = all.find(({ code }) => code === "agent")?.id ?? null;
  const add = useWrite("post", "/api/v1/agents", {
    meta: { quiet: true },
    onSuccess: async (agent) => {
      const issued = await api.POST("/api/v1/agents/{agent_id}/password-reset", {
        params: { path: { agent_id: agent.id } },
      });
      onAdded({ agent, password: issued.data?.password ?? "" });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { locale = "en", time_zone = "UTC" } = organization.data ?? {};
    const chosen = role ?? usual;
    add.mutate({
      body: {
        name: name.trim(),
        email: email.trim(),
        role_ids: chosen ? [chosen] : [],
        locale,
        time_zone,
        languages: [locale],
      },
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Refusal error={add.error} />
        <SimpleGrid cols={{ base: 1, sm: 3 }} style={{ alignItems: "start" }}>
          <TextInput
            label={t("me.name")}
            required
            maxLength={200}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={wrong(add.error, "name")}
          />
          <TextInput
            label={t("email")}
            type="email"
            required
            maxLength={254}
            autoComplete="off"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            error={wrong(add.error, "email")}
          />
          <Select
            label={t("setup.role")}
            data={all.filter(({ code }) => code !== "integration").map(({ id, name }) => ({ value: id, label: name }))}
            value={role ?? usual}
            onChange={setRole}
            allowDeselect={false}
          />
        </SimpleGrid>
        <Group>
          <Button
            type="submit"
            variant="default"
            leftSection={<IconUserPlus size={16} />}
            loading={add.isPending}
            disabled={roles.isPending}
          >
            {t("setup.add_person")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
