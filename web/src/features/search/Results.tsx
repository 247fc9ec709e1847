import { Button, Group, Text } from "@mantine/core";
import { IconMoodEmpty } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type KeyboardEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import { formatDateTime } from "../../lib/format";
import { ChannelIcon } from "../../ui/ChannelIcon";
import { AgentName } from "../../ui/names";
import { StatusBadge } from "../../ui/StatusBadge";
import { Empty, Failure, Loading } from "../../ui/states";
import type { Asked } from "./asked";
import type { Found, Hit } from "./results";
import classes from "./Search.module.css";

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 };

/** What was found; arrows go up and down, Enter opens. */
export function Results({ results, asked }: { results: Found; asked: Asked }) {
  const { t } = useTranslation("search");
  const list = useRef<HTMLUListElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    const links = [...(list.current?.querySelectorAll<HTMLElement>("a") ?? [])];
    const next = links[links.indexOf(document.activeElement as HTMLElement) + step];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  };
  if (results.error) return <Failure error={results.error} retry={results.retry} />;
  if (results.pending) return <Loading rows={8} />;
  return (
    <section aria-label={t("results")}>
      <Text size="sm" c="dimmed" role="status" mb="xs">
        {countOf(t, results)}
      </Text>
      {results.hits.length === 0 && !results.more ? (
        <Empty icon={<IconMoodEmpty size={32} />} title={t("none")}>
          {t("none_hint")}
        </Empty>
      ) : (
        <ul className={classes.hits} ref={list} onKeyDown={move}>
          {results.hits.map((hit) => (
            <HitRow key={hit.interaction_id} hit={hit} named={!asked.customer_id} />
          ))}
        </ul>
      )}
      {results.more && (
        <Group justify="center" my="md">
          <Button variant="default" onClick={results.loadMore} loading={results.loadingMore}>
            {t("more")}
          </Button>
        </Group>
      )}
    </section>
  );
}

function countOf(t: (key: string, values?: Record<string, unknown>) => string, { facets, hits }: Found): string {
  if (!facets) return t("count", { count: hits.length });
  return facets.complete ? t("count", { count: facets.counted }) : t("count_more", { count: facets.counted });
}

function HitRow({ hit, named }: { hit: Hit; named: boolean }) {
  const { t } = useTranslation("search");
  const title = hit.case_title || hit.subject || t("untitled");
  const inside = (
    <>
      <Group gap="xs" wrap="nowrap">
        <ChannelIcon channel={hit.channel} size={16} />
        <Text fw={600} truncate component="span">
          {title}
        </Text>
        <StatusBadge status={hit.status} size="xs" />
      </Group>
      <Text size="sm" c="dimmed" component="span" display="block">
        {[named ? hit.customer_name || t("unknown_customer") : null, hit.case_reference, formatDateTime(hit.started_at)]
          .filter(Boolean)
          .join(" · ")}
        {hit.owner_id && (
          <>
            {" · "}
            <AgentName id={hit.owner_id} />
          </>
        )}
      </Text>
      {hit.excerpt && (
        <span className={classes.excerpt} data-place={hit.excerpt.place}>
          <span className={classes.place}>
            {t(`place.${hit.excerpt.place}`)}
            {hit.excerpt.author && `, ${hit.excerpt.author}`}:
          </span>{" "}
          {hit.excerpt.parts.map((part, number) =>
            part.hit ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other name and never move.
              <mark key={number}>{part.text}</mark>
            ) : (
              part.text
            ),
          )}
        </span>
      )}
    </>
  );
  return <li>{hit.case_id ? <CaseLink hit={hit}>{inside}</CaseLink> : <div className={classes.hit}>{inside}</div>}</li>;
}

/** To the case, at the message. */
function CaseLink({ hit, children }: { hit: Hit; children: React.ReactNode }) {
  const message = hit.excerpt?.message_id;
  return (
    <Link
      to="/cases/$caseId"
      params={{ caseId: hit.case_id ?? "" }}
      search={{ interaction: hit.interaction_id, ...(message ? { message } : {}) }}
      className={classes.hit}
    >
      {children}
    </Link>
  );
}
