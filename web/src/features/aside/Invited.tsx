import { Badge, Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schema, useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import { words } from "../../ui/ChannelIcon";
import { DeclineForm } from "../../ui/DeclineForm";
import { AgentName, QueueName, useTeams } from "../../ui/names";
import classes from "./Aside.module.css";
import type { Interaction } from "./data";
import type { Invitation } from "./invitations";

interface Props {
  invitation: Invitation;
  interaction: Interaction;
  done: () => void;
}

/** A colleague who was asked into the conversation: what became of it, and what I can do about it. */
export function Invited({ invitation, interaction, done }: Props) {
  const { t } = useTranslation("aside");
  const asked = invitation.status === "invited";
  return (
    <li className={classes.card}>
      <Group gap={6}>
        <Text size="sm" fw={600} component="div">
          <Whom invitation={invitation} />
        </Text>
        <Badge size="sm" variant="light" tt="none">
          {t(`together.kind.${invitation.kind}`)}
        </Badge>
        <Badge size="sm" variant="light" color={asked ? "gray" : undefined} tt="none">
          {t(`together.status.${invitation.status}`, words(invitation.status))}
        </Badge>
      </Group>
      {invitation.question && <Text size="sm">{invitation.question}</Text>}
      {invitation.status === "declined" ? (
        <Text size="sm" c={invitation.outcome ? undefined : "dimmed"}>
          {invitation.outcome ? t("together.because", { reason: invitation.outcome }) : t("declined.no_reason")}
        </Text>
      ) : (
        <Answers invitation={invitation} interaction={interaction} done={done} />
      )}
    </li>
  );
}

function Answers({ invitation, interaction, done }: Props) {
  const { t } = useTranslation("aside");
  const me = useMe();
  const [declining, setDeclining] = useState(false);
  const path = { params: { path: { invitation_id: invitation.id } } };
  const after = { onSuccess: done };
  const join = useWrite("post", "/api/v1/invitations/{invitation_id}/join", after);
  const leave = useWrite("post", "/api/v1/invitations/{invitation_id}/leave", after);
  const decline = useWrite("post", "/api/v1/invitations/{invitation_id}/decline", after);
  const withdraw = useWrite("post", "/api/v1/invitations/{invitation_id}/withdraw", after);
  const give = useWrite("post", "/api/v1/interactions/{interaction_id}/give", after);
  const mine = invitation.agent_id === me.id;
  const asked = invitation.status === "invited";
  const byMe = invitation.invited_by === me.id || me.may("queue.manage");
  const forMe = asked && (mine || invitation.agent_id === null) && invitation.invited_by !== me.id;
  const owns = interaction.owner_id === me.id || me.may("queue.manage");
  const theirs = invitation.agent_id;
  if (declining && asked)
    return (
      <DeclineForm
        label={t("together.why_not")}
        busy={decline.isPending}
        onDecline={(reason) => decline.mutate({ ...path, body: { reason } })}
        onCancel={() => setDeclining(false)}
      />
    );
  return (
    <Group gap={6} mt={4}>
      {forMe && (
        <Button size="compact-sm" onClick={() => join.mutate(path)} loading={join.isPending}>
          {t("together.join")}
        </Button>
      )}
      {forMe && mine && (
        <Button size="compact-sm" variant="default" onClick={() => setDeclining(true)}>
          {t("together.decline")}
        </Button>
      )}
      {!asked && mine && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => leave.mutate({ ...path, body: {} })}
          loading={leave.isPending}
        >
          {t("together.leave")}
        </Button>
      )}
      {asked && byMe && (
        <Button size="compact-sm" variant="default" onClick={() => withdraw.mutate(path)} loading={withdraw.isPending}>
          {t("together.withdraw")}
        </Button>
      )}
      {!asked && owns && theirs && !mine && (
        <Button
          size="compact-sm"
          variant="light"
          loading={give.isPending}
          onClick={() =>
            give.mutate({ params: { path: { interaction_id: interaction.id } }, body: { agent_id: theirs } })
          }
        >
          {t("together.give")}
        </Button>
      )}
    </Group>
  );
}

function Whom({ invitation }: { invitation: Schema<"InvitationView"> }) {
  const teams = useTeams();
  if (invitation.agent_id) return <AgentName id={invitation.agent_id} />;
  if (invitation.queue_id) return <QueueName id={invitation.queue_id} />;
  return <>{teams.data?.get(invitation.team_id ?? "")?.name ?? "…"}</>;
}
