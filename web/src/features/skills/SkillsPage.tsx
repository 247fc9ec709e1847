import { Button, Group, Modal, Stack, Table, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schema, useWrite } from "../../api/client";
import { useTopics } from "../../api/live";
import { Empty, Loaded, PageHeader } from "../../ui/states";
import { codeOf } from "../queues/story";
import { moveOf, withLevel } from "./matrix";
import classes from "./Skills.module.css";

const ALL = { params: { query: { limit: 200 } } } as const;

/** Who can do what, and how well: a table of agents and skills, written by keys. */
export default function SkillsPage() {
  const { t } = useTranslation("skills");
  useTopics(["org"]);
  const skills = $api.useQuery("get", "/api/v1/skills", ALL);
  const agents = $api.useQuery("get", "/api/v1/agents", ALL);
  const [filter, setFilter] = useState("");
  const [adding, { open, close }] = useDisclosure();
  return (
    <>
      <PageHeader
        title={t("title")}
        actions={
          <Button leftSection={<IconPlus size={16} />} onClick={open}>
            {t("add")}
          </Button>
        }
      >
        {t("lead")}
      </PageHeader>
      <NewSkill opened={adding} close={close} />
      <Loaded query={skills}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t("none")}>{t("none_hint")}</Empty>
          ) : (
            <Stack>
              <TextInput
                aria-label={t("filter")}
                placeholder={t("filter")}
                value={filter}
                maw={320}
                onChange={(event) => setFilter(event.currentTarget.value)}
              />
              <Loaded query={agents}>{(page) => <Matrix skills={items} agents={shown(page.items, filter)} />}</Loaded>
              <Text size="sm" c="dimmed">
                {t("keys")}
              </Text>
            </Stack>
          )
        }
      </Loaded>
    </>
  );
}

const shown = (agents: Schema<"Agent">[], filter: string) =>
  agents.filter((each) => each.active && each.name.toLowerCase().includes(filter.trim().toLowerCase()));

function Matrix({ skills, agents }: { skills: Schema<"Skill">[]; agents: Schema<"Agent">[] }) {
  const { t } = useTranslation("skills");
  const client = useQueryClient();
  const table = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState({ row: 0, column: 0 });
  const again = () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === "/api/v1/agents" });
  const change = useWrite("patch", "/api/v1/agents/{agent_id}", { onSettled: again });
  const size = { rows: agents.length, columns: skills.length };
  const set = (agent: Schema<"Agent">, skill: string, level: number) => {
    if ((agent.skills[skill] ?? 0) === level) return;
    const next = withLevel(agent.skills, skill, level);
    // Shown at once, so that the next key counts from it; a failure brings back what is stored.
    client.setQueriesData<{ items: Schema<"Agent">[] }>(
      { predicate: ({ queryKey }) => queryKey[1] === "/api/v1/agents" },
      (page) =>
        page && { ...page, items: page.items.map((each) => (each.id === agent.id ? { ...each, skills: next } : each)) },
    );
    change.mutate({ params: { path: { agent_id: agent.id } }, body: { skills: next } });
  };
  const go = (row: number, column: number) => {
    setAt({ row, column });
    table.current?.querySelector<HTMLElement>(`[data-cell="${row}-${column}"]`)?.focus();
  };
  if (agents.length === 0) return <Empty title={t("nobody")} />;
  return (
    <Table.ScrollContainer minWidth={320}>
      <Table ref={table} className={classes.table} withColumnBorders>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t("agent")}</Table.Th>
            {skills.map((skill) => (
              <Table.Th key={skill.id} scope="col">
                {skill.name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {agents.map((agent, row) => (
            <Table.Tr key={agent.id}>
              <Table.Th scope="row">{agent.name}</Table.Th>
              {skills.map((skill, column) => {
                const level = agent.skills[skill.id] ?? 0;
                return (
                  <Table.Td key={skill.id} p={0}>
                    <button
                      type="button"
                      className={classes.cell}
                      data-cell={`${row}-${column}`}
                      data-level={level}
                      tabIndex={at.row === row && at.column === column ? 0 : -1}
                      aria-label={t("cell", { agent: agent.name, skill: skill.name, level: level || t("not") })}
                      onFocus={() => setAt({ row, column })}
                      onClick={() => set(agent, skill.id, (level + 1) % 6)}
                      onKeyDown={(event) => {
                        if (event.ctrlKey || event.metaKey || event.altKey) return;
                        const move = moveOf(event.key, { row, column, level }, size);
                        if (move.kind === "none") return;
                        event.preventDefault();
                        event.stopPropagation();
                        if (move.kind === "level") set(agent, skill.id, move.level);
                        else go(move.row, move.column);
                      }}
                    >
                      {level || "·"}
                    </button>
                  </Table.Td>
                );
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function NewSkill({ opened, close }: { opened: boolean; close: () => void }) {
  const { t } = useTranslation("skills");
  const [name, setName] = useState("");
  const client = useQueryClient();
  const create = useWrite("post", "/api/v1/skills", {
    onSuccess: () => {
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === "/api/v1/skills" });
      setName("");
      close();
    },
  });
  return (
    <Modal opened={opened} onClose={close} title={t("add")} closeButtonProps={{ "aria-label": t("app:close") }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate({ body: { name, code: codeOf(name) } });
        }}
      >
        <Stack>
          <TextInput
            data-autofocus
            label={t("name")}
            description={t("name_hint")}
            required
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={create.isPending} disabled={!codeOf(name)}>
              {t("app:add")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
