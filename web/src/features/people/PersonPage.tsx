import { Alert, Anchor, Button, Group, Text } from "@mantine/core";
import { IconArrowLeft, IconLock } from "@tabler/icons-react";
import { Link, useParams } from "@tanstack/react-router";
import { type FormEvent, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { $api, useWrite } from "../../api/client";
import { useTopics } from "../../api/live";
import { useMe } from "../../api/me";
import { Problem } from "../../api/problem";
import { useCommands } from "../../lib/commands";
import { useEdited } from "../../lib/edited";
import { useRefresh } from "../../lib/pages";
import { ChangedElsewhere } from "../../ui/ChangedElsewhere";
import { Guarded } from "../../ui/Guarded";
import { orStale } from "../../ui/stale";
import { Loaded, PageHeader } from "../../ui/states";
import { tellDone } from "../../ui/tell";
import { type Agent, useRoles, useSkillList, useTeamList } from "./data";
import classes from "./People.module.css";
import { PersonState } from "./PeoplePage";
import { PersonAccess } from "./PersonAccess";
import { PersonFields } from "./PersonFields";
import { beyond } from "./rights";

export default function PersonPage() {
  const { agentId } = useParams({ strict: false });
  return (
    <Guarded needs={["org.manage"]}>
      <Person id={agentId ?? ""} />
    </Guarded>
  );
}

function Person({ id }: { id: string }) {
  const { t } = useTranslation(["people", "admin"]);
  useTopics([`agent:${id}`]);
  const agent = $api.useQuery("get", "/api/v1/agents/{agent_id}", { params: { path: { agent_id: id } } });
  return (
    <>
      <Anchor component={Link} to="/admin/people" size="sm">
        <Group gap={4} mb="xs">
          <IconArrowLeft size={14} aria-hidden /> {t("admin:page.people")}
        </Group>
      </Anchor>
      <Loaded query={agent} rows={6}>
        {(found) => <PersonForm agent={found} readAgain={() => agent.refetch()} />}
      </Loaded>
    </>
  );
}

export type PersonEdit = ReturnType<typeof fieldsOf>;

const fieldsOf = (agent: Agent) => ({
  name: agent.name,
  email: agent.email,
  locale: agent.locale,
  time_zone: agent.time_zone,
  languages: agent.languages,
  capacity: agent.capacity,
  role_ids: agent.role_ids,
  team_ids: agent.team_ids,
  skills: agent.skills,
});

function PersonForm({ agent, readAgain }: { agent: Agent; readAgain: () => unknown }) {
  const { t } = useTranslation(["people", "app"]);
  const me = useMe();
  const refresh = useRefresh();
  const names = useNames();
  const roles = useRoles();
  const edited = useEdited(agent, fieldsOf);
  const save = useWrite("patch", "/api/v1/agents/{agent_id}", {
    meta: { quiet: true },
    onSuccess: () => {
      refresh("/api/v1/agents");
      tellDone(t("saved"));
    },
    onError: orStale(readAgain),
  });
  const held = roles.data?.items.filter((role) => agent.role_ids.includes(role.id)).flatMap((role) => role.permissions);
  const missing = agent.id === me.id ? [] : beyond(held ?? [], me);
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (!edited.dirty || save.isPending) return;
    save.mutate(
      {
        params: { path: { agent_id: agent.id }, header: { "If-Match": edited.match } },
        body: edited.changes as Record<string, never>,
      },
      { onSuccess: edited.saved },
    );
  };
  useCommands([
    {
      id: "person.save",
      title: t("app:save"),
      group: t("people"),
      keys: "mod+s",
      inFields: true,
      run: submit,
      enabled: edited.dirty,
    },
  ]);
  const problem = save.error instanceof Problem ? save.error : null;
  return (
    <>
      <PageHeader title={agent.name} actions={<PersonState agent={agent} />}>
        {agent.email}
      </PageHeader>
      {missing.length > 0 && (
        <Alert
          icon={<IconLock size={18} />}
          color="gray"
          title={t("above_you")}
          styles={{ title: { color: "var(--mantine-color-text)" } }}
          mb="md"
        >
          {t("above_you_why", { permissions: missing.join(", ") })}
        </Alert>
      )}
      <ChangedElsewhere edited={edited} label={(name) => t(`field.${name}`)} show={(_, value) => names(value)} />
      <form onSubmit={submit}>
        <fieldset disabled={missing.length > 0} style={{ border: 0, padding: 0, margin: 0 }}>
          <PersonFields edited={edited} problem={problem} locked={missing.length > 0} />
        </fieldset>
        {edited.dirty && (
          <div className={classes.save}>
            <Button type="submit" loading={save.isPending} disabled={edited.theirs !== null}>
              {t("app:save")}
            </Button>
            <Button variant="default" onClick={edited.reset}>
              {t("app:cancel")}
            </Button>
            <Text size="sm" c="dimmed">
              {t("unsaved")}
            </Text>
          </div>
        )}
      </form>
      <PersonAccess agent={agent} locked={missing.length > 0} />
    </>
  );
}

/** Ids as names, for showing what somebody else changed. */
function useNames(): (value: unknown) => string {
  const [roles, teams, skills] = [useRoles(), useTeamList(), useSkillList()];
  const names = useMemo(
    () => new Map([roles, teams, skills].flatMap(({ data }) => data?.items ?? []).map((each) => [each.id, each.name])),
    [roles, teams, skills],
  );
  const said = (value: unknown): string =>
    Array.isArray(value)
      ? value.map(said).join(", ") || "–"
      : typeof value === "object" && value !== null
        ? Object.entries(value)
            .map(([key, each]) => `${names.get(key) ?? key} ${String(each)}`)
            .join(", ")
        : (names.get(String(value)) ?? String(value));
  return said;
}
