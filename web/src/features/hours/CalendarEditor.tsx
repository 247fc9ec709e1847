import { ActionIcon, Button, Fieldset, Group, Select, SimpleGrid, Stack, TextInput, Title } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import i18next from "i18next";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, useWrite } from "../../api/client";
import { Problem } from "../../api/problem";
import { hereZone, timeZones } from "../../lib/regions";
import { useConfirm } from "../../ui/confirm";
import { same } from "../../ui/schemaForm";
import { Failure } from "../../ui/states";
import { tellDone } from "../../ui/tell";
import { codeOf } from "../queues/story";
import { Preview } from "./Preview";
import { ShiftsInput, WeekGrid } from "./WeekGrid";
import { type Calendar, filled, type Shift, type Week } from "./week";

export interface HoursDraft {
  name: string;
  code: string;
  timezone: string;
  weekly: Week;
  holidays: { country: string; subdivision?: string | null } | null;
  exceptions: { date: string; name: string; hours: Shift[] }[];
}

const EMPTY: HoursDraft = {
  name: "",
  code: "",
  timezone: hereZone(),
  weekly: Object.fromEntries(["mon", "tue", "wed", "thu", "fri"].map((day) => [day, [["09:00", "17:00"]]])) as Week,
  holidays: null,
  exceptions: [],
};

function draftOf(calendar: Calendar): HoursDraft {
  return {
    name: calendar.name,
    code: calendar.code,
    timezone: calendar.timezone,
    weekly: calendar.weekly as Week,
    holidays: calendar.holidays,
    exceptions: calendar.exceptions.map((each) => ({
      date: each.date,
      name: each.name ?? "",
      hours: (each.hours ?? []) as Shift[],
    })),
  };
}

/** One calendar: its week, holidays and exceptional days, with what they bring beneath. */
export function CalendarEditor({ calendar, done }: { calendar?: Calendar; done: (saved?: Calendar) => void }) {
  const { t } = useTranslation("hours");
  const before = calendar ? draftOf(calendar) : EMPTY;
  const [draft, setDraft] = useState(before);
  const set = (change: Partial<HoursDraft>) => setDraft({ ...draft, ...change });
  const client = useQueryClient();
  const [ask, dialog] = useConfirm();
  const again = () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === "/api/v1/calendars" });
  const options = {
    meta: { quiet: true },
    onSuccess: (saved: Calendar) => {
      void again();
      tellDone(t("saved"));
      done(saved);
    },
  };
  const create = useWrite("post", "/api/v1/calendars", options);
  const change = useWrite("patch", "/api/v1/calendars/{calendar_id}", options);
  const remove = useWrite("delete", "/api/v1/calendars/{calendar_id}", {
    onSuccess: () => {
      void again();
      done();
    },
  });
  const error = create.error ?? change.error;
  const problem = (field: string) =>
    error instanceof Problem ? error.fields.find((each) => each.field.startsWith(field))?.problem : undefined;
  const rules = {
    timezone: draft.timezone,
    weekly: filled(draft.weekly),
    holidays: draft.holidays,
    exceptions: draft.exceptions,
  };
  const save = () => {
    const { code, name } = draft;
    if (!calendar) return create.mutate({ body: { code, name, ...rules } });
    change.mutate({
      params: { path: { calendar_id: calendar.id } },
      headers: { "If-Match": `"${calendar.version}"` },
      body: { name, ...rules },
    });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      {dialog}
      <Stack gap="lg">
        <Title order={2} size="h4">
          {calendar?.name ?? t("add")}
        </Title>
        {error && !(error instanceof Problem && error.fields.length > 0) ? <Failure error={error} /> : null}
        <SimpleGrid cols={{ base: 1, sm: 2 }} style={{ alignItems: "start" }}>
          <TextInput
            label={t("field.name")}
            required
            value={draft.name}
            onChange={(event) => {
              const name = event.currentTarget.value;
              set(calendar ? { name } : { name, code: codeOf(name) });
            }}
          />
          <Zones value={draft.timezone} error={problem("timezone")} onChange={(timezone) => set({ timezone })} />
        </SimpleGrid>
        <WeekGrid
          week={draft.weekly}
          onChange={(weekly) => set({ weekly })}
          problem={(day) => problem(`weekly.${day}`)}
        />
        <Holidays kept={draft.holidays} onChange={(holidays) => set({ holidays })} />
        <Exceptions
          days={draft.exceptions}
          onChange={(exceptions) => set({ exceptions })}
          problem={(place) => problem(`exceptions[${place}]`)}
        />
        <Preview rules={rules} />
        <Group>
          <Button
            type="submit"
            loading={create.isPending || change.isPending}
            disabled={!draft.name.trim() || same(draft, before)}
          >
            {t("app:save")}
          </Button>
          {calendar && (
            <Button
              variant="default"
              onClick={() =>
                ask({
                  title: t("delete_title", { name: calendar.name }),
                  body: t("delete_body"),
                  confirm: t("app:delete"),
                  danger: true,
                  onConfirm: () => remove.mutate({ params: { path: { calendar_id: calendar.id } } }),
                })
              }
            >
              {t("app:delete")}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}

function Zones({ value, error, onChange }: { value: string; error?: string; onChange: (zone: string) => void }) {
  const { t } = useTranslation("hours");
  const zones = useMemo(() => timeZones(value), [value]);
  return (
    <Select
      label={t("field.timezone")}
      data={zones}
      value={value}
      searchable
      limit={100}
      allowDeselect={false}
      error={error}
      onChange={(zone) => zone && onChange(zone)}
    />
  );
}

function Holidays({
  kept,
  onChange,
}: {
  kept: HoursDraft["holidays"];
  onChange: (kept: HoursDraft["holidays"]) => void;
}) {
  const { t } = useTranslation("hours");
  const countries = $api.useQuery("get", "/api/v1/calendars/countries", undefined, {
    staleTime: Number.POSITIVE_INFINITY,
  });
  const names = useMemo(() => new Intl.DisplayNames([i18next.resolvedLanguage ?? "en"], { type: "region" }), []);
  const data = (countries.data ?? [])
    .map((each) => ({ value: each.code, label: names.of(each.code) ?? each.code }))
    .sort((one, other) => one.label.localeCompare(other.label));
  const parts = countries.data?.find((each) => each.code === kept?.country)?.subdivisions ?? [];
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <Select
        label={t("field.holidays")}
        description={t("field.holidays_hint")}
        placeholder={t("no_holidays")}
        data={data}
        value={kept?.country ?? null}
        searchable
        clearable
        onChange={(country) => onChange(country ? { country } : null)}
      />
      {parts.length > 0 && kept && (
        <Select
          label={t("field.subdivision")}
          description={t("field.subdivision_hint")}
          placeholder={t("whole_country")}
          data={parts}
          value={kept.subdivision ?? null}
          searchable
          clearable
          onChange={(subdivision) => onChange({ country: kept.country, subdivision })}
        />
      )}
    </SimpleGrid>
  );
}

interface ExceptionsProps {
  days: HoursDraft["exceptions"];
  onChange: (days: HoursDraft["exceptions"]) => void;
  problem: (place: number) => string | undefined;
}

function Exceptions({ days, onChange, problem }: ExceptionsProps) {
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
