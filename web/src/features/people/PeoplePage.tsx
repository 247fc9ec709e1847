import { Anchor, Button, Group, Select, Table, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus, IconSearch, IconUsers } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api } from "../../api/client";
import { useCommands } from "../../lib/commands";
import { PAGED, rowsOf } from "../../lib/pages";
import { Guarded } from "../../ui/Guarded";
import { ShowMore } from "../../ui/ShowMore";
import { State } from "../../ui/State";
import { Empty, Loaded, PageHeader } from "../../ui/states";
import { AddPerson } from "./AddPerson";
import { type Agent, useRoles, useTeamList } from "./data";
import classes from "./People.module.css";

export default function PeoplePage() {
  return (
    <Guarded needs={["org.manage"]}>
      <People />
    </Guarded>
  );
}

/** Who works here: found by a word, a team, or whether they may sign in. */
function People() {
  const { t } = useTranslation(["people", "admin"]);
  const [word, setWord] = useState("");
  const [team, setTeam] = useState<string | null>(null);
  const [state, setState] = useState("active");
  const [adding, setAdding] = useState(false);
  const [q] = useDebouncedValue(word.trim(), 250);
  const teams = useTeamList();
  const query = {
    limit: 50,
    ...(q ? { q } : {}),
    ...(team ? { team_id: team } : {}),
    ...(state === "all" ? {} : { active: state === "active" }),
  };
  const people = $api.useInfiniteQuery("get", "/api/v1/agents", { params: { query } }, PAGED);
  const rows = rowsOf(people.data);
  useCommands([
    { id: "people.add", title: t("add"), group: t("admin:page.people"), keys: "n", run: () => setAdding(true) },
  ]);
  return (
    <>
      <PageHeader
        title={t("admin:page.people")}
        actions={
          <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
            {t("add")}
          </Button>
        }
      >
        {t("about")}
      </PageHeader>
      <Group mb="md" gap="sm" role="search" align="end">
        <TextInput
          label={t("find")}
          leftSection={<IconSearch size={16} />}
          value={word}
          onChange={(event) => setWord(event.currentTarget.value)}
          className={classes.find}
        />
        <Select
          label={t("team")}
          placeholder={t("any")}
          clearable
          data={teams.data?.items.map((each) => ({ value: each.id, label: each.name })) ?? []}
          value={team}
          onChange={setTeam}
          w={180}
        />
        <Select
          label={t("state")}
          allowDeselect={false}
          data={["active", "disabled", "all"].map((value) => ({ value, label: t(`states.${value}`) }))}
          value={state}
          onChange={(next) => setState(next ?? "active")}
          w={150}
        />
      </Group>
      <Loaded query={{ ...people, data: rows }} rows={6}>
        {(found) =>
          found.length === 0 ? (
            <Empty icon={<IconUsers size={32} />} title={t("none")}>
              {t(q ? "none_hint" : "none_yet")}
            </Empty>
          ) : (
            <PeopleTable people={found} />
          )
        }
      </Loaded>
      <ShowMore query={people} />
      {adding && <AddPerson onClose={() => setAdding(false)} />}
    </>
  );
}

function PeopleTable({ people }: { people: Agent[] }) {
  const { t } = useTranslation("people");
  const roles = useRoles();
  const teams = useTeamList();
  const named = (all: { id: string; name: string }[] | undefined, ids: string[]) =>
    ids.map((id) => all?.find((each) => each.id === id)?.name ?? "…").join(", ") || "–";
  return (
    <Table className={classes.table} highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("name")}</Table.Th>
          <Table.Th>{t("roles")}</Table.Th>
          <Table.Th>{t("teams")}</Table.Th>
          <Table.Th>{t("state")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {people.map((each) => (
          <Table.Tr key={each.id}>
            <Table.Td>
              <Anchor component={Link} to={`/admin/people/${each.id}`} fw={600}>
                {each.name}
              </Anchor>
              <Text size="xs" c="dimmed">
                {each.email}
              </Text>
            </Table.Td>
            <Table.Td data-label={t("roles")}>{named(roles.data?.items, each.role_ids)}</Table.Td>
            <Table.Td data-label={t("teams")}>{named(teams.data?.items, each.team_ids)}</Table.Td>
            <Table.Td data-label={t("state")}>
              <PersonState agent={each} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** Whether somebody can sign in, in a word. */
export function PersonState({ agent }: { agent: Agent }) {
  const { t } = useTranslation("people");
  const [word, tone] = !agent.active
    ? (["disabled", "off"] as const)
    : agent.kind === "bot"
      ? (["bot", "good"] as const)
      : agent.has_password
        ? (["active", "good"] as const)
        : (["no_password", "wait"] as const);
  return <State tone={tone}>{t(`states.${word}`)}</State>;
}
