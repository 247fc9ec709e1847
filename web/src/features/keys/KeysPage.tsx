import { Button, Code, Table, Text } from "@mantine/core";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schema, useWrite } from "../../api/client";
import { useNow } from "../../lib/clock";
import { useCommands } from "../../lib/commands";
import { formatDateTime } from "../../lib/format";
import { PAGED, rowsOf, useRefresh } from "../../lib/pages";
import { useConfirm } from "../../ui/confirm";
import { Guarded } from "../../ui/Guarded";
import { ShowMore } from "../../ui/ShowMore";
import { State } from "../../ui/State";
import { Empty, Loaded, PageHeader } from "../../ui/states";
import { TimeAgo } from "../../ui/TimeAgo";
import { tellDone } from "../../ui/tell";
import classes from "../people/People.module.css";
import { AddKey } from "./AddKey";
import { stateOf } from "./expiry";

type ApiKey = Schema<"ApiKey">;
const TONES = { active: "good", revoked: "off", expired: "wait" } as const;

export default function KeysPage() {
  return (
    <Guarded needs={["key.manage"]}>
      <Keys />
    </Guarded>
  );
}

/** The keys with which programs act. */
function Keys() {
  const { t } = useTranslation(["keys", "admin"]);
  const [adding, setAdding] = useState(false);
  const keys = $api.useInfiniteQuery("get", "/api/v1/keys", { params: { query: { limit: 50 } } }, PAGED);
  useCommands([
    { id: "keys.add", title: t("add"), group: t("admin:page.keys"), keys: "n", run: () => setAdding(true) },
  ]);
  return (
    <>
      <PageHeader
        title={t("admin:page.keys")}
        actions={
          <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
            {t("add")}
          </Button>
        }
      >
        {t("about")}
      </PageHeader>
      <Loaded query={{ ...keys, data: rowsOf(keys.data) }}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty icon={<IconKey size={32} />} title={t("none")}>
              {t("none_hint")}
            </Empty>
          ) : (
            <KeyTable keys={rows} />
          )
        }
      </Loaded>
      <ShowMore query={keys} />
      {adding && <AddKey onClose={() => setAdding(false)} />}
    </>
  );
}

function KeyTable({ keys }: { keys: ApiKey[] }) {
  const { t } = useTranslation("keys");
  const now = useNow(60);
  const refresh = useRefresh();
  const [ask, dialog] = useConfirm();
  const revoke = useWrite("delete", "/api/v1/keys/{key_id}", {
    onSuccess: (key) => {
      refresh("/api/v1/keys");
      tellDone(t("revoked_now", { name: key.name }));
    },
  });
  const askRevoke = (key: ApiKey) =>
    ask({
      title: t("revoke_title", { name: key.name }),
      body: t("revoke_body"),
      confirm: t("revoke"),
      danger: true,
      onConfirm: () => revoke.mutate({ params: { path: { key_id: key.id } } }),
    });
  return (
    <>
      <Table className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("name")}</Table.Th>
            <Table.Th>{t("permissions")}</Table.Th>
            <Table.Th>{t("used")}</Table.Th>
            <Table.Th>{t("expires")}</Table.Th>
            <Table.Th>{t("state")}</Table.Th>
            <Table.Th>
              <span className="visually-hidden">{t("revoke")}</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {keys.map((key) => {
            const state = stateOf(key, now);
            return (
              <Table.Tr key={key.id}>
                <Table.Td>
                  <Text fw={600}>{key.name}</Text>
                  <Code>{key.prefix}…</Code>
                </Table.Td>
                <Table.Td data-label={t("permissions")}>
                  <Text size="sm" ff="monospace">
                    {key.scopes.join(", ")}
                  </Text>
                </Table.Td>
                <Table.Td data-label={t("used")}>
                  {key.last_used_at ? <TimeAgo at={key.last_used_at} /> : t("never")}
                </Table.Td>
                <Table.Td data-label={t("expires")}>
                  {key.expires_at ? formatDateTime(key.expires_at) : t("never")}
                </Table.Td>
                <Table.Td data-label={t("state")}>
                  <State tone={TONES[state]}>{t(`states.${state}`)}</State>
                </Table.Td>
                <Table.Td ta="right">
                  {state === "active" && (
                    <Button
                      size="compact-sm"
                      variant="light"
                      color="red"
                      aria-label={t("revoke_named", { name: key.name })}
                      onClick={() => askRevoke(key)}
                    >
                      {t("revoke")}
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
      {dialog}
    </>
  );
}
