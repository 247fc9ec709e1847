import { Button, Group, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { $api } from "../../api/client";
import { formatDateTime } from "../../lib/format";
import { PAGED } from "../../lib/pages";
import { ChannelIcon } from "../../ui/ChannelIcon";
import { StatusBadge } from "../../ui/StatusBadge";
import { Loaded } from "../../ui/states";
import classes from "./Aside.module.css";
import { hasEnded, type Interaction, type Overview } from "./data";
import { byMonth, monthName } from "./months";
import { Nothing, Section } from "./Section";

const PAGE = 20;
const MOST = 200;

interface Props {
  customerId: string;
  interactionId?: string | null;
  cases: Overview["record"]["cases"];
  /** How many stand there at first. */
  size?: number;
  closed?: boolean;
}

/** Every contact of the customer on all channels and in all cases, by month. */
export function Timeline({ customerId, interactionId = null, cases, closed }: Props) {
  const { t, i18n } = useTranslation("aside");
  const contacts = $api.useInfiniteQuery(
    "get",
    "/api/v1/interactions",
    { params: { query: { customer_id: customerId, limit: PAGE } } },
    PAGED,
  );
  const names = new Map(cases.map((each) => [each.id, each.reference]));
  const items = (contacts.data?.pages ?? []).flatMap((page) => page.items);
  return (
    <Section name="timeline" title={t("timeline.title")} count={items.length} closed={closed}>
      <Loaded query={contacts} rows={3}>
        {() =>
          items.length === 0 ? (
            <Nothing>{t("timeline.none")}</Nothing>
          ) : (
            <>
              {byMonth(items).map(({ month, items: held }) => (
                <div key={month} className={classes.month}>
                  <Text size="xs" c="dimmed" fw={600} component="h4" m={0}>
                    {monthName(month, i18n.language)}
                  </Text>
                  {held.map((each) => (
                    <Contact
                      key={each.id}
                      of={each}
                      here={each.id === interactionId}
                      reference={names.get(each.case_id ?? "")}
                    />
                  ))}
                </div>
              ))}
              {contacts.hasNextPage && items.length < MOST && (
                <Button
                  mt="xs"
                  size="compact-sm"
                  variant="subtle"
                  loading={contacts.isFetchingNextPage}
                  onClick={() => void contacts.fetchNextPage()}
                >
                  {t("timeline.earlier")}
                </Button>
              )}
            </>
          )
        }
      </Loaded>
    </Section>
  );
}

function Contact({ of, here, reference }: { of: Interaction; here: boolean; reference: string | undefined }) {
  const { t } = useTranslation("aside");
  return (
    <Link
      to="/desk/$view/$interactionId"
      params={{ view: "all", interactionId: of.id }}
      className={classes.event}
      data-here={here || undefined}
      data-ended={hasEnded(of.status) || undefined}
      aria-current={here ? "true" : undefined}
    >
      <Group gap={6} wrap="nowrap">
        <ChannelIcon channel={of.channel} size={14} />
        <Text size="sm" truncate style={{ flex: 1 }}>
          {of.subject || of.summary || t("timeline.no_subject")}
        </Text>
        {!hasEnded(of.status) && <StatusBadge status={of.status} size="xs" />}
      </Group>
      <Text size="xs" c="dimmed">
        {formatDateTime(of.started_at)}
        {reference && ` · ${reference}`}
      </Text>
    </Link>
  );
}
