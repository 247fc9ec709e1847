import { Button, Group, NumberInput, Select, SimpleGrid, Stack, Switch, TextInput, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schema, useWrite } from "../../api/client";
import { Problem } from "../../api/problem";
import { same, useEdited } from "../../lib/edited";
import { useRefresh } from "../../lib/pages";
import { ChangedElsewhere } from "../../ui/ChangedElsewhere";
import { orStale } from "../../ui/stale";
import { tellDone } from "../../ui/tell";
import { ColumnsEditor } from "./ColumnsEditor";
import { linesOf, mappingOf, repeated } from "./mapping";

type Feed = Schema<"FeedView">;
const ENCODINGS: Feed["encoding"][] = ["utf-8", "windows-1252", "iso-8859-1"];
const fieldsOf = ({ name, mapping, encoding, priority, adopts, active }: Feed) => ({
  name,
  mapping,
  encoding,
  priority,
  adopts,
  active,
});

/** How a feed is set up: its name, where its columns go, how far it is believed, whether it is on. */
export function FeedSettings({ feed, readAgain }: { feed: Feed; readAgain: () => unknown }) {
  const { t } = useTranslation(["feeds", "app"]);
  const refresh = useRefresh();
  const edited = useEdited(feed, fieldsOf);
  const { fields, set } = edited;
  const [lines, setLines] = useState(() => linesOf(feed.mapping));
  const [said, setSaid] = useState(fields.mapping);
  // Somebody else's columns, which were taken over.
  if (!same(said, fields.mapping)) {
    setSaid(fields.mapping);
    setLines(linesOf(fields.mapping));
  }
  const save = useWrite("patch", "/api/v1/feeds/{feed_id}", {
    meta: { quiet: true },
    onSuccess: () => {
      refresh("/api/v1/feeds");
      tellDone(t("saved"));
    },
    // What is wrong in a field is said beside it.
    onError: (error) => (error instanceof Problem && error.fields.length > 0 ? undefined : orStale(readAgain)(error)),
  });
  const problem = save.error instanceof Problem ? save.error : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const params = { path: { feed_id: feed.id } };
    save.mutate({ params, body: edited.changes, headers: { "If-Match": edited.match } });
  };
  return (
    <section aria-labelledby="settings">
      <Title order={2} size="h4" id="settings" mb="sm">
        {t("settings")}
      </Title>
      <ChangedElsewhere edited={edited} label={(name) => t(`field.${name}`)} />
      <form onSubmit={submit}>
        <Stack>
          <SimpleGrid cols={{ base: 1, sm: 3 }} style={{ alignItems: "start" }}>
            <TextInput
              label={t("field.name")}
              required
              value={fields.name}
              onChange={(event) => set({ name: event.currentTarget.value })}
              error={problem?.of("name")}
            />
            <NumberInput
              label={t("field.priority")}
              description={t("priority_hint")}
              min={-1000}
              max={1000}
              allowDecimal={false}
              value={fields.priority}
              onChange={(value) => set({ priority: Number(value) || 0 })}
              error={problem?.of("priority")}
            />
            <Select
              label={t("field.encoding")}
              description={t("encoding_hint")}
              data={ENCODINGS}
              allowDeselect={false}
              value={fields.encoding}
              onChange={(value) => value && set({ encoding: value as Feed["encoding"] })}
            />
          </SimpleGrid>
          <Switch
            label={t("field.adopts")}
            description={t("adopts_hint")}
            checked={fields.adopts}
            onChange={(event) => set({ adopts: event.currentTarget.checked })}
          />
          <Switch
            label={t("field.active")}
            description={t("active_hint")}
            checked={fields.active}
            onChange={(event) => set({ active: event.currentTarget.checked })}
          />
          <ColumnsEditor
            lines={lines}
            problemOf={(column) => problem?.of(`mapping.${column}`)}
            onChange={(next) => {
              setLines(next);
              setSaid(mappingOf(next));
              set({ mapping: mappingOf(next) });
            }}
          />
          <Group justify="flex-end">
            <Button
              type="submit"
              loading={save.isPending}
              disabled={!edited.dirty || edited.theirs !== null || repeated(lines).size > 0}
            >
              {t("app:save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </section>
  );
}
