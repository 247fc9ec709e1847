import { Alert, Button, Card, Group, Select, SimpleGrid, Stack, Switch, Text, TextInput, Title } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schema, useWrite } from "../../api/client";
import { useTopics } from "../../api/live";
import { useQueues } from "../../ui/names";
import { changed, faultsOf, fieldsOf, type JsonSchema, same, startOf, type Values } from "../../ui/schemaForm";
import { Loaded, PageHeader } from "../../ui/states";
import { TimeAgo } from "../../ui/TimeAgo";
import { tellDone } from "../../ui/tell";
import { CheckSteps } from "./CheckSteps";
import { Figures, HealthBadge, Problems } from "./Health";
import { LONG } from "./layouts";
import { NextSteps } from "./NextSteps";
import { problemsByField } from "./problems";
import { useConnectors, useHealth } from "./queries";
import { SettingsForm } from "./SettingsForm";

/** One inbox: how it fares, its settings, and a test of both. */
export default function ChannelPage() {
  const { accountId: id = "" } = useParams({ strict: false });
  // The words of forms are brought along now, so that the page is not taken away while they come.
  useTranslation(["channels", "forms"]);
  useTopics(["org"]);
  const account = $api.useQuery("get", "/api/v1/channels/{account_id}", { params: { path: { account_id: id } } });
  const connectors = useConnectors();
  return (
    <Loaded query={account}>
      {(found) => (
        <Loaded query={connectors}>
          {({ items }) => (
            <Channel key={found.id} account={found} connector={items.find((each) => each.code === found.connector)} />
          )}
        </Loaded>
      )}
    </Loaded>
  );
}

function Channel({
  account,
  connector,
}: {
  account: Schema<"ChannelAccountView">;
  connector?: Schema<"ConnectorView">;
}) {
  const { t } = useTranslation("channels");
  const type = connector?.channels.find((each) => each.code === account.channel);
  return (
    <>
      <PageHeader title={account.name} actions={<OnOff account={account} />}>
        {account.address}
      </PageHeader>
      <Stack gap="lg" maw={900}>
        <HealthCard account={account} />
        <NextSteps account={account} type={type} />
        {connector ? (
          <Settings account={account} connector={connector} />
        ) : (
          <Alert color="red">{t("gone", { connector: account.connector })}</Alert>
        )}
      </Stack>
    </>
  );
}

function useChange(accountId: string) {
  const client = useQueryClient();
  return useWrite("patch", "/api/v1/channels/{account_id}", {
    meta: { quiet: true },
    onSuccess: (saved) => {
      client.setQueryData(
        $api.queryOptions("get", "/api/v1/channels/{account_id}", { params: { path: { account_id: accountId } } })
          .queryKey,
        saved,
      );
      void client.invalidateQueries({
        predicate: ({ queryKey }) => String(queryKey[1]).startsWith("/api/v1/channels"),
      });
    },
  });
}

function OnOff({ account }: { account: Schema<"ChannelAccountView"> }) {
  const { t } = useTranslation("channels");
  const change = useChange(account.id);
  return (
    <Switch
      label={t("active")}
      checked={account.active}
      disabled={change.isPending}
      onChange={(event) =>
        change.mutate({ params: { path: { account_id: account.id } }, body: { active: event.currentTarget.checked } })
      }
    />
  );
}

function HealthCard({ account }: { account: Schema<"ChannelAccountView"> }) {
  const { t } = useTranslation("channels");
  const health = useHealth(account.id);
  const client = useQueryClient();
  const test = useWrite("post", "/api/v1/channels/test", {
    onSuccess: () =>
      client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[1]).startsWith("/api/v1/channels") }),
  });
  return (
    <Card withBorder>
      <Loaded query={health} rows={2}>
        {(found) => (
          <Stack gap="sm">
            <Group justify="space-between">
              <Group gap="sm">
                <Title order={2} size="h4">
                  {t("health")}
                </Title>
                <HealthBadge state={found.state} />
                {found.since && (
                  <Text size="sm" c="dimmed">
                    {t("since")} <TimeAgo at={found.since} />
                  </Text>
                )}
              </Group>
              <Button
                variant="default"
                leftSection={<IconPlugConnected size={16} />}
                loading={test.isPending}
                onClick={() => test.mutate({ body: { account_id: account.id } })}
              >
                {t("test.now")}
              </Button>
            </Group>
            <Problems health={found} />
            <Figures health={found} />
            {(found.steps.length > 0 || test.isPending) && (
              <>
                {found.tested_at && (
                  <Text size="sm" c="dimmed">
                    {t("test.last")} <TimeAgo at={found.tested_at} />
                  </Text>
                )}
                <CheckSteps steps={test.isPending ? [] : found.steps} running={test.isPending} />
              </>
            )}
          </Stack>
        )}
      </Loaded>
    </Card>
  );
}

function Settings({
  account,
  connector,
}: {
  account: Schema<"ChannelAccountView">;
  connector: Schema<"ConnectorView">;
}) {
  const { t } = useTranslation("channels");
  const fields = fieldsOf(connector.settings as JsonSchema, LONG);
  const before = startOf(fields, account.settings);
  const plain = { name: account.name, address: account.address, queue_id: account.queue_id };
  const [values, setValues] = useState<Values>(before);
  const [own, setOwn] = useState(plain);
  const queues = useQueues();
  const test = useWrite("post", "/api/v1/channels/test", { meta: { quiet: true } });
  const change = useChange(account.id);
  const settings = changed(fields, before, values);
  const dirty = Object.keys(settings).length > 0 || !same(own, plain);
  const faults = faultsOf(fields, values, account.secrets);
  const problems = problemsByField(change.error ?? test.error, test.data?.steps ?? []);
  const save = () => {
    if (Object.keys(faults).length > 0) return;
    change.mutate(
      {
        params: { path: { account_id: account.id } },
        body: { ...own, ...(Object.keys(settings).length > 0 && { settings }) },
      },
      {
        onSuccess: (saved) => {
          setValues(startOf(fields, saved.settings));
          test.reset();
          tellDone(t("saved"));
        },
      },
    );
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Stack gap="lg">
        <Title order={2} size="h4">
          {t("settings")}
        </Title>
        <SimpleGrid cols={{ base: 1, sm: 2 }} style={{ alignItems: "start" }}>
          <TextInput
            label={t("field.name")}
            required
            error={problems.name}
            value={own.name}
            onChange={(event) => setOwn({ ...own, name: event.currentTarget.value })}
          />
          <TextInput
            label={t(account.connector === "email" ? "field.email" : "field.address")}
            error={problems.address}
            value={own.address}
            onChange={(event) => setOwn({ ...own, address: event.currentTarget.value })}
          />
          <Select
            label={t("field.queue")}
            placeholder={t("field.no_queue")}
            clearable
            data={[...(queues.data?.values() ?? [])].map((each) => ({ value: each.id, label: each.name }))}
            value={own.queue_id}
            onChange={(queue_id) => setOwn({ ...own, queue_id })}
          />
        </SimpleGrid>
        <SettingsForm
          connector={account.connector}
          fields={fields}
          values={values}
          onChange={setValues}
          problems={problems}
          kept={account.secrets}
        />
        {(test.isPending || test.data) && <CheckSteps steps={test.data?.steps ?? []} running={test.isPending} />}
        <Group>
          <Button type="submit" disabled={!dirty || Object.keys(faults).length > 0} loading={change.isPending}>
            {t("app:save")}
          </Button>
          <Button
            variant="default"
            disabled={!dirty}
            loading={test.isPending}
            onClick={() => test.mutate({ body: { account_id: account.id, address: own.address, settings } })}
          >
            {t("test.changes")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
