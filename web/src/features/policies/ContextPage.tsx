import { Anchor, Button, Group, SimpleGrid, Table, Text, TextInput, Title } from "@mantine/core";
import { IconBulb, IconMoodCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schema, useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import { formatDate, formatNumber, formatShare } from "../../lib/format";
import { PAGED, rowsOf, useRefresh } from "../../lib/pages";
import { useChannelName, words } from "../../ui/ChannelIcon";
import { useConfirm } from "../../ui/confirm";
import { Guarded } from "../../ui/Guarded";
import { ShowMore } from "../../ui/ShowMore";
import { Empty, Loaded, PageHeader } from "../../ui/states";
import { TimeAgo } from "../../ui/TimeAgo";
import { tellDone } from "../../ui/tell";
import classes from "./Context.module.css";
import { useSwitchWords } from "./switches";

type Review = Schema<"ContextReview">;
type Counted = Schema<"Counted">;

export default function ContextPage() {
  return (
    <Guarded needs={["vocabulary.manage", "case.read"]}>
      <Context />
    </Guarded>
  );
}

/** Where customers had to say things twice, and what would mend it. */
function Context() {
  const { t } = useTranslation(["policies", "admin"]);
  const me = useMe();
  const refresh = useRefresh();
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const query = {
    ...(from ? { from: new Date(`${from}T00:00`).toISOString() } : {}),
    ...(to ? { to: new Date(new Date(`${to}T00:00`).getTime() + 86_400_000).toISOString() } : {}),
  };
  const review = $api.useQuery("get", "/api/v1/context-review", { params: { query } });
  const propose = useWrite("post", "/api/v1/context-review/proposals", {
    onSuccess: (made) => {
      refresh("/api/v1/context");
      tellDone(t("proposed", { count: made.length }));
    },
  });
  return (
    <>
      <PageHeader
        title={t("admin:page.context")}
        actions={
          me.may("vocabulary.manage") && (
            <Button
              variant="default"
              leftSection={<IconBulb size={16} />}
              loading={propose.isPending}
              onClick={() => propose.mutate({ params: { query } })}
            >
              {t("propose")}
            </Button>
          )
        }
      >
        {t("context_about")}
      </PageHeader>
      <Group mb="md" align="end">
        <TextInput
          type="date"
          label={t("from")}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput type="date" label={t("to")} value={to} onChange={(event) => setTo(event.currentTarget.value)} />
        {review.data && (
          <Text size="sm" c="dimmed">
            {t("period", { from: formatDate(review.data.since), to: formatDate(review.data.until) })}
          </Text>
        )}
      </Group>
      <Loaded query={review} rows={8}>
        {(found) => (
          <>
            <Proposals proposals={found.proposals} />
            <Figures review={found} />
          </>
        )}
      </Loaded>
      <Losses />
    </>
  );
}

function Proposals({ proposals }: { proposals: Schema<"ContextProposal">[] }) {
  const { t } = useTranslation("policies");
  const me = useMe();
  const refresh = useRefresh();
  const [ask, dialog] = useConfirm();
  const answer = useWrite("post", "/api/v1/context-proposals/{proposal_id}/answer", {
    onSuccess: ({ status }) => {
      refresh("/api/v1/context", "/api/v1/continuity-policies");
      tellDone(t(status === "accepted" ? "accepted" : "declined"));
    },
  });
  const open = proposals.filter((each) => each.status === "proposed");
  const give = (id: string, accept: boolean) =>
    answer.mutate({ params: { path: { proposal_id: id } }, body: { accept } });
  if (open.length === 0) return null;
  return (
    <section className={classes.card} aria-labelledby="context-proposals">
      <Title order={2} size="h4" id="context-proposals" mb="sm">
        {t("proposals")}
      </Title>
      {open.map((each) => (
        <Group key={each.id} justify="space-between" wrap="wrap" className={classes.proposal}>
          <Text size="sm" flex="1 1 20rem">
            {each.text}{" "}
            <Text span c="dimmed" size="sm">
              {t("of", { part: formatNumber(each.numerator), whole: formatNumber(each.denominator) })}
            </Text>
          </Text>
          {me.may("vocabulary.manage") && (
            <Group gap="xs">
              <Button size="compact-md" loading={answer.isPending} onClick={() => give(each.id, true)}>
                {t("accept")}
              </Button>
              <Button
                size="compact-md"
                variant="default"
                onClick={() =>
                  ask({
                    title: t("decline_title"),
                    body: t("decline_body"),
                    confirm: t("decline"),
                    onConfirm: () => give(each.id, false),
                  })
                }
              >
                {t("decline")}
              </Button>
            </Group>
          )}
        </Group>
      ))}
      {dialog}
    </section>
  );
}

const LOST = ["asked_again", "authenticated_again", "repeated_after_switch"] as const;

function Figures({ review }: { review: Review }) {
  const { t } = useTranslation("policies");
  const channelName = useChannelName();
  const said = useSwitchWords();
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }} mb="md">
      <section className={classes.card} aria-labelledby="by-channel">
        <Title order={2} size="h4" id="by-channel">
          {t("by_channel")}
        </Title>
        {review.contacts.map((each) => (
          <div key={`${each.from_channel} ${each.to_channel}`} className={classes.pair}>
            <Text fw={600} size="sm">
              {each.from_channel
                ? t("channel_pair", { from: channelName(each.from_channel), to: channelName(each.to_channel) })
                : channelName(each.to_channel)}{" "}
              <Text span c="dimmed" size="xs" fw={400}>
                {t("contacts", { count: each.contacts })}
              </Text>
            </Text>
            {LOST.map((kind) => (
              <Bar key={kind} label={t(`loss.${kind}`)} counted={each[kind]} />
            ))}
          </div>
        ))}
        {review.contacts.length === 0 && <Text c="dimmed">{t("no_contacts")}</Text>}
      </section>
      <section className={classes.card} aria-labelledby="by-hand-off">
        <Title order={2} size="h4" id="by-hand-off">
          {t("by_hand_off")}
        </Title>
        {review.hand_offs.map((each) => (
          <div key={`${each.switch} ${each.from_value} ${each.to_value}`} className={classes.pair}>
            <Text fw={600} size="sm">
              {said(each)}{" "}
              <Text span c="dimmed" size="xs" fw={400}>
                {t("hand_offs", { count: each.hand_offs, share: formatShare(each.completeness) })}
              </Text>
            </Text>
            <Bar label={t("loss.incomplete_hand_off")} counted={each.incomplete} />
            <Bar label={t("loss.asked_again")} counted={each.asked_again} />
            <Bar label={t("loss.authenticated_again")} counted={each.authenticated_again} />
          </div>
        ))}
        {review.hand_offs.length === 0 && <Text c="dimmed">{t("no_hand_offs")}</Text>}
        {review.answers.asked > 0 && (
          <Text size="sm" mt="md">
            {t("answers", { asked: review.answers.asked, answered: review.answers.answered })}
          </Text>
        )}
      </section>
    </SimpleGrid>
  );
}

/** A share as a bar, with the numbers that make it. */
function Bar({ label, counted }: { label: string; counted: Counted }) {
  const { t } = useTranslation("policies");
  if (counted.denominator === 0) return null;
  const rate = counted.rate ?? 0;
  return (
    <div className={classes.bar}>
      <span>{label}</span>
      <span className={classes.track} aria-hidden>
        <span style={{ width: `${Math.max(rate * 100, rate > 0 ? 1 : 0)}%` }} />
      </span>
      <span className={classes.number}>
        {formatShare(rate, 1)}{" "}
        <Text span c="dimmed" size="xs">
          {t("of", { part: formatNumber(counted.numerator), whole: formatNumber(counted.denominator) })}
        </Text>
      </span>
    </div>
  );
}

/** The single findings, so that somebody can look whether they are any. */
function Losses() {
  const { t } = useTranslation(["policies", "app"]);
  const me = useMe();
  const refresh = useRefresh();
  const channelName = useChannelName();
  const losses = $api.useInfiniteQuery("get", "/api/v1/context-losses", { params: { query: { limit: 25 } } }, PAGED);
  const dismiss = useWrite("post", "/api/v1/context-losses/{loss_id}/dismiss", {
    onSuccess: () => {
      refresh("/api/v1/context");
      tellDone(t("dismissed"));
    },
  });
  return (
    <section className={classes.card} aria-labelledby="losses">
      <Title order={2} size="h4" id="losses" mb="xs">
        {t("losses")}
      </Title>
      <Loaded query={{ ...losses, data: rowsOf(losses.data) }}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty icon={<IconMoodCheck size={32} />} title={t("no_losses")} />
          ) : (
            <Table>
              <Table.Thead className="visually-hidden">
                <Table.Tr>
                  <Table.Th>{t("what")}</Table.Th>
                  <Table.Th>{t("do")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((each) => (
                  <Table.Tr key={each.id}>
                    <Table.Td>
                      <Anchor component={Link} to={`/desk/all/${each.interaction_id}`} size="sm" fw={600}>
                        {t(`loss.${each.kind}`)}: {words(each.field)}
                      </Anchor>
                      <Text size="xs" c="dimmed">
                        {channelName(each.channel)} · <TimeAgo at={each.at} />
                      </Text>
                    </Table.Td>
                    <Table.Td ta="right">
                      {me.may("case.write") && (
                        <Button
                          size="compact-sm"
                          variant="subtle"
                          color="gray"
                          onClick={() => dismiss.mutate({ params: { path: { loss_id: each.id } } })}
                        >
                          {t("dismiss")}
                        </Button>
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Loaded>
      <ShowMore query={losses} />
    </section>
  );
}
