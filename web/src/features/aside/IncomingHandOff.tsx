import { Badge, Button, Group, Paper, Progress, Stack, Text, TextInput, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import { formatShare } from "../../lib/format";
import { DeclineForm } from "../../ui/DeclineForm";
import { AgentName } from "../../ui/names";
import { tellDone } from "../../ui/tell";
import classes from "./Aside.module.css";
import { DeclinedHandOff } from "./DeclinedHandOff";
import { type HandOff, type Interaction, isInHand, useHandOffs } from "./data";
import { PacketView } from "./PacketView";
import { Section } from "./Section";

/** The last hand-off of the contact, for whoever has it now or is asked: read this before you ask the customer. */
export function IncomingHandOff({ interaction }: { interaction: Interaction }) {
  const { t } = useTranslation("aside");
  const me = useMe();
  const handOffs = useHandOffs(interaction.id);
  const last = (handOffs.data ?? []).at(-1);
  const back = last?.status === "declined" && last.declined_by !== me.id;
  if (back && interaction.owner_id === me.id && isInHand(interaction.status)) return <DeclinedHandOff handOff={last} />;
  if (!last || !["offered", "accepted"].includes(last.status)) return null;
  const mine = interaction.owner_id === me.id || (last.to_kind === "agent" && last.to_id === me.id);
  return (
    <Section name="hand_off" title={t("incoming.title")} loud={last.status === "offered" && mine}>
      <Stack gap="xs">
        <Text size="sm" component="div">
          {t("incoming.from")} <AgentName id={last.from_kind === "agent" ? last.from_id : null} />
        </Text>
        <Paper className={classes.travels} component="blockquote" m={0}>
          <Text size="sm">{last.reason}</Text>
        </Paper>
        <Group gap={6} wrap="nowrap">
          <Progress value={last.completeness * 100} size="sm" style={{ flex: 1 }} aria-label={t("form.complete")} />
          <Text size="xs" c="dimmed">
            {t("incoming.complete", { share: formatShare(last.completeness) })}
          </Text>
        </Group>
        <PacketView packet={last.packet} />
        {last.asked_again.length > 0 && <AskedAgain handOff={last} />}
        {me.may("interaction.work") && mine && (
          <Answer key={last.id} handOff={last} done={() => void handOffs.refetch()} />
        )}
      </Stack>
    </Section>
  );
}

function AskedAgain({ handOff }: { handOff: HandOff }) {
  const { t } = useTranslation("aside");
  const questions = handOff.asked_again.map((each) => String((each as { question?: unknown }).question ?? ""));
  return (
    <div>
      <Title order={4} size="xs">
        {t("incoming.asked")}{" "}
        <Badge size="xs" color="gray" variant="light">
          {questions.length}
        </Badge>
      </Title>
      <ul style={{ margin: 0, paddingLeft: 18 }}>
        {questions.map((each) => (
          <li key={each}>
            <Text size="sm" component="span">
              {each}
            </Text>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** "The customer was asked again" in one click, and sending it back. */
function Answer({ handOff, done }: { handOff: HandOff; done: () => void }) {
  const { t } = useTranslation("aside");
  const [asking, setAsking] = useState(false);
  const [declining, setDeclining] = useState(false);
  const path = { params: { path: { hand_off_id: handOff.id } } };
  const decline = useWrite("post", "/api/v1/hand-offs/{hand_off_id}/decline", { onSuccess: done });
  const note = $api.useMutation("post", "/api/v1/hand-offs/{hand_off_id}/asked-again", {
    onSuccess: () => {
      setAsking(false);
      tellDone(t("incoming.noted"));
      done();
    },
  });
  const [question, setQuestion] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    note.mutate({ ...path, body: { question: question.trim() || t("incoming.something") } });
    setQuestion("");
  };
  return (
    <Stack gap={6}>
      <Group gap="xs">
        {!asking && (
          <Button size="compact-sm" variant="default" onClick={() => setAsking(true)}>
            {t("incoming.asked_again")}
          </Button>
        )}
        {handOff.status === "offered" && (
          <Button
            size="compact-sm"
            variant="default"
            aria-expanded={declining}
            onClick={() => setDeclining(!declining)}
          >
            {t("incoming.decline")}
          </Button>
        )}
      </Group>
      {declining && handOff.status === "offered" && (
        <DeclineForm
          label={t("incoming.why_not")}
          busy={decline.isPending}
          onDecline={(reason) => decline.mutate({ ...path, body: { reason } })}
          onCancel={() => setDeclining(false)}
        />
      )}
      {asking && (
        <form onSubmit={submit}>
          <Group gap={6} align="flex-end" wrap="nowrap">
            <TextInput
              autoFocus
              size="xs"
              label={t("incoming.which")}
              value={question}
              onChange={(event) => setQuestion(event.currentTarget.value)}
              style={{ flex: 1 }}
            />
            <Button type="submit" size="xs" loading={note.isPending}>
              {t("incoming.note")}
            </Button>
          </Group>
        </form>
      )}
    </Stack>
  );
}
