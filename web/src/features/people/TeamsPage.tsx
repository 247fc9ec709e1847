import { ActionIcon, Button, Group, Modal, NavLink, Select, Stack, Table, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash, IconUsersGroup, IconX } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, useWrite } from "../../api/client";
import { useCommands } from "../../lib/commands";
import { useEdited } from "../../lib/edited";
import { PAGED, rowsOf, useRefresh } from "../../lib/pages";
import { ChangedElsewhere } from "../../ui/ChangedElsewhere";
import { useConfirm } from "../../ui/confirm";
import { Guarded } from "../../ui/Guarded";
import { ShowMore } from "../../ui/ShowMore";
import { orStale } from "../../ui/stale";
import { Empty, Loaded, PageHeader } from "../../ui/states";
import { tellDone } from "../../ui/tell";
import { tellUndoable } from "../../ui/undo";
import { type Agent, type Team, useTeamList } from "./data";
import classes from "./People.module.css";
import { codeOf } from "./rights";

export default function TeamsPage() {
  return (
    <Guarded needs={["org.manage"]}>
      <Teams />
    </Guarded>
  );
}

function Teams() {
  const { t } = useTranslation(["people", "admin"]);
  const teams = useTeamList();
  const [chosen, setChosen] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  useCommands([
    { id: "teams.add", title: t("team_add"), group: t("admin:page.teams"), keys: "n", run: () => setAdding(true) },
  ]);
  return (
    <>
      <PageHeader
        title={t("admin:page.teams")}
        actions={
          <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
            {t("team_add")}
          </Button>
        }
      >
        {t("teams_about")}
      </PageHeader>
      <Loaded query={teams}>
        {({ items }) => {
          const team = items.find((each) => each.id === chosen) ?? items[0];
          return team ? (
            <div className={classes.columns}>
              <nav aria-label={t("admin:page.teams")} className={classes.card}>
                {items.map((each) => (
                  <NavLink
                    key={each.id}
                    component="button"
                    label={each.name}
                    description={each.code}
                    active={each.id === team.id}
                    aria-current={each.id === team.id}
                    onClick={() => setChosen(each.id)}
                  />
                ))}
              </nav>
              <TeamCard key={team.id} team={team} readAgain={() => teams.refetch()} />
            </div>
          ) : (
            <Empty icon={<IconUsersGroup size={32} />} title={t("no_teams")}>
              {t("no_teams_hint")}
            </Empty>
          );
        }}
      </Loaded>
      {adding && <AddTeam onClose={() => setAdding(false)} onMade={setChosen} />}
    </>
  );
}

function AddTeam({ onClose, onMade }: { onClose: () => void; onMade: (id: string) => void }) {
  const { t } = useTranslation(["people", "app"]);
  const refresh = useRefresh();
  const [name, setName] = useState("");
  const add = useWrite("post", "/api/v1/teams", {
    onSuccess: (team) => {
      refresh("/api/v1/teams");
      onMade(team.id);
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ body: { name: name.trim(), code: codeOf(name) } });
  };
  return (
    <Modal opened onClose={onClose} title={t("team_add")} closeButtonProps={{ "aria-label": t("app:close") }}>
      <form onSubmit={submit}>
        <TextInput
          label={t("name")}
          description={codeOf(name) ? t("code_will_be", { code: codeOf(name) }) : undefined}
          required
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="md">
          <Button type="submit" loading={add.isPending} disabled={!codeOf(name)}>
            {t("app:add")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function TeamCard({ team, readAgain }: { team: Team; readAgain: () => unknown }) {
  const { t } = useTranslation(["people", "app"]);
  const refresh = useRefresh();
  const [ask, dialog] = useConfirm();
  const edited = useEdited(team, ({ name, code }) => ({ name, code }));
  const save = useWrite("patch", "/api/v1/teams/{team_id}", {
    meta: { quiet: true },
    onSuccess: () => {
      refresh("/api/v1/teams");
      tellDone(t("saved"));
    },
    onError: orStale(readAgain),
  });
  const remove = useWrite("delete", "/api/v1/teams/{team_id}", {
    onSuccess: () => refresh("/api/v1/teams", "/api/v1/agents"),
  });
  const askRemove = () =>
    ask({
      title: t("team_remove_title", { name: team.name }),
      body: t("team_remove_body"),
      confirm: t("app:delete"),
      danger: true,
      onConfirm: () => remove.mutate({ params: { path: { team_id: team.id } } }),
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({
      params: { path: { team_id: team.id }, header: { "If-Match": edited.match } },
      body: edited.changes,
    });
  };
  return (
    <section className={classes.card} aria-label={team.name}>
      <ChangedElsewhere edited={edited} label={(name) => t(`field.${name}`)} />
      <form onSubmit={submit}>
        <Group align="end" gap="sm">
          <TextInput
            label={t("name")}
            required
            className={classes.find}
            value={edited.fields.name}
            onChange={(event) => edited.set({ name: event.currentTarget.value })}
          />
          <TextInput
            label={t("code")}
            required
            value={edited.fields.code}
            onChange={(event) => edited.set({ code: event.currentTarget.value })}
          />
          <Button type="submit" disabled={!edited.dirty || edited.theirs !== null} loading={save.isPending}>
            {t("app:save")}
          </Button>
          <ActionIcon
            variant="subtle"
            color="red"
            onClick={askRemove}
            aria-label={t("team_remove", { name: team.name })}
          >
            <IconTrash size={18} />
          </ActionIcon>
        </Group>
      </form>
      <Members team={team} />
      {dialog}
    </section>
  );
}

/** Who is in the team: taken out by a button, put in out of a list. */
function Members({ team }: { team: Team }) {
  const { t } = useTranslation("people");
  const refresh = useRefresh();
  const [word, setWord] = useState("");
  const members = $api.useInfiniteQuery(
    "get",
    "/api/v1/agents",
    { params: { query: { team_id: team.id, limit: 100 } } },
    PAGED,
  );
  const found = $api.useQuery("get", "/api/v1/agents", {
    params: { query: { limit: 20, active: true, ...(word.trim() ? { q: word.trim() } : {}) } },
  });
  const again = () => refresh("/api/v1/agents");
  const join = useWrite("put", "/api/v1/teams/{team_id}/members/{agent_id}", { onSuccess: again });
  const leave = useWrite("delete", "/api/v1/teams/{team_id}/members/{agent_id}", { onSuccess: again });
  const place = (agent: { id: string }) => ({ params: { path: { team_id: team.id, agent_id: agent.id } } });
  const takeOut = (agent: Agent) =>
    leave.mutate(place(agent), {
      onSuccess: () =>
        tellUndoable(t("left_team", { name: agent.name, team: team.name }), () => join.mutate(place(agent))),
    });
  return (
    <Stack mt="lg" gap="sm">
      <Select
        label={t("member_add")}
        placeholder={t("member_find")}
        searchable
        value={null}
        searchValue={word}
        onSearchChange={setWord}
        nothingFoundMessage={t("none")}
        maw={380}
        data={
          found.data?.items
            .filter((each) => !each.team_ids.includes(team.id))
            .map((each) => ({ value: each.id, label: `${each.name} · ${each.email}` })) ?? []
        }
        onChange={(id) => {
          if (id) join.mutate(place({ id }));
          setWord("");
        }}
        filter={({ options }) => options}
      />
      <Loaded query={{ ...members, data: rowsOf(members.data) }} rows={3}>
        {(people) =>
          people.length === 0 ? (
            <Text c="dimmed">{t("no_members")}</Text>
          ) : (
            <Table>
              <Table.Caption>{t("members", { count: people.length })}</Table.Caption>
              <Table.Tbody>
                {people.map((each) => (
                  <Table.Tr key={each.id}>
                    <Table.Th scope="row" fw={500}>
                      {each.name}
                      <Text size="xs" c="dimmed" fw={400}>
                        {each.email}
                      </Text>
                    </Table.Th>
                    <Table.Td ta="right">
                      <ActionIcon onClick={() => takeOut(each)} aria-label={t("member_remove", { name: each.name })}>
                        <IconX size={16} />
                      </ActionIcon>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Loaded>
      <ShowMore query={members} />
    </Stack>
  );
}
