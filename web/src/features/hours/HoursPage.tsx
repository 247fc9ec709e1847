import { Badge, Button, Card, Group, Stack, Text, UnstyledButton } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { $api } from "../../api/client";
import { useTopics } from "../../api/live";
import { formatDateTime } from "../../lib/format";
import { useChoice } from "../../ui/leaving";
import { Empty, Loaded, PageHeader } from "../../ui/states";
import { CalendarEditor } from "./CalendarEditor";
import classes from "./Hours.module.css";
import type { Calendar } from "./week";

const ALL = { params: { query: { limit: 200 } } } as const;

/** Business hours: calendars, and the one that is being looked at. */
export default function HoursPage() {
  const { t } = useTranslation("hours");
  useTopics(["org"]);
  const calendars = $api.useQuery("get", "/api/v1/calendars", ALL);
  const { current, isNew, choose, show, leaving } = useChoice<Calendar>(calendars.data?.items);
  return (
    <>
      <PageHeader
        title={t("title")}
        actions={
          <Button leftSection={<IconPlus size={16} />} onClick={() => choose("new")}>
            {t("add")}
          </Button>
        }
      >
        {t("lead")}
      </PageHeader>
      {leaving}
      <Loaded query={calendars}>
        {({ items }) => (
          <Stack gap="lg">
            {items.length === 0 && !isNew && <Empty title={t("none")}>{t("none_hint")}</Empty>}
            <ul className={classes.list} aria-label={t("title")}>
              {items.map((each) => (
                <li key={each.id}>
                  <UnstyledButton
                    className={classes.choice}
                    aria-current={each.id === current?.id ? "true" : undefined}
                    onClick={() => choose(each.id)}
                  >
                    <CalendarLine calendar={each} />
                  </UnstyledButton>
                </li>
              ))}
            </ul>
            {(current || isNew) && (
              <Card withBorder>
                <CalendarEditor
                  key={current?.id ?? "new"}
                  calendar={current}
                  done={(saved) => show(saved?.id ?? null)}
                />
              </Card>
            )}
          </Stack>
        )}
      </Loaded>
    </>
  );
}

function CalendarLine({ calendar }: { calendar: Calendar }) {
  const { t } = useTranslation("hours");
  const next = calendar.open ? calendar.closes_at : calendar.opens_at;
  return (
    <>
      <Group gap="xs" justify="space-between" wrap="nowrap">
        <Text fw={600} truncate>
          {calendar.name}
        </Text>
        <Badge variant="dot" tt="none" color={calendar.open ? "green" : "yellow"}>
          {t(calendar.open ? "open" : "closed")}
        </Badge>
      </Group>
      <Text size="xs" c="dimmed">
        {next ? t(calendar.open ? "until" : "opens", { at: formatDateTime(next) }) : calendar.timezone}
      </Text>
    </>
  );
}
