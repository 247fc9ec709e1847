import { Affix, Button, Group, Paper, RingProgress, Stack, Text, Title } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schema, useWrite } from "../../api/client";
import { useTopics } from "../../api/live";
import { useMe } from "../../api/me";
import { useNow } from "../../lib/clock";
import { useCommands } from "../../lib/commands";
import { ChannelIcon, useChannelName } from "../../ui/ChannelIcon";
import { DeclineForm } from "../../ui/DeclineForm";
import { KeyHint } from "../../ui/KeyHint";
import { QueueName, useAgents } from "../../ui/names";
import { Ticking } from "../../ui/TimeAgo";
import { tellFailure } from "../../ui/tell";
import { useHandedToMe } from "./handed";
import { notify, ring } from "./ringing";

type Offer = Schema<"OfferView">;

// As many signs as two lines of the card take.
const MOST_SAID = 120;

/** Work that is offered to me rings until I take it, leave it, or its time is over. */
export function OfferRing() {
  const me = useMe();
  useTopics([`agent:${me.id}`]);
  const works = me.may("interaction.work");
  const offers = $api.useQuery(
    "get",
    "/api/v1/offers",
    { params: { query: { agent_id: me.id, status: "offered", limit: 20 } } },
    { enabled: works, meta: { kinds: ["offer"] }, staleTime: 0 },
  );
  const now = useNow();
  // The oldest first: its time is over first.
  const open = (offers.data?.items ?? [])
    .filter((each) => each.status === "offered" && Date.parse(each.expires_at) > now)
    .reverse();
  const first = open[0];
  if (!first) return null;
  return (
    <Affix position={{ bottom: 16, right: 16 }} zIndex={300}>
      <Ringing key={first.id} offer={first} more={open.length - 1} />
    </Affix>
  );
}

function Ringing({ offer, more }: { offer: Offer; more: number }) {
  const { t } = useTranslation("app");
  const navigate = useNavigate();
  const channelName = useChannelName();
  const interaction = $api.useQuery("get", "/api/v1/interactions/{interaction_id}", {
    params: { path: { interaction_id: offer.interaction_id } },
  });
  const customerId = interaction.data?.customer_id;
  const customer = $api.useQuery(
    "get",
    "/api/v1/customers/{customer_id}",
    { params: { path: { customer_id: customerId ?? "" } } },
    { enabled: Boolean(customerId) },
  );
  const named = interaction.data?.subject ?? "";
  // A chat has no subject: its case, or what was said last, tells what it is about.
  const row = $api.useQuery(
    "get",
    "/api/v1/inbox",
    { params: { query: { interaction_id: [offer.interaction_id], limit: 1, view: "everything" } } },
    { enabled: interaction.isSuccess && !named },
  );
  const path = { params: { path: { offer_id: offer.id } } };
  const accept = useWrite("post", "/api/v1/offers/{offer_id}/accept", {
    onSuccess: () =>
      void navigate({
        to: "/desk/$view/$interactionId",
        params: { view: "mine", interactionId: offer.interaction_id },
      }),
  });
  const decline = useWrite("post", "/api/v1/offers/{offer_id}/decline", {
    onError: tellFailure,
    meta: { quiet: true },
  });
  const [whyNot, setWhyNot] = useState(false);
  const handed = useHandedToMe(interaction.data, useMe().id);
  const giver = useAgents().data?.get(handed?.from_id ?? "")?.name ?? t("offer.colleague");
  const giveBack = useWrite("post", "/api/v1/hand-offs/{hand_off_id}/decline");
  const take = () => accept.mutate(path);
  const leave = () => (handed ? setWhyNot(true) : decline.mutate({ ...path, body: {} }));
  const busy = accept.isPending || decline.isPending || giveBack.isPending;
  useCommands([
    { id: "offer.accept", title: t("offer.accept"), group: t("group.offer"), keys: "alt+a", run: take, enabled: !busy },
    {
      id: "offer.decline",
      title: t("offer.decline"),
      group: t("group.offer"),
      keys: "alt+d",
      run: leave,
      enabled: !busy,
    },
  ]);
  const listed = row.data?.items[0];
  const subject = named || listed?.case_title || (listed?.last_message?.text ?? "").slice(0, MOST_SAID);
  const settled = interaction.isSuccess && (named !== "" || !row.isPending);
  const who = customer.data?.display_name ?? "";
  const channel = interaction.data?.channel;
  useEffect(() => ring(offer.id), [offer.id]);
  useEffect(() => {
    const said = [who, subject].filter(Boolean).join(": ");
    return who && settled ? notify(t("offer.title"), said) : undefined;
  }, [who, subject, settled, t]);
  return (
    <Paper
      role="alertdialog"
      aria-label={t("offer.title")}
      withBorder
      shadow="xl"
      p="md"
      w="min(360px, calc(100vw - 32px))"
    >
      <Group wrap="nowrap" align="flex-start">
        <Countdown offer={offer} />
        <Stack gap={4} style={{ flex: 1, minWidth: 0 }}>
          <Group gap={6} wrap="nowrap">
            {channel && <ChannelIcon channel={channel} labelled={false} />}
            <Title order={2} size="h6">
              {channel ? t("offer.of", { channel: channelName(channel) }) : t("offer.title")}
            </Title>
          </Group>
          <Text fw={600} truncate>
            {who || "…"}
          </Text>
          <Text size="sm" c="dimmed" lineClamp={2}>
            {subject}
          </Text>
          {handed && (
            <Text size="sm" lineClamp={3}>
              {t("offer.handed", { name: giver, reason: handed.reason })}
            </Text>
          )}
          <Text size="xs" c="dimmed">
            <QueueName id={offer.queue_id} />
            {more > 0 ? ` · ${t("offer.more", { count: more })}` : ""}
          </Text>
        </Stack>
      </Group>
      {whyNot && handed && (
        <DeclineForm
          label={t("offer.why_not", { name: giver })}
          busy={giveBack.isPending}
          onDecline={(reason) => giveBack.mutate({ params: { path: { hand_off_id: handed.id } }, body: { reason } })}
          onCancel={() => setWhyNot(false)}
        />
      )}
      <Group grow mt="sm" preventGrowOverflow={false}>
        <Button onClick={take} loading={accept.isPending} rightSection={<KeyHint keys="alt+a" />}>
          {t("offer.accept")}
        </Button>
        {!whyNot && (
          <Button variant="default" onClick={leave} loading={decline.isPending} rightSection={<KeyHint keys="alt+d" />}>
            {t("offer.decline")}
          </Button>
        )}
      </Group>
    </Paper>
  );
}

function Countdown({ offer }: { offer: Offer }) {
  const now = useNow();
  const whole = Date.parse(offer.expires_at) - Date.parse(offer.offered_at);
  const left = Math.max(0, (Date.parse(offer.expires_at) - now) / whole);
  return (
    <RingProgress
      size={56}
      thickness={5}
      roundCaps
      sections={[{ value: Math.min(100, left * 100), color: left < 0.25 ? "red" : "ink" }]}
      label={
        <Text ta="center" size="xs" component="div">
          <Ticking until={offer.expires_at} />
        </Text>
      }
    />
  );
}
