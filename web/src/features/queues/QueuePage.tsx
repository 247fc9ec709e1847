import {
  Button,
  Fieldset,
  Group,
  MultiSelect,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { $api, type Schema } from "../../api/client";
import { useTopics } from "../../api/live";
import { Problem } from "../../api/problem";
import { useEdited } from "../../lib/edited";
import { ChangedElsewhere } from "../../ui/ChangedElsewhere";
import { useQueues, useTeams } from "../../ui/names";
import { isStale } from "../../ui/stale";
import { Failure, Loaded, PageHeader } from "../../ui/states";
import { QueueStory } from "./InWords";
import classes from "./Queues.module.css";
import { RingsEditor } from "./RingsEditor";
import { SkillsNeeded } from "./SkillsNeeded";
import { Staircase } from "./Staircase";
import { codeOf, editable, faultsOfRings, numberOf, type QueueDraft, stairsOf } from "./story";
import { useSaid } from "./useSaid";
import { useSaveQueue } from "./useSaveQueue";
import { WhenAndHow } from "./WhenAndHow";

const ALL = { params: { query: { limit: 200 } } } as const;
const MEDIA = ["voice", "text", "video", "in_person", "device"] as const;

/** A queue to set up, or to change; beside it what it will do, in words and as stairs. */
export default function QueuePage() {
  const { queueId } = useParams({ strict: false });
  if (!queueId) return <Editor queue={null} />;
  return <Existing id={queueId} />;
}

function Existing({ id }: { id: string }) {
  useTopics(["org"]);
  const queue = $api.useQuery("get", "/api/v1/queues/{queue_id}", { params: { path: { queue_id: id } } });
  return <Loaded query={queue}>{(found) => <Editor key={found.id} queue={found} />}</Loaded>;
}

function Editor({ queue }: { queue: Schema<"QueueView"> | null }) {
  const { t } = useTranslation("queues");
  const edited = useEdited(editable(queue), (each) => each.fields);
  const { fields: draft, set, dirty } = edited;
  const { save, pending, error } = useSaveQueue(queue);
  const teams = useTeams();
  const queues = useQueues();
  const skills = $api.useQuery("get", "/api/v1/skills", ALL);
  const calendars = $api.useQuery("get", "/api/v1/calendars", ALL);
  const wrong = (field: string) => (error instanceof Problem ? error.of(field) : undefined);
  const teamOptions = [...(teams.data?.values() ?? [])].map((each) => ({ value: each.id, label: each.name }));
  const skillOptions = (skills.data?.items ?? []).map((each) => ({ value: each.code, label: each.name }));
  const names = {
    team: (id: string) => teams.data?.get(id)?.name ?? "…",
    queue: (id: string) => queues.data?.get(id)?.name ?? "…",
    skill: (code: string) => skillOptions.find((each) => each.value === code)?.label ?? code,
  };
  const sound = draft.name.trim() !== "" && draft.code !== "" && faultsOfRings(draft.rings).size === 0;
  const said = useSaid({
    ...names,
    calendar: (id) => calendars.data?.items.find((each) => each.id === id)?.name ?? "…",
  });
  return (
    <>
      <PageHeader title={queue ? queue.name : t("add")}>{queue ? queue.code : t("add_lead")}</PageHeader>
      <div className={classes.columns}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            save(edited);
          }}
        >
          <Stack gap="lg">
            <ChangedElsewhere edited={edited} {...said} />
            {error && !isStale(error) && !(error instanceof Problem && error.fields.length > 0) ? (
              <Failure error={error} />
            ) : null}
            <SimpleGrid cols={{ base: 1, sm: 2 }} style={{ alignItems: "start" }}>
              <TextInput
                label={t("field.name")}
                required
                value={draft.name}
                error={wrong("name")}
                onChange={(event) => {
                  const name = event.currentTarget.value;
                  set(queue || draft.code !== codeOf(draft.name) ? { name } : { name, code: codeOf(name) });
                }}
              />
              {!queue && (
                <TextInput
                  label={t("field.code")}
                  description={t("field.code_hint")}
                  required
                  value={draft.code}
                  error={
                    wrong("code") ??
                    (error instanceof Problem && error.code.includes("code") ? error.message : undefined)
                  }
                  onChange={(event) => set({ code: event.currentTarget.value })}
                />
              )}
              {queue && (
                <Switch
                  mt={{ base: 0, sm: 30 }}
                  label={t("field.active")}
                  checked={draft.active}
                  onChange={(event) => set({ active: event.currentTarget.checked })}
                />
              )}
            </SimpleGrid>
            <Fieldset legend={t("section.who")}>
              <Stack>
                <MultiSelect
                  label={t("field.teams")}
                  description={t("field.teams_hint")}
                  placeholder={draft.team_ids.length === 0 ? t("everybody") : undefined}
                  data={teamOptions}
                  value={draft.team_ids}
                  onChange={(team_ids) => set({ team_ids })}
                />
                <MultiSelect
                  label={t("field.media")}
                  description={t("field.media_hint")}
                  placeholder={draft.media.length === 0 ? t("all_media") : undefined}
                  data={MEDIA.map((each) => ({ value: each, label: t(`medium.${each}`) }))}
                  value={draft.media}
                  onChange={(media) => set({ media: media as QueueDraft["media"] })}
                />
                <SkillsNeeded needed={draft.skills} onChange={(each) => set({ skills: each })} skills={skillOptions} />
              </Stack>
            </Fieldset>
            <WhenAndHow draft={draft} set={set} calendars={calendars.data?.items ?? []} />
            <Fieldset legend={t("section.rings")}>
              <Stack>
                <Text size="sm" c="dimmed">
                  {t("ring.lead")}
                </Text>
                <RingsEditor rings={draft.rings} onChange={(rings) => set({ rings })} teams={teamOptions} />
                <SimpleGrid cols={{ base: 1, sm: 2 }} style={{ alignItems: "start" }}>
                  <Select
                    label={t("field.overflow_queue")}
                    placeholder={t("no_overflow")}
                    clearable
                    data={[...(queues.data?.values() ?? [])]
                      .filter((each) => each.id !== queue?.id)
                      .map((each) => ({ value: each.id, label: each.name }))}
                    value={draft.overflow_queue_id ?? null}
                    error={wrong("overflow_queue_id")}
                    onChange={(id) =>
                      set({ overflow_queue_id: id, overflow_seconds: id ? (draft.overflow_seconds ?? 300) : null })
                    }
                  />
                  {draft.overflow_queue_id && (
                    <NumberInput
                      label={t("field.overflow_seconds")}
                      value={draft.overflow_seconds ?? 300}
                      min={0}
                      onChange={(value) => set({ overflow_seconds: numberOf(value) ?? 0 })}
                    />
                  )}
                </SimpleGrid>
              </Stack>
            </Fieldset>
            <Group>
              <Button type="submit" loading={pending} disabled={!dirty || !sound || edited.theirs !== null}>
                {t("app:save")}
              </Button>
              <Button variant="default" disabled={!dirty} onClick={edited.reset}>
                {t("app:undo")}
              </Button>
            </Group>
          </Stack>
        </form>
        <Stack component="section" className={classes.aside} aria-labelledby="queue-story">
          <Title order={2} size="h4" id="queue-story">
            {t("story.title")}
          </Title>
          <QueueStory draft={draft} calendar={calendars.data?.items.find((each) => each.id === draft.calendar_id)} />
          <Staircase stairs={stairsOf(draft)} {...names} />
        </Stack>
      </div>
    </>
  );
}
