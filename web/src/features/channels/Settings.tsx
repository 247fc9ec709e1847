import { Button, Group, Select, SimpleGrid, Stack, TextInput, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schema, useWrite } from "../../api/client";
import { useQueues } from "../../ui/names";
import { changed, faultsOf, fieldsOf, type JsonSchema, same, startOf, type Values } from "../../ui/schemaForm";
import { tellDone } from "../../ui/tell";
import { CheckSteps } from "./CheckSteps";
import { LONG } from "./layouts";
import { problemsByField } from "./problems";
import { useChangeChannel } from "./queries";
import { SettingsForm } from "./SettingsForm";

/** What the inbox is set to. A change can be tried before it is saved. */
export function Settings({
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
  const change = useChangeChannel(account.id);
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
