import { Group, Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api } from "../../api/client";
import { PAGED, rowsOf } from "../../lib/pages";
import { words } from "../../ui/ChannelIcon";
import { Guarded } from "../../ui/Guarded";
import { useAgents } from "../../ui/names";
import { ShowMore } from "../../ui/ShowMore";
import { Empty, Loaded, PageHeader } from "../../ui/states";
import { isId, queryOf, type Wanted } from "./asked";
import { Export } from "./Export";
import { Trail } from "./Trail";
import { Verify } from "./Verify";

const AREAS =
  "agent role team organization api_key session sign_in audit vocabulary term capture_template continuity_policy pack customer handle identity_proposal case interaction message hand_off offer queue skill calendar channel_account envelope record".split(
    " ",
  );

export default function AuditPage() {
  return (
    <Guarded needs={["audit.read"]}>
      <Audit />
    </Guarded>
  );
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
  const wrong = settled !== "" && !isId(settled.trim());
  const type = (value: string) => {
    setTyped(value);
    const id = value.trim();
    if (id === "" || isId(id)) onChange({ entity: id });
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
