import { Anchor, Button, Group, Select, Table, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconDownload, IconSearch } from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, api, type Schema } from "../../api/client";
import { formatDateTime, formatNumber } from "../../lib/format";
import { PAGED, rowsOf } from "../../lib/pages";
import { words } from "../../ui/ChannelIcon";
import { Guarded } from "../../ui/Guarded";
import { useAgents, useQueues, useTeams } from "../../ui/names";
import { ShowMore } from "../../ui/ShowMore";
import { Empty, Loaded, PageHeader } from "../../ui/states";
import { tellDone, tellFailure } from "../../ui/tell";
import classes from "./Audit.module.css";
import { csvOf, details, diff, pageOf, shown } from "./diff";
import { Verify } from "./Verify";

type AuditRecord = Schema<"AuditRecord">;
const AREAS =
  "agent role team organization api_key session sign_in audit vocabulary term capture_template continuity_policy pack customer handle identity_proposal case interaction message hand_off offer queue skill calendar channel_account envelope record".split(
    " ",
  );
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MOST_ROWS = 5000;

export default function AuditPage() {
  return (
    <Guarded needs={["audit.read"]}>
      <Audit />
    </Guarded>
  );
}

interface Wanted {
  who?: string;
  what?: string;
  entity?: string;
  from?: string;
  to?: string;
}

/** Who did what and when. The filters stand in the address, so that a search can be passed on. */
function Audit() {
  const { t } = useTranslation(["audit", "admin"]);
  const wanted = useSearch({ strict: false }) as Wanted;
  const navigate = useNavigate();
  const set = (change: Wanted) =>
    void navigate({
      to: ".",
      search: (old: Record<string, unknown>) => clean({ ...old, ...change }),
      replace: true,
    });
  const query = queryOf(wanted);
  const found = $api.useInfiniteQuery(
    "get",
    "/api/v1/audit",
    { params: { query: { ...query, limit: 50 } } },
    { ...PAGED, staleTime: 0, meta: { live: false } },
  );
  const rows = rowsOf(found.data);
  return (
    <>
      <PageHeader title={t("admin:page.audit")} actions={<Export query={query} />}>
        {t("about")}
      </PageHeader>
      <Verify />
      <Filters wanted={wanted} onChange={set} />
      <Loaded query={{ ...found, data: rows }} rows={8}>
        {(records) =>
          records.length === 0 ? (
            <Empty icon={<IconSearch size={32} />} title={t("none")}>
              {t("none_hint")}
            </Empty>
          ) : (
            <Trail records={records} onEntity={(entity) => set({ entity })} />
          )
        }
      </Loaded>
      <ShowMore query={found} />
    </>
  );
}

const clean = (search: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value));

function queryOf({ who, what, entity, from, to }: Wanted) {
  return {
    ...(who ? { actor: who } : {}),
    ...(what ? { type: what } : {}),
    ...(entity && UUID.test(entity) ? { entity } : {}),
    ...(from ? { from: new Date(`${from}T00:00`).toISOString() } : {}),
    ...(to ? { to: new Date(new Date(`${to}T00:00`).getTime() + 86_400_000).toISOString() } : {}),
  };
}

function Filters({ wanted, onChange }: { wanted: Wanted; onChange: (change: Wanted) => void }) {
  const { t } = useTranslation("audit");
  const agents = useAgents();
  const [typed, setTyped] = useState(wanted.entity ?? "");
  const known = wanted.entity ?? "";
  const [shownEntity, setShownEntity] = useState(known);
  if (shownEntity !== known) {
    setShownEntity(known);
    setTyped(known);
  }
  const [settled] = useDebouncedValue(typed, 300);
  const people = [...(agents.data?.values() ?? [])].map((each) => ({ value: `agent:${each.id}`, label: each.name }));
  const others = ["system:setup", "system:cli", "system:routing", "system:ingest"].map((value) => ({
    value,
    label: value,
  }));
  const wrong = settled !== "" && !UUID.test(settled.trim());
  const type = (value: string) => {
    setTyped(value);
    const id = value.trim();
    if (id === "" || UUID.test(id)) onChange({ entity: id });
  };
  return (
    <Group mb="md" align="start" role="search" gap="sm">
      <Select
        label={t("who")}
        placeholder={t("anybody")}
        clearable
        searchable
        w={200}
        data={[
          { group: t("people"), items: people },
          { group: t("machine"), items: others },
        ]}
        value={wanted.who ?? null}
        onChange={(who) => onChange({ who: who ?? "" })}
      />
      <Select
        label={t("what")}
        placeholder={t("anything")}
        clearable
        searchable
        w={200}
        data={AREAS.map((area) => ({ value: `${area}.*`, label: t(`area.${area}`, { defaultValue: words(area) }) }))}
        value={wanted.what ?? null}
        onChange={(what) => onChange({ what: what ?? "" })}
      />
      <TextInput
        label={t("entity")}
        placeholder={t("entity_hint")}
        w={240}
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
        error={wrong ? t("no_id") : undefined}
      />
      <TextInput
        type="date"
        label={t("from")}
        value={wanted.from ?? ""}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t("to")}
        value={wanted.to ?? ""}
        onChange={(event) => onChange({ to: event.currentTarget.value })}
      />
    </Group>
  );
}

function Trail({ records, onEntity }: { records: AuditRecord[]; onEntity: (id: string) => void }) {
  const { t } = useTranslation("audit");
  const [agents, queues, teams] = [useAgents(), useQueues(), useTeams()];
  const names = useMemo(() => {
    const all = new Map<string, string>();
    for (const each of [agents, queues, teams])
      for (const [id, { name }] of each.data ?? []) {
        all.set(id, name);
        all.set(`agent:${id}`, name);
      }
    return all;
  }, [agents, queues, teams]);
  return (
    <ol className={classes.trail} aria-label={t("trail")}>
      {records.map((record) => (
        <li key={record.cursor} className={classes.record}>
          <div className={classes.when}>
            <time dateTime={record.at}>{formatDateTime(record.at)}</time>
            <Text size="sm" fw={600}>
              {names.get(record.actor) ?? record.actor}
            </Text>
          </div>
          <div className={classes.what}>
            <Text fw={600}>
              {typeWords(record.type)}{" "}
              <Text span size="xs" c="dimmed" ff="monospace">
                {record.type}
              </Text>
            </Text>
            <Changes record={record} names={names} />
            <Details record={record} names={names} onEntity={onEntity} />
          </div>
        </li>
      ))}
    </ol>
  );
}

const typeWords = (type: string) => words(type.replace(".", " "));

function Changes({ record, names }: { record: AuditRecord; names: ReadonlyMap<string, string> }) {
  const { t } = useTranslation("audit");
  const { before, after } = record.data;
  const lines = diff(before, after);
  if (lines.length === 0) return null;
  return (
    <Table className={classes.diff} withRowBorders={false} verticalSpacing={2}>
      <Table.Thead className="visually-hidden">
        <Table.Tr>
          <Table.Th>{t("field")}</Table.Th>
          <Table.Th>{t("before")}</Table.Th>
          <Table.Th>{t("after")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {lines.map((line) => (
          <Table.Tr key={`${line.path} ${line.kind} ${JSON.stringify(line.before)} ${JSON.stringify(line.after)}`}>
            <Table.Th scope="row">{line.path}</Table.Th>
            <Table.Td>{line.kind !== "added" && <del>{shown(line.before, names)}</del>}</Table.Td>
            <Table.Td>{line.kind !== "removed" && <ins>{shown(line.after, names)}</ins>}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Details({
  record,
  names,
  onEntity,
}: {
  record: AuditRecord;
  names: ReadonlyMap<string, string>;
  onEntity: (id: string) => void;
}) {
  const { t } = useTranslation("audit");
  const all = details(record);
  if (all.length === 0) return null;
  return (
    <dl className={classes.details}>
      {all.map(([name, value]) => {
        const id = typeof value === "string" && (UUID.test(value) || name === "vocabulary") ? value : null;
        const page = id ? pageOf(name, id, record.data) : null;
        const text = shown(value, names);
        return (
          <div key={name}>
            <dt>{words(name.replace(/_ids?$/, ""))}</dt>
            <dd>
              {page ? (
                <Anchor component={Link} to={page} size="sm">
                  {text}
                </Anchor>
              ) : (
                text
              )}
              {id && UUID.test(id) && (
                <Anchor component="button" type="button" size="xs" ml={6} onClick={() => onEntity(id)}>
                  {t("all_of_it")}
                </Anchor>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** What was found as a file, page by page. */
function Export({ query }: { query: ReturnType<typeof queryOf> }) {
  const { t } = useTranslation("audit");
  const [count, setCount] = useState<number | null>(null);
  const run = async () => {
    const all: AuditRecord[] = [];
    let after: string | null = null;
    try {
      do {
        setCount(all.length);
        const more: { after?: string } = after ? { after } : {};
        const { data } = await api.GET("/api/v1/audit", { params: { query: { ...query, limit: 200, ...more } } });
        all.push(...(data?.items ?? []));
        after = data?.next ?? null;
      } while (after && all.length < MOST_ROWS);
      save(csvOf(all));
      tellDone(t(after ? "exported_part" : "exported", { count: all.length, number: formatNumber(all.length) }));
    } catch (error) {
      tellFailure(error);
    }
    setCount(null);
  };
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={16} />}
      loading={count !== null}
      onClick={() => void run()}
    >
      {t("export")}
    </Button>
  );
}

function save(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = "audit.csv";
  link.click();
  URL.revokeObjectURL(url);
}
