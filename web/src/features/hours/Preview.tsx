import { Badge, Table, Text, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { $api, type Schema } from "../../api/client";
import { formatDateTime, formatDay } from "../../lib/format";
import { DayBar } from "./WeekGrid";
import { type Shift, wordsOfShifts } from "./week";

const DAYS = 14;
const PAUSE_MS = 400;

/** What the hours bring in the next days, before they are saved. */
export function Preview({ rules }: { rules: Omit<Schema<"CalendarPreview">, "days"> }) {
  const { t } = useTranslation("hours");
  const [body] = useDebouncedValue({ ...rules, days: DAYS }, PAUSE_MS);
  const preview = $api.useQuery(
    "post",
    "/api/v1/calendars/preview",
    { body },
    { placeholderData: keepPreviousData, retry: false },
  );
  const found = preview.data;
  if (!found) return null;
  const next = found.open ? found.closes_at : found.opens_at;
  return (
    <section aria-labelledby="hours-preview">
      <Title order={3} size="h5" id="hours-preview">
        {t("preview")}{" "}
        <Badge variant="dot" tt="none" color={found.open ? "green" : "yellow"}>
          {t(found.open ? "open_now" : "closed_now")}
        </Badge>
      </Title>
      {next && (
        <Text size="sm" c="dimmed">
          {t(found.open ? "until" : "opens", { at: formatDateTime(next) })}
        </Text>
      )}
      <Table.ScrollContainer minWidth={420} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing={4}>
          <Table.Tbody>
            {found.days.map((day) => (
              <Table.Tr key={day.date}>
                <Table.Td w="16rem">{formatDay(`${day.date}T12:00:00Z`, "UTC")}</Table.Td>
                <Table.Td w="12rem">
                  {day.hours.length > 0 ? wordsOfShifts(day.hours as Shift[]) : t("closed_day")}
                  {day.because !== "week" && (
                    <Text size="xs" c="dimmed">
                      {day.name || t(`because.${day.because}`)}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td miw={120}>
                  <DayBar shifts={day.hours as Shift[]} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}
