import {
  Alert,
  Button,
  Card,
  Group,
  Select,
  SimpleGrid,
  Stack,
  Stepper,
  Text,
  TextInput,
  UnstyledButton,
} from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schema, useWrite } from "../../api/client";
import { useQueues } from "../../ui/names";
import { faultsOf, fieldsOf, given, type JsonSchema, startOf, type Values } from "../../ui/schemaForm";
import { Failure, Loaded, PageHeader } from "../../ui/states";
import classes from "./Channels.module.css";
import { CheckSteps } from "./CheckSteps";
import { followed, LONG } from "./layouts";
import { NextSteps } from "./NextSteps";
import { problemsByField } from "./problems";
import { useConnectors } from "./queries";
import { SettingsForm } from "./SettingsForm";
import { useConnectorWords } from "./words";

/** Guided set-up: choose, fill in, try, choose the queue, done. Nothing is saved before it was tried. */
export default function ChannelNewPage() {
  // The words of forms are brought along now, so that the page is not taken away while they come.
  const { t } = useTranslation(["channels", "forms"]);
  const connectors = useConnectors();
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <>
      <PageHeader title={t("new.title")}>{t("new.lead")}</PageHeader>
      <Loaded query={connectors}>
        {({ items }) => {
          const connector = items.find((each) => each.code === chosen);
          return connector ? (
            <SetUp key={connector.code} connector={connector} back={() => setChosen(null)} />
          ) : (
            <Choose connectors={items} choose={setChosen} />
          );
        }}
      </Loaded>
    </>
  );
}

/** What customers use most comes first; what only takes in history comes last. */
const FIRST = ["email", "webchat"];

function Choose({ connectors, choose }: { connectors: Schema<"ConnectorView">[]; choose: (code: string) => void }) {
  const { t } = useTranslation("channels");
  const words = useConnectorWords();
  const rank = (code: string) => (FIRST.includes(code) ? FIRST.indexOf(code) : FIRST.length);
  return (
    <SimpleGrid
      cols={{ base: 1, sm: 2 }}
      aria-label={t("new.choose")}
      component="ul"
      p={0}
      m={0}
      className={classes.plain}
    >
      {[...connectors]
        .sort((one, other) => rank(one.code) - rank(other.code))
        .map((each) => (
          <li key={each.code}>
            <UnstyledButton className={classes.choice} onClick={() => choose(each.code)}>
              <Text fw={600}>{words(each.code, each.name).name}</Text>
              <Text size="sm" c="dimmed">
                {words(each.code, each.name).what}
              </Text>
            </UnstyledButton>
          </li>
        ))}
    </SimpleGrid>
  );
}

const STEPS = ["settings", "test", "queue"] as const;

function SetUp({ connector, back }: { connector: Schema<"ConnectorView">; back: () => void }) {
  const { t } = useTranslation("channels");
  const words = useConnectorWords()(connector.code, connector.name);
  const fields = fieldsOf(connector.settings as JsonSchema, LONG);
  const [step, setStep] = useState(0);
  const [strict, setStrict] = useState(false);
  const [name, setName] = useState("");
  const [address, setAddress] = useState("");
  const [channel, setChannel] = useState(connector.channels[0]?.code ?? "");
  const [values, setValues] = useState<Values>(() => startOf(fields));
  const [queueId, setQueueId] = useState<string | null>(null);
  const queues = useQueues();
  const test = useWrite("post", "/api/v1/channels/test", { meta: { quiet: true } });
  const create = useWrite("post", "/api/v1/channels", { meta: { quiet: true }, onSuccess: () => setStep(3) });
  const settings = given(fields, values);
  const body = { connector: connector.code, channel, name: name.trim() || words.name, address, settings };
  const problems = problemsByField(test.error ?? create.error, test.data?.steps ?? []);
  const edit = (next: Values) => {
    setValues(next);
    test.reset();
  };
  const missing = Object.keys(faultsOf(fields, values)).length + (name.trim() ? 0 : 1);
  // How far one has come: what is tried can be looked at again, and only what works gets a queue.
  const reached = !test.isIdle && missing === 0 ? (test.data?.passed ? 2 : 1) : 0;
  const form = useRef<HTMLFormElement>(null);
  const [attempts, setAttempts] = useState(0);
  useEffect(() => {
    // After it was drawn: only then are the fields marked.
    if (attempts > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [attempts]);
  const tryIt = () => {
    setStrict(true);
    if (missing > 0) {
      setAttempts(attempts + 1);
      return;
    }
    setStep(1);
    test.mutate({ body });
  };
  if (create.data) {
    const type = connector.channels.find((each) => each.code === channel);
    return (
      <Stack>
        <Alert
          color="green"
          variant="light"
          icon={<IconCircleCheck />}
          title={t("new.saved", { name: create.data.name })}
        >
          {t("new.saved_hint")}
        </Alert>
        <NextSteps account={create.data} type={type} />
        <Group>
          <Button component={Link} to={`/admin/channels/${create.data.id}`}>
            {t("new.open")}
          </Button>
          <Button component={Link} to="/admin/channels" variant="default">
            {t("new.all")}
          </Button>
        </Group>
      </Stack>
    );
  }
  return (
    <Stack gap="lg" maw={900}>
      <Stepper active={step} onStepClick={setStep} size="sm" allowNextStepsSelect={false}>
        {STEPS.map((each, place) => (
          <Stepper.Step
            key={each}
            label={t(`new.step.${each}`)}
            disabled={place > reached}
            allowStepSelect={place <= reached}
          />
        ))}
      </Stepper>
      {step === 0 && (
        <form
          ref={form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            tryIt();
          }}
        >
          <Stack gap="lg">
            <SimpleGrid cols={{ base: 1, sm: 2 }} style={{ alignItems: "start" }}>
              <TextInput
                label={t("field.name")}
                description={t("field.name_hint")}
                required
                error={strict && !name.trim() ? t("field.name_needed") : undefined}
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
              />
              <TextInput
                label={t(connector.code === "email" ? "field.email" : "field.address")}
                description={t(connector.code === "email" ? "field.email_hint" : "field.address_hint")}
                error={problems.address}
                value={address}
                onChange={(event) => {
                  edit(followed(connector.code, values, address, event.currentTarget.value.trim()));
                  setAddress(event.currentTarget.value.trim());
                }}
              />
              {connector.channels.length > 1 && (
                <Select
                  label={t("field.channel")}
                  data={connector.channels.map((each) => ({
                    value: each.code,
                    label: t(`app:channel.${each.code}` as "title"),
                  }))}
                  value={channel}
                  allowDeselect={false}
                  onChange={(each) => setChannel(each ?? channel)}
                />
              )}
            </SimpleGrid>
            <SettingsForm
              connector={connector.code}
              fields={fields}
              values={values}
              onChange={edit}
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
      )}
      {step === 1 && (
        <Card withBorder>
          <Stack>
            <Text fw={600} component="h2" fz="md" m={0}>
              {t("test.title", { name: words.name })}
            </Text>
            {test.error ? <Failure error={test.error} /> : null}
            <CheckSteps steps={test.data?.steps ?? []} running={test.isPending} />
            {test.data && (
              <Text fw={600} c={test.data.passed ? "var(--desk-good)" : "var(--desk-late)"} role="status">
                {t(test.data.passed ? "test.passed" : "test.failed")}
              </Text>
            )}
            <Group>
              {test.data?.passed && <Button onClick={() => setStep(2)}>{t("new.go_on")}</Button>}
              <Button
                variant={test.data?.passed ? "default" : "filled"}
                onClick={() => setStep(0)}
                disabled={test.isPending}
              >
                {t("new.mend")}
              </Button>
              <Button variant="default" onClick={() => test.mutate({ body })} disabled={test.isPending}>
                {t("test.again")}
              </Button>
            </Group>
          </Stack>
        </Card>
      )}
      {step === 2 && (
        <Stack>
          <Select
            label={t("field.queue")}
            description={t("field.queue_hint")}
            placeholder={t("field.no_queue")}
            clearable
            data={[...(queues.data?.values() ?? [])].map((each) => ({ value: each.id, label: each.name }))}
            value={queueId}
            onChange={setQueueId}
            maw={420}
          />
          {create.error ? <Failure error={create.error} /> : null}
          <Group>
            <Button loading={create.isPending} onClick={() => create.mutate({ body: { ...body, queue_id: queueId } })}>
              {t("new.save")}
            </Button>
          </Group>
        </Stack>
      )}
    </Stack>
  );
}
