import { ActionIcon, Button, Fieldset, Group, Stack, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { HoursDraft } from "./calendarDraft";
import { ShiftsInput } from "./WeekGrid";

interface ExceptionsProps {
  days: HoursDraft["exceptions"];
  onChange: (days: HoursDraft["exceptions"]) => void;
  problem: (place: number) => string | undefined;
}

/** Days with hours of their own, or none. */
export function Exceptions({ days, onChange, problem }: ExceptionsProps) {
  const { t } = useTranslation("hours");
  const set = (place: number, change: Partial<HoursDraft["exceptions"][number]>) =>
    onChange(days.map((each, other) => (other === place ? { ...each, ...change } : each)));
  return (
    <Fieldset legend={t("exceptions")}>
      <Stack gap="sm">
        {days.map((day, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a day is known by its place until it has a date.
          <Group key={place} align="start" gap="sm">
            <TextInput
              type="date"
              aria-label={t("exception.date", { number: place + 1 })}
              value={day.date}
              error={problem(place)}
              onChange={(event) => set(place, { date: event.currentTarget.value })}
            />
            <TextInput
              aria-label={t("exception.name", { number: place + 1 })}
              placeholder={t("exception.name_hint")}
              value={day.name}
              onChange={(event) => set(place, { name: event.currentTarget.value })}
            />
            <ShiftsInput
              label={t("exception.hours", { number: place + 1 })}
              shifts={day.hours}
              onChange={(hours) => set(place, { hours })}
            />
            <ActionIcon
              aria-label={t("exception.remove", { number: place + 1 })}
              onClick={() => onChange(days.filter((_, other) => other !== place))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        ))}
        <Button
          variant="light"
          size="compact-sm"
          w="fit-content"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...days, { date: new Date().toISOString().slice(0, 10), name: "", hours: [] }])}
        >
          {t("exception.add")}
        </Button>
      </Stack>
    </Fieldset>
  );
}
