import { Button, Drawer, Group, Select, Stack, TagsInput, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schema, useWrite } from "../../api/client";
import { Problem } from "../../api/problem";
import { useEdited } from "../../lib/edited";
import { useRefresh } from "../../lib/pages";
import { ChangedElsewhere } from "../../ui/ChangedElsewhere";
import { orStale } from "../../ui/stale";
import { tellDone, tellFailure } from "../../ui/tell";
import { codeOf } from "../people/rights";
import { type Term, useTerms } from "./data";

const NEW = {
  id: "new",
  version: 0,
  code: "",
  label: "",
  definition: "",
  parent: null as string | null,
  parent_vocabulary: null as string | null,
  synonyms: [] as string[],
};

/** One term: what it is called, what it means, and by which words customers say it. */
export function TermEditor({
  vocabulary,
  term,
  terms,
  readAgain,
  onClose,
}: {
  vocabulary: string;
  term: Term | null;
  terms: Term[];
  readAgain: () => unknown;
  onClose: () => void;
}) {
  const { t } = useTranslation(["vocabularies", "app"]);
  const refresh = useRefresh();
  const [typed, setTyped] = useState(false);
  const edited = useEdited(term ?? NEW, ({ code, label, definition, parent, synonyms }) => ({
    code,
    label,
    definition,
    parent,
    synonyms,
  }));
  const { fields, set } = edited;
  // A term keeps the vocabulary of its parent; a subcategory's is the list of categories.
  const elsewhere = term?.parent_vocabulary ?? terms.find((each) => each.parent_vocabulary)?.parent_vocabulary ?? null;
  const others = useTerms(elsewhere ?? "", elsewhere !== null);
  const parents = (elsewhere ? (others.data ?? []) : terms).filter((each) => each.id !== term?.id);
  const done = () => {
    refresh("/api/v1/vocabularies");
    tellDone(t("saved"));
    onClose();
  };
  const save = useWrite("patch", "/api/v1/terms/{term_id}", {
    meta: { quiet: true },
    onSuccess: done,
    onError: orStale(readAgain),
  });
  const add = useWrite("post", "/api/v1/vocabularies/{code}/terms", {
    meta: { quiet: true },
    onSuccess: done,
    onError: (error) => {
      if (!(error instanceof Problem) || error.status !== 422) tellFailure(error);
    },
  });
  const problem = add.error instanceof Problem ? add.error : save.error instanceof Problem ? save.error : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const parent_vocabulary = fields.parent ? elsewhere : null;
    if (!term) {
      add.mutate({ params: { path: { code: vocabulary } }, body: { ...fields, parent_vocabulary } });
      return;
    }
    const { code: _, ...rest } = edited.changes;
    const body: Schema<"TermChange"> = "parent" in rest ? { ...rest, parent_vocabulary } : rest;
    save.mutate({ params: { path: { term_id: term.id }, header: { "If-Match": edited.match } }, body });
  };
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="md"
      title={term ? term.label : t("term_add")}
      closeButtonProps={{ "aria-label": t("app:close") }}
    >
      <ChangedElsewhere edited={edited} label={(name) => t(`field.${name}`)} />
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={t("field.label")}
            required
            data-autofocus
            maxLength={200}
            value={fields.label}
            onChange={({ currentTarget: { value } }) =>
              set(term || typed ? { label: value } : { label: value, code: codeOf(value, "_") })
            }
            error={problem?.of("label")}
          />
          <TextInput
            label={t("field.code")}
            description={t("code_hint")}
            required
            disabled={term !== null}
            value={fields.code}
            onChange={(event) => {
              setTyped(true);
              set({ code: event.currentTarget.value });
            }}
            error={problem?.of("code")}
          />
          <Textarea
            label={t("field.definition")}
            description={t("definition_hint")}
            autosize
            minRows={2}
            maxLength={2000}
            value={fields.definition}
            onChange={(event) => set({ definition: event.currentTarget.value })}
          />
          <Select
            label={t("field.parent")}
            searchable
            clearable
            data={parents.map((each) => ({ value: each.code, label: each.label }))}
            value={fields.parent}
            onChange={(parent) => set({ parent })}
            error={problem?.of("parent")}
          />
          <TagsInput
            label={t("field.synonyms")}
            description={t("synonyms_hint")}
            value={fields.synonyms}
            onChange={(synonyms) => set({ synonyms })}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("app:cancel")}
            </Button>
            <Button
              type="submit"
              disabled={!edited.dirty || edited.theirs !== null}
              loading={save.isPending || add.isPending}
            >
              {term ? t("app:save") : t("app:add")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}
