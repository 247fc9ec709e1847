import { Button, Group, Select, SimpleGrid, Stack, TextInput, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useWrite } from "../../api/client";
import { Problem, plainly } from "../../api/problem";
import { useEdited } from "../../lib/edited";
import { timeZones } from "../../lib/regions";
import { ChangedElsewhere } from "../../ui/ChangedElsewhere";
import { useConfirm } from "../../ui/confirm";
import { isStale } from "../../ui/stale";
import { Failure } from "../../ui/states";
import { tellDone } from "../../ui/tell";
import { codeOf } from "../queues/story";
import { editable } from "./calendarDraft";
import { Exceptions } from "./Exceptions";
import { Holidays } from "./Holidays";
import { Preview } from "./Preview";
import { useSaid } from "./useSaid";
import { WeekGrid } from "./WeekGrid";
import { type Calendar, filled } from "./week";

/** One calendar: its week, holidays and exceptional days, with what they bring beneath. */
export function CalendarEditor({
  calendar,
  done,
}: {
  /** Null makes a new one. */
  calendar: Calendar | null;
  done: (saved?: Calendar) => void;
}) {
  const { t } = useTranslation("hours");
  const edited = useEdited(editable(calendar), (each) => each.draft);
  const { fields: draft, set } = edited;
  const said = useSaid();
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
  const change = useWrite("patch", "/api/v1/calendars/{calendar_id}", {
    ...options,
    onError: (error) => isStale(error) && void again(),
  });
  const remove = useWrite("delete", "/api/v1/calendars/{calendar_id}", {
    onSuccess: () => {
      void again();
      done();
    },
  });
  const error = create.error ?? change.error;
  const problem = (field: string) => {
    const found = error instanceof Problem && error.fields.find((each) => each.field.startsWith(field));
    return found ? plainly(found.problem) : undefined;
  };
  const { code: _code, name: _name, ...rules } = draft;
  const save = () => {
    if (!calendar) return create.mutate({ body: draft });
    const { code: _, ...body } = edited.changes;
    change.mutate(
      { params: { path: { calendar_id: calendar.id } }, headers: { "If-Match": edited.match }, body },
      { onSuccess: (saved) => edited.saved(editable(saved)) },
    );
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
        <ChangedElsewhere edited={edited} {...said} />
        {error && !isStale(error) && !(error instanceof Problem && error.fields.length > 0) ? (
          <Failure error={error} />
        ) : null}
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
          onChange={(weekly) => set({ weekly: filled(weekly) })}
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
            disabled={!draft.name.trim() || !edited.dirty || edited.theirs !== null}
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
