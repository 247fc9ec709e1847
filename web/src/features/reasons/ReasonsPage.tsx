import { Badge, Button, Group, Select, Stack, Switch, Table, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schema, useWrite } from "../../api/client";
import { useTopics } from "../../api/live";
import { Empty, Loaded, PageHeader } from "../../ui/states";
import { codeOf } from "../queues/story";

const ALL = { params: { query: { all: true, limit: 200 } } } as const;
const STATUSES = ["away", "busy", "wrap_up", "offline"] as const;
type Status = (typeof STATUSES)[number];

/** The organisation's words for why somebody is not available. */
export default function ReasonsPage() {
  const { t } = useTranslation("reasons");
  useTopics(["org"]);
  const reasons = $api.useQuery("get", "/api/v1/presence-reasons", ALL);
  return (
    <>
      <PageHeader title={t("title")}>{t("lead")}</PageHeader>
      <Stack gap="lg" maw={760}>
        <NewReason />
        <Loaded query={reasons}>
          {({ items }) =>
            items.length === 0 ? <Empty title={t("none")}>{t("none_hint")}</Empty> : <Reasons items={items} />
          }
        </Loaded>
      </Stack>
    </>
  );
}

function useAgain() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === "/api/v1/presence-reasons" });
}

function NewReason() {
  const { t } = useTranslation("reasons");
  const [name, setName] = useState("");
  const [status, setStatus] = useState<Status>("away");
  const again = useAgain();
  const create = useWrite("post", "/api/v1/presence-reasons", {
    onSuccess: () => {
      setName("");
      void again();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({ body: { code: codeOf(name), name, status } });
      }}
    >
      <Group align="end">
        <TextInput
          label={t("name")}
          placeholder={t("name_hint")}
          required
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label={t("status")}
          data={STATUSES.map((each) => ({ value: each, label: t(`app:status.${each}`) }))}
          value={status}
          allowDeselect={false}
          onChange={(each) => each && setStatus(each as Status)}
        />
        <Button type="submit" loading={create.isPending} disabled={!codeOf(name)}>
          {t("app:add")}
        </Button>
      </Group>
    </form>
  );
}

function Reasons({ items }: { items: Schema<"PresenceReason">[] }) {
  const { t } = useTranslation("reasons");
  const again = useAgain();
  const change = useWrite("patch", "/api/v1/presence-reasons/{reason_id}", { onSuccess: again });
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("name")}</Table.Th>
          <Table.Th>{t("status")}</Table.Th>
          <Table.Th>{t("in_use")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((reason) => (
          <Table.Tr key={reason.id}>
            <Table.Td>
              {reason.name}{" "}
              <Text span size="xs" c="dimmed">
                {reason.code}
              </Text>
            </Table.Td>
            <Table.Td>
              <Badge variant="dot" tt="none" color="gray">
                {t(`app:status.${reason.status}`)}
              </Badge>
            </Table.Td>
            <Table.Td>
              <Switch
                aria-label={t("use", { name: reason.name })}
                checked={reason.active}
                onChange={(event) =>
                  change.mutate({
                    params: { path: { reason_id: reason.id } },
                    body: { active: event.currentTarget.checked },
                  })
                }
              />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
