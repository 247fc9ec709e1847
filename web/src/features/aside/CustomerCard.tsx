import { ActionIcon, Badge, Box, CopyButton, Group, Text, Title, Tooltip } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCheck,
  IconCircleCheck,
  IconCircleDashed,
  IconCopy,
  IconHelpCircle,
  IconHome,
  IconMailOff,
} from "@tabler/icons-react";

import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client";
import { formatDate } from "../../lib/format";
import { words } from "../../ui/ChannelIcon";
import { shortHandle } from "../../ui/handles";
import { AgentName } from "../../ui/names";
import classes from "./Aside.module.css";
import type { Overview } from "./data";
import { AnchorLink } from "./links";
import { shown } from "./packet";

/** Who this is: name, kind, tier, handles and how sure they are, household and brokers, what feeds say. */
export function CustomerCard({
  overview,
  named = true,
}: {
  overview: Overview;
  /** The name stands above it already where this is false. */
  named?: boolean;
}) {
  const { t } = useTranslation("aside");
  const it = overview.customer;
  return (
    <Box>
      <Group gap={6} align="baseline">
        {named && (
          <Title order={4} size="h4">
            <AnchorLink
              to="/customers/$customerId"
              params={{ customerId: it.id }}
              inherit
              c="inherit"
              underline="hover"
            >
              {it.display_name || t("app:unnamed")}
            </AnchorLink>
          </Title>
        )}
        {!it.named && (
          <Text size="xs" c="dimmed">
            {t("customer.not_named")}
          </Text>
        )}
      </Group>
      <Group gap={6} mt={4}>
        <Badge variant="light" color="gray" tt="none">
          {t(`customer.kind.${it.kind}`)}
        </Badge>
        {it.tier && (
          <Badge variant="light" tt="none">
            {words(it.tier)}
          </Badge>
        )}
        {it.segments.map((each) => (
          <Badge key={each} variant="outline" color="gray" tt="none">
            {words(each)}
          </Badge>
        ))}
      </Group>
      <Consent overview={overview} />
      <Handles handles={overview.handles} />
      <Facts overview={overview} />
      <Related title={t("customer.household")} of={overview.household} />
      <Related title={t("customer.relationships")} of={overview.relationships} />
    </Box>
  );
}

function Consent({ overview }: { overview: Overview }) {
  const { t } = useTranslation("aside");
  const { consent } = overview;
  if (!consent.do_not_contact) return null;
  return (
    <Group gap={6} mt="xs" wrap="nowrap" className={classes.late} role="note">
      <IconMailOff size={16} aria-hidden />
      <Text size="sm" fw={600}>
        {t("customer.do_not_contact")}
        {consent.said_by.length > 0 && ` ${t("customer.said_by", { who: consent.said_by.join(", ") })}`}
        {consent.since && ` ${t("customer.since", { at: formatDate(consent.since) })}`}
      </Text>
    </Group>
  );
}

const MARKS = { verified: IconCircleCheck, asserted: IconCircleDashed, none: IconHelpCircle };
const COLOURS = { verified: "var(--desk-good)", asserted: "var(--desk-risk)", none: "var(--mantine-color-dimmed)" };

/** Addresses and numbers, each with how sure it is that they are this person's. */
export function Handles({ handles }: { handles: Schema<"HandleView">[] }) {
  const { t } = useTranslation("aside");
  return (
    <ul className={classes.list} aria-label={t("customer.handles")} style={{ gap: 2, marginTop: 8 }}>
      {handles.map((each) => {
        const Mark = MARKS[each.verification];
        const why = t(`verification.${each.verification}_why`, {
          scheme: t(`scheme.${each.scheme}`, words(each.scheme)),
        });
        return (
          <li key={each.id}>
            <Group gap={6} wrap="nowrap">
              <Tooltip label={why} multiline w={260}>
                <Mark
                  size={16}
                  role="img"
                  tabIndex={0}
                  aria-label={`${t(`verification.${each.verification}`)}: ${why}`}
                  style={{ color: COLOURS[each.verification], flex: "none" }}
                />
              </Tooltip>
              <Text size="sm" style={{ overflowWrap: "anywhere" }} title={each.value}>
                {shortHandle(each.value)}
              </Text>
              <Text size="xs" c="dimmed" style={{ flex: 1 }}>
                {t(`scheme.${each.scheme}`, words(each.scheme))}
              </Text>
              {each.unreachable && (
                <Tooltip label={t("customer.unreachable", { why: each.unreachable })}>
                  <IconAlertTriangle
                    size={16}
                    role="img"
                    tabIndex={0}
                    aria-label={t("customer.unreachable", { why: each.unreachable })}
                    color="var(--desk-late)"
                  />
                </Tooltip>
              )}
              <Copy value={each.value} />
            </Group>
          </li>
        );
      })}
    </ul>
  );
}

function Copy({ value }: { value: string }) {
  const { t } = useTranslation("aside");
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <ActionIcon size="sm" onClick={copy} aria-label={copied ? t("app:copied") : t("copy", { value })}>
          {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
        </ActionIcon>
      )}
    </CopyButton>
  );
}

function Facts({ overview }: { overview: Overview }) {
  const { t } = useTranslation("aside");
  const it = overview.customer;
  const language =
    it.language && (new Intl.DisplayNames(undefined, { type: "language" }).of(it.language) ?? it.language);
  const plain: [string, string | null | undefined][] = [
    [t("customer.language"), language],
    [
      t("customer.channel"),
      it.preferred_channel && t(`app:channel.${it.preferred_channel}`, words(it.preferred_channel)),
    ],
    [t("customer.stage"), it.lifecycle_stage && words(it.lifecycle_stage)],
  ];
  return (
    <dl className={classes.pairs} style={{ marginTop: 8 }}>
      {plain.map(([name, value]) => value && <Pair key={name} name={name} value={value} />)}
      {overview.preferred_agent && (
        <>
          <dt>{t("customer.preferred_agent")}</dt>
          <dd>
            <AgentName id={overview.preferred_agent.agent_id} />
          </dd>
        </>
      )}
      {overview.attributes
        .filter((each) => each.value !== null && each.name !== "do_not_contact")
        .map((each) => (
          <Pair
            key={each.name}
            name={words(each.name)}
            value={shown(each.value)}
            why={t("customer.source", {
              source: each.winner?.source ?? "",
              at: each.winner ? formatDate(each.winner.observed_at) : "",
              why: each.why,
            })}
          />
        ))}
    </dl>
  );
}

function Pair({ name, value, why }: { name: string; value: string; why?: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {why ? (
          <Tooltip label={why} multiline w={280}>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the source shows on focus too. */}
            <span tabIndex={0}>{value}</span>
          </Tooltip>
        ) : (
          value
        )}
      </dd>
    </>
  );
}

function Related({ title, of }: { title: string; of: Overview["household"] }) {
  const { t } = useTranslation("aside");
  if (of.length === 0) return null;
  return (
    <Box mt="xs">
      <Group gap={6}>
        <IconHome size={14} aria-hidden />
        <Text size="sm" fw={600}>
          {title}
        </Text>
      </Group>
      <ul className={classes.list} style={{ gap: 2 }}>
        {of.map((each) => (
          <li key={each.relationship.id}>
            <Text size="sm" component="span">
              <AnchorLink to="/customers/$customerId" params={{ customerId: each.other_id }} inherit>
                {each.other_name || t("app:unnamed")}
              </AnchorLink>{" "}
              <Text component="span" size="xs" c="dimmed">
                {t(`relation.${each.relationship.kind}.${each.outgoing ? "outgoing" : "incoming"}`)}
              </Text>
            </Text>
          </li>
        ))}
      </ul>
    </Box>
  );
}
