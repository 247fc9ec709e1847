import { Badge, Button, NavLink, Text, TextInput } from "@mantine/core";
import { IconMessage2Bolt, IconPlus, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api } from "../../api/client";
import { useMe } from "../../api/me";
import { useCommands } from "../../lib/commands";
import { PAGED, rowsOf } from "../../lib/pages";
import { Guarded } from "../../ui/Guarded";
import { useChoice } from "../../ui/leaving";
import { ShowMore } from "../../ui/ShowMore";
import { Empty, Loaded, PageHeader } from "../../ui/states";
import classes from "../people/People.module.css";
import { CannedEditor } from "./CannedEditor";
import { type Canned, type Folder, foldersOf } from "./canned";

export default function CannedPage() {
  return (
    <Guarded needs={["interaction.work", "vocabulary.manage"]}>
      <Responses />
    </Guarded>
  );
}

/** Texts that are kept to be sent again: one's own, one's teams', and everybody's. */
function Responses() {
  const { t } = useTranslation(["canned", "admin"]);
  const [query, setQuery] = useState("");
  const list = $api.useInfiniteQuery("get", "/api/v1/canned-responses", { params: { query: { limit: 200 } } }, PAGED);
  const { current, isNew, choose, show, leaving } = useChoice(rowsOf<Canned>(list.data));
  useCommands([
    { id: "canned.add", title: t("add"), group: t("admin:page.canned"), keys: "n", run: () => choose("new") },
  ]);
  return (
    <>
      <PageHeader
        title={t("admin:page.canned")}
        actions={
          <Button leftSection={<IconPlus size={16} />} onClick={() => choose("new")}>
            {t("add")}
          </Button>
        }
      >
        {t("about")}
      </PageHeader>
      {leaving}
      <Loaded query={list}>
        {(data) => {
          const items = rowsOf<Canned>(data) ?? [];
          if (!current && !isNew)
            return (
              <Empty icon={<IconMessage2Bolt size={32} />} title={t("none")}>
                {t("none_hint")}
              </Empty>
            );
          return (
            <div className={classes.columns}>
              <div>
                <TextInput
                  aria-label={t("find")}
                  placeholder={t("find")}
                  leftSection={<IconSearch size={16} />}
                  mb="xs"
                  value={query}
                  onChange={(event) => setQuery(event.currentTarget.value)}
                />
                <Folders folders={foldersOf(items, query)} current={current} onOpen={choose} />
                <ShowMore query={list} />
              </div>
              <CannedEditor
                key={current?.id ?? "new"}
                canned={current}
                folders={[...new Set(items.map((each) => each.folder).filter(Boolean))]}
                readAgain={() => list.refetch()}
                onDone={show}
              />
            </div>
          );
        }}
      </Loaded>
    </>
  );
}

function Folders({
  folders,
  current,
  onOpen,
}: {
  folders: Folder[];
  current: Canned | null;
  onOpen: (id: string) => void;
}) {
  const { t } = useTranslation("canned");
  const me = useMe();
  if (folders.length === 0) return <Text c="dimmed">{t("none_found")}</Text>;
  return (
    <nav aria-label={t("list")} className={classes.card}>
      {folders.map(({ name, items }) => (
        <div key={name}>
          {name && (
            <Text size="xs" fw={600} c="dimmed" mt="xs" px="sm">
              {name}
            </Text>
          )}
          {items.map((each) => (
            <NavLink
              key={each.id}
              component="button"
              label={`/${each.code}`}
              description={each.name}
              active={each.id === current?.id}
              aria-current={each.id === current?.id}
              rightSection={
                <Badge variant="default" size="sm" tt="none" fw={500}>
                  {t(each.agent_id === me.id ? "scope.mine" : `scope.${each.scope}`)}
                </Badge>
              }
              onClick={() => onOpen(each.id)}
            />
          ))}
        </div>
      ))}
    </nav>
  );
}
