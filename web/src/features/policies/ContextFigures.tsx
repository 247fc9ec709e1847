import { SimpleGrid, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client";
import { formatNumber, formatShare } from "../../lib/format";
import { useChannelName } from "../../ui/ChannelIcon";
import classes from "./Context.module.css";
import { useSwitchWords } from "./switches";

type Review = Schema<"ContextReview">;
type Counted = Schema<"Counted">;

const LOST = ["asked_again", "authenticated_again", "repeated_after_switch"] as const;

/** How often context was lost, by channel and by hand-off. */
export function ContextFigures({ review }: { review: Review }) {
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
