import { Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { formatDate } from "../../lib/format";
import { words } from "../../ui/ChannelIcon";
import { StatusBadge } from "../../ui/StatusBadge";
import { Empty } from "../../ui/states";
import type { Overview } from "../aside/data";
import { AnchorLink } from "../aside/links";
import classes from "./Customer.module.css";

/** The customer's cases, open ones first. */
export function Cases({ overview }: { overview: Overview }) {
  const { t } = useTranslation("customer");
  const { cases } = overview.record;
  if (overview.hidden.includes("record")) return <Text size="sm">{t("cases.hidden")}</Text>;
  if (cases.length === 0) return <Empty title={t("cases.none")}>{t("cases.none_hint")}</Empty>;
  return (
    <Stack gap="xs">
      {cases.map((each) => (
        <div key={each.id} className={classes.card}>
          <Group justify="space-between" wrap="nowrap" gap="xs">
            <AnchorLink to="/cases/$caseId" params={{ caseId: each.id }} fw={600} size="sm">
              {each.title || each.reference}
            </AnchorLink>
            <StatusBadge status={each.status} />
          </Group>
          <Text size="xs" c="dimmed">
            {[each.reference, each.category && words(each.category), formatDate(each.last_contact_at)]
              .filter(Boolean)
              .join(" · ")}
          </Text>
          {each.summary && (
            <Text size="sm" lineClamp={2} mt={4}>
              {each.summary}
            </Text>
          )}
        </div>
      ))}
    </Stack>
  );
}
