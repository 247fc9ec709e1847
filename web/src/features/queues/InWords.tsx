import { List } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client";
import { formatDateTime, formatShare } from "../../lib/format";
import { exact } from "./Staircase";
import type { QueueDraft } from "./story";

/** What the queue will do, in sentences. */
export function QueueStory({
  draft,
  calendar,
}: {
  draft: QueueDraft;
  calendar?: Pick<Schema<"CalendarView">, "name" | "opens_at" | "closes_at">;
}) {
  const { t } = useTranslation("queues");
  const media = draft.media.map((each) => t(`medium.${each}`)).join(", ");
  const said = [
    media ? t("story.media", { media }) : t("story.all_media"),
    calendar ? t("story.hours", { calendar: calendar.name }) : t("story.always"),
    t("story.promise", { share: formatShare(draft.service_level ?? 0), time: exact(draft.service_seconds ?? 0) }),
    t("story.offer", { count: draft.offer_to ?? 1, time: exact(draft.offer_seconds ?? 0) }),
  ];
  if (calendar?.closes_at) said.splice(2, 0, t("story.closes", { at: formatDateTime(calendar.closes_at) }));
  if (calendar?.opens_at) said.splice(2, 0, t("story.opens", { at: formatDateTime(calendar.opens_at) }));
  if (draft.priority)
    said.push(t(draft.priority > 0 ? "story.before" : "story.behind", { minutes: Math.abs(draft.priority) }));
  if (draft.sticky_seconds) said.push(t("story.sticky", { time: exact(draft.sticky_seconds) }));
  if (draft.wrap_up_seconds) said.push(t("story.wrap_up", { time: exact(draft.wrap_up_seconds) }));
  return (
    <List size="sm" spacing="xs">
      {said.map((each) => (
        <List.Item key={each}>{each}</List.Item>
      ))}
    </List>
  );
}
