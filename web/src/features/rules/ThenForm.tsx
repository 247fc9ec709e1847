import { NumberInput, Select, SimpleGrid, TagsInput, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { $api } from "../../api/client";
import { useQueues, useTeams } from "../../ui/names";
import type { Then } from "./rules";

const ALL = { params: { query: { limit: 200 } } } as const;

interface Props {
  then: Then;
  onChange: (then: Then) => void;
  /** Whether it is a later step, which can also call back. */
  later?: boolean;
}

/** What follows from a rule. */
export function ThenForm({ then, onChange, later }: Props) {
  const { t } = useTranslation("rules");
  const queues = useQueues();
  const teams = useTeams();
  const skills = $api.useQuery("get", "/api/v1/skills", ALL, { retry: false });
  const set = (change: Partial<Then>) => onChange({ ...then, ...change });
  const number = (value: number | string) => (value === "" ? null : Number(value));
  const queueOptions = [...(queues.data?.values() ?? [])].map((each) => ({ value: each.code, label: each.name }));
  const teamOptions = [...(teams.data?.values() ?? [])].map((each) => ({ value: each.code, label: each.name }));
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} style={{ alignItems: "start" }}>
      <Select
        label={t("then.queue")}
        placeholder={t("then.unchanged")}
        data={queueOptions}
        value={then.queue ?? null}
        clearable
        searchable
        onChange={(queue) => set({ queue })}
      />
      <NumberInput
        label={t("then.priority")}
        description={t("then.priority_hint")}
        value={then.priority ?? ""}
        min={-100}
        max={100}
        onChange={(value) => set({ priority: number(value) })}
      />
      <NumberInput
        label={t("then.service_seconds")}
        value={then.service_seconds ?? ""}
        min={1}
        onChange={(value) => set({ service_seconds: number(value) })}
      />
      <TagsInput
        label={t("then.skills")}
        description={t("then.skills_hint")}
        data={(skills.data?.items ?? []).flatMap((each) => [1, 2, 3, 4, 5].map((level) => `${each.code} ${level}`))}
        value={Object.entries(then.skills ?? {}).map(([code, level]) => `${code} ${level}`)}
        onChange={(all) => set({ skills: skillsOf(all) })}
      />
      <TextInput
        label={t("then.agent")}
        placeholder={t("then.agent_hint")}
        value={then.agent ?? ""}
        onChange={(event) => set({ agent: event.currentTarget.value || null })}
      />
      <TextInput
        label={t("then.intent")}
        value={then.intent ?? ""}
        onChange={(event) => set({ intent: event.currentTarget.value || null })}
      />
      <TextInput
        label={t("then.escalate")}
        placeholder={t("then.escalate_hint")}
        value={then.escalate?.reason ?? ""}
        onChange={(event) => {
          const reason = event.currentTarget.value;
          set({ escalate: reason ? { ...then.escalate, reason } : null });
        }}
      />
      {then.escalate && (
        <Select
          label={t("then.escalate_team")}
          data={teamOptions}
          value={then.escalate.team ?? null}
          clearable
          onChange={(team) => set({ escalate: then.escalate && { ...then.escalate, team } })}
        />
      )}
      {later && (
        <Select
          label={t("then.call_back")}
          data={[{ value: "", label: t("then.call_back_same") }, ...queueOptions]}
          value={then.call_back ? (then.call_back.queue ?? "") : null}
          placeholder={t("then.no_call_back")}
          clearable
          onChange={(queue) => set({ call_back: queue === null ? null : queue ? { queue } : {} })}
        />
      )}
    </SimpleGrid>
  );
}

/** `german 3` as a skill and its least level; without a level it is 1. */
function skillsOf(texts: string[]): Record<string, number> {
  return Object.fromEntries(
    texts.map((each) => {
      const [code = "", level = "1"] = each.trim().split(/\s+/);
      return [code, Math.min(5, Math.max(1, Number(level) || 1))];
    }),
  );
}
