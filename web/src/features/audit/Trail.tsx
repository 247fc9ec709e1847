import { Anchor, Table, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client";
import { formatDateTime } from "../../lib/format";
import { words } from "../../ui/ChannelIcon";
import { useAgents, useQueues, useTeams } from "../../ui/names";
import classes from "./Audit.module.css";
import { isId } from "./asked";
import { details, diff, pageOf, shown } from "./diff";

type AuditRecord = Schema<"AuditRecord">;

/** Records, the latest first: who, what, and what changed by it. */
export function Trail({ records, onEntity }: { records: AuditRecord[]; onEntity: (id: string) => void }) {
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
        const id = typeof value === "string" && (isId(value) || name === "vocabulary") ? value : null;
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
              {id && isId(id) && (
                <Anchor component="button" type="button" size="xs" ml={6} mih={24} onClick={() => onEntity(id)}>
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
