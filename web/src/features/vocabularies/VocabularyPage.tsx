import { Anchor, Button, Group, Select, Table, Text, TextInput } from "@mantine/core";
import { IconArrowLeft, IconPlus, IconSearch } from "@tabler/icons-react";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, useWrite } from "../../api/client";
import { useCommands } from "../../lib/commands";
import { useRefresh } from "../../lib/pages";
import { Guarded } from "../../ui/Guarded";
import { State } from "../../ui/State";
import { Empty, Loaded, PageHeader } from "../../ui/states";
import { tellUndoable } from "../../ui/undo";
import classes from "../people/People.module.css";
import { type Term, useTerms } from "./data";
import { TermEditor } from "./TermEditor";
import { found, treeOf } from "./tree";

const TONES = { active: "good", proposed: "wait", deprecated: "off" } as const;

export default function VocabularyPage() {
  const { code } = useParams({ strict: false });
  return (
    <Guarded needs={["vocabulary.manage"]}>
      <VocabularyTerms code={code ?? ""} />
    </Guarded>
  );
}

/** The terms of one vocabulary: narrower below wider ones. */
function VocabularyTerms({ code }: { code: string }) {
  const { t } = useTranslation(["vocabularies", "admin"]);
  const vocabulary = $api.useQuery("get", "/api/v1/vocabularies/{code}", { params: { path: { code } } });
  const terms = useTerms(code);
  const [word, setWord] = useState("");
  const [status, setStatus] = useState<string | null>(null);
  const [open, setOpen] = useState<string | "new" | null>(null);
  useCommands([
    {
      id: "terms.add",
      title: t("term_add"),
      group: t("admin:page.vocabularies"),
      keys: "n",
      run: () => setOpen("new"),
    },
  ]);
  const proposed = terms.data?.filter((each) => each.status === "proposed").length ?? 0;
  const chosen = terms.data?.find((each) => each.id === open) ?? null;
  return (
    <>
      <Anchor component={Link} to="/admin/vocabularies" size="sm">
        <Group gap={4} mb="xs">
          <IconArrowLeft size={14} aria-hidden /> {t("admin:page.vocabularies")}
        </Group>
      </Anchor>
      <PageHeader
        title={vocabulary.data?.label ?? code}
        actions={
          <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen("new")}>
            {t("term_add")}
          </Button>
        }
      >
        {proposed > 0 ? t("proposed_wait", { count: proposed }) : t("terms_about")}
      </PageHeader>
      <Group mb="md" role="search" align="end">
        <TextInput
          className={classes.find}
          label={t("find")}
          leftSection={<IconSearch size={16} />}
          value={word}
          onChange={(event) => setWord(event.currentTarget.value)}
        />
        <Select
          label={t("status")}
          placeholder={t("any")}
          clearable
          w={180}
          data={Object.keys(TONES).map((value) => ({ value, label: t(`states.${value}`) }))}
          value={status}
          onChange={setStatus}
        />
      </Group>
      <Loaded query={terms} rows={8}>
        {(all) => {
          const rows = treeOf(found(all, word, status));
          return rows.length === 0 ? (
            <Empty title={t(all.length ? "nothing_found" : "no_terms")}>
              {t(all.length ? "nothing_found_hint" : "no_terms_hint")}
            </Empty>
          ) : (
            <Table className={classes.table} highlightOnHover>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("term")}</Table.Th>
                  <Table.Th>{t("definition")}</Table.Th>
                  <Table.Th>{t("parent")}</Table.Th>
                  <Table.Th>{t("status")}</Table.Th>
                  <Table.Th>
                    <span className="visually-hidden">{t("decide")}</span>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map(({ term, depth }) => (
                  <TermRow key={term.id} term={term} depth={depth} onOpen={() => setOpen(term.id)} />
                ))}
              </Table.Tbody>
            </Table>
          );
        }}
      </Loaded>
      {(chosen || open === "new") && (
        <TermEditor
          key={chosen?.id ?? "new"}
          vocabulary={code}
          term={chosen}
          terms={terms.data ?? []}
          readAgain={() => terms.refetch()}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}

function TermRow({ term, depth, onOpen }: { term: Term; depth: number; onOpen: () => void }) {
  const { t } = useTranslation("vocabularies");
  const refresh = useRefresh();
  const change = useWrite("patch", "/api/v1/terms/{term_id}", { onSuccess: () => refresh("/api/v1/vocabularies") });
  const become = (status: Term["status"]) =>
    change.mutate(
      { params: { path: { term_id: term.id } }, body: { status } },
      {
        onSuccess: () =>
          tellUndoable(t(`became.${status}`, { label: term.label }), () =>
            change.mutate({ params: { path: { term_id: term.id } }, body: { status: term.status } }),
          ),
      },
    );
  return (
    <Table.Tr>
      <Table.Td style={{ paddingInlineStart: `${10 + depth * 22}px` }}>
        <Anchor component="button" type="button" fw={depth ? 400 : 600} ta="start" onClick={onOpen}>
          {term.label}
        </Anchor>
        <Text size="xs" c="dimmed" ff="monospace">
          {term.code}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm" lineClamp={2}>
          {term.definition}
        </Text>
        {term.synonyms.length > 0 && (
          <Text size="xs" c="dimmed" lineClamp={1}>
            {t("also", { list: term.synonyms.join(", ") })}
          </Text>
        )}
      </Table.Td>
      <Table.Td data-label={t("parent")} fz="sm">
        {term.parent ?? "–"}
      </Table.Td>
      <Table.Td data-label={t("status")}>
        <State tone={TONES[term.status]}>{t(`states.${term.status}`)}</State>
      </Table.Td>
      <Table.Td ta="right">
        {term.status !== "active" && (
          <Button
            size="compact-sm"
            variant="light"
            aria-label={`${t(term.status === "proposed" ? "approve" : "restore")}: ${term.label}`}
            onClick={() => become("active")}
          >
            {t(term.status === "proposed" ? "approve" : "restore")}
          </Button>
        )}
        {term.status !== "deprecated" && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            aria-label={`${t("deprecate")}: ${term.label}`}
            onClick={() => become("deprecated")}
          >
            {t("deprecate")}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
