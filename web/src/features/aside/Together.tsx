import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { $api, type Schema, useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import { formatDateTime } from "../../lib/format";
import { words } from "../../ui/ChannelIcon";
import { AgentName, QueueName, useTeams } from "../../ui/names";
import classes from "./Aside.module.css";
import type { Interaction } from "./data";
import { Section } from "./Section";

type Invitation = Schema<"InvitationView">;
const STANDS = ["invited", "joined"];

/** Colleagues who were asked into the conversation, and a callback that is to be made. */
export function Together({ interaction }: { interaction: Interaction }) {
  const { t } = useTranslation("aside");
  const path = { params: { path: { interaction_id: interaction.id } } };
  const invited = $api.useQuery("get", "/api/v1/interactions/{interaction_id}/invitations", path, {
    meta: { kinds: ["invitation"] },
  });
  const callbacks = $api.useQuery(
    "get",
    "/api/v1/callbacks",
    { params: { query: { interaction_id: interaction.id, limit: 5 } } },
    { meta: { kinds: ["callback"] } },
  );
  const standing = (invited.data ?? []).filter((each) => STANDS.includes(each.status));
  const waiting = (callbacks.data?.items ?? []).filter((each) => each.status === "waiting");
  const again = () => {
    void invited.refetch();
    void callbacks.refetch();
  };
  if (standing.length + waiting.length === 0) return null;
  return (
    <Section name="together" title={t("together.title")} count={standing.length + waiting.length}>
      <ul className={classes.list}>
        {standing.map((each) => (
          <Invited key={each.id} invitation={each} interaction={interaction} done={again} />
        ))}
        {waiting.map((each) => (
          <Callback key={each.id} callback={each} done={again} />
        ))}
      </ul>
    </Section>
  );
}

function Invited({
  invitation,
  interaction,
  done,
}: {
  invitation: Invitation;
  interaction: Interaction;
  done: () => void;
}) {
  const { t } = useTranslation("aside");
  const me = useMe();
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
      <Group gap={6} mt={4}>
        {forMe && (
          <>
            <Button size="compact-sm" onClick={() => join.mutate(path)} loading={join.isPending}>
              {t("together.join")}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => decline.mutate({ ...path, body: {} })}>
              {t("together.decline")}
            </Button>
          </>
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
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => withdraw.mutate(path)}
            loading={withdraw.isPending}
          >
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
    </li>
  );
}

function Whom({ invitation }: { invitation: Invitation }) {
  const teams = useTeams();
  if (invitation.agent_id) return <AgentName id={invitation.agent_id} />;
  if (invitation.queue_id) return <QueueName id={invitation.queue_id} />;
  return <>{teams.data?.get(invitation.team_id ?? "")?.name ?? "…"}</>;
}

function Callback({ callback, done }: { callback: Schema<"CallbackView">; done: () => void }) {
  const { t } = useTranslation("aside");
  const me = useMe();
  const cancel = useWrite("post", "/api/v1/callbacks/{callback_id}/cancel", { onSuccess: done });
  return (
    <li className={classes.card}>
      <Stack gap={2}>
        <Text size="sm" fw={600}>
          {t("callback.to", { number: callback.number })}
        </Text>
        <Text size="xs" c="dimmed">
          {callback.not_before ? t("callback.from", { at: formatDateTime(callback.not_before) }) : t("callback.soon")}
          {" · "}
          {t("callback.attempts", { count: callback.attempts.length, most: callback.most_attempts })}
        </Text>
        {me.may("interaction.work", "queue.manage") && (
          <Button
            size="compact-sm"
            variant="default"
            style={{ alignSelf: "flex-start" }}
            loading={cancel.isPending}
            onClick={() =>
              cancel.mutate({
                params: { path: { callback_id: callback.id } },
                body: { reason: t("callback.cancel_reason") },
              })
            }
          >
            {t("callback.cancel")}
          </Button>
        )}
      </Stack>
    </li>
  );
}
