import { ActionIcon, Select, Stack, Table, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, useWrite } from "../../api/client";
import { PAGED, rowsOf, useRefresh } from "../../lib/pages";
import { ShowMore } from "../../ui/ShowMore";
import { Loaded } from "../../ui/states";
import { tellUndoable } from "../../ui/undo";
import type { Agent, Team } from "./data";

/** Who is in the team: taken out by a button, put in out of a list. */
export function TeamMembers({ team }: { team: Team }) {
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
