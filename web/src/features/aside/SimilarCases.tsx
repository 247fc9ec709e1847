import { Badge, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { $api, type Schema } from "../../api/client";
import { formatDuration, formatShare } from "../../lib/format";
import { words } from "../../ui/ChannelIcon";
import { StatusBadge } from "../../ui/StatusBadge";
import { Loaded } from "../../ui/states";
import classes from "./Aside.module.css";
import { AnchorLink } from "./links";
import { Nothing, Section } from "./Section";
import { type Why, whyAlike } from "./similar";

const FIRST = 5;

/** Earlier cases most like this one: why, and how they ended. */
export function SimilarCases({ caseId }: { caseId: string }) {
  const { t } = useTranslation("aside");
  const found = $api.useQuery(
    "get",
    "/api/v1/cases/{case_id}/similar",
    { params: { path: { case_id: caseId }, query: { limit: FIRST } } },
    { meta: { live: false } },
  );
  return (
    <Section name="similar" title={t("similar.title")} count={found.data?.length}>
      <Loaded query={found} rows={3}>
        {(cases) =>
          cases.length === 0 ? (
            <Nothing>{t("similar.none")}</Nothing>
          ) : (
            <ul className={classes.list}>
              {cases.map((each) => (
                <Similar key={each.case_id} of={each} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}

function Similar({ of }: { of: Schema<"SimilarCase"> }) {
  const { t } = useTranslation("aside");
  const say = (why: Why) => t(`similar.why.${why.what}`, { of: why.of.join(", ") });
  return (
    <li className={classes.card}>
      <Group gap={6} wrap="nowrap" justify="space-between">
        <AnchorLink to="/cases/$caseId" params={{ caseId: of.case_id }} size="sm" fw={600} truncate>
          {of.title || of.reference}
        </AnchorLink>
        <Text size="xs" c="dimmed">
          {formatShare(of.score)}
        </Text>
      </Group>
      <Text size="xs" c="dimmed">
        {[of.reference, of.same_customer ? t("similar.same_customer") : of.customer_name].filter(Boolean).join(" · ")}
      </Text>
      <Group gap={6} mt={4}>
        {of.outcome ? (
          <Badge size="sm" variant="light" tt="none">
            {words(of.outcome)}
          </Badge>
        ) : (
          <StatusBadge status={of.status} />
        )}
        {of.disposition && (
          <Badge size="sm" variant="light" color="gray" tt="none">
            {words(of.disposition)}
          </Badge>
        )}
        {of.seconds_to_resolve !== null && (
          <Text size="xs" c="dimmed">
            {t("similar.took", { time: formatDuration(of.seconds_to_resolve) })}
          </Text>
        )}
      </Group>
      {of.summary && (
        <Text size="sm" lineClamp={2} mt={4}>
          {of.summary}
        </Text>
      )}
      <Text size="xs" mt={4}>
        {whyAlike(of).map(say).join(" · ")}
      </Text>
    </li>
  );
}
