import { ActionIcon, Anchor, Autocomplete, Button, Group, Popover, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schema, useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import { formatShare } from "../../lib/format";
import { words } from "../../ui/ChannelIcon";
import { Loaded } from "../../ui/states";
import { tellDone } from "../../ui/tell";
import classes from "./Aside.module.css";
import { Nothing, Section } from "./Section";

/** What every organisation's objects are called; its own patterns name more. */
const COMMON = ["policy", "claim", "account", "loan", "card", "order", "vehicle", "case_reference"];
// What the server takes as a kind.
const KIND = /^[a-z][a-z0-9_]{0,62}$/;

/** The policies, claims and other objects that the case is about. */
export function References({ caseId }: { caseId: string }) {
  const { t } = useTranslation("aside");
  const me = useMe();
  const path = { params: { path: { case_id: caseId } } };
  const refs = $api.useQuery("get", "/api/v1/cases/{case_id}/references", path, { meta: { kinds: ["entity_ref"] } });
  const remove = useWrite("delete", "/api/v1/references/{ref_id}", { onSuccess: () => void refs.refetch() });
  const may = me.may("case.write");
  return (
    <Section
      name="references"
      title={t("reference.title")}
      count={refs.data?.length}
      actions={may && <Add caseId={caseId} known={refs.data ?? []} done={() => void refs.refetch()} />}
    >
      <Loaded query={refs} rows={2}>
        {(found) =>
          found.length === 0 ? (
            <Nothing>{t("reference.none")}</Nothing>
          ) : (
            <ul className={classes.list} style={{ gap: 2 }}>
              {found.map((each) => (
                <li key={each.id}>
                  <Group gap={6} wrap="nowrap">
                    <Text size="sm" style={{ flex: 1, overflowWrap: "anywhere" }}>
                      <Text component="span" size="xs" c="dimmed">
                        {t(`kind.${each.kind}`, words(each.kind))}{" "}
                      </Text>
                      {each.address ? (
                        <Anchor href={each.address} target="_blank" rel="noreferrer" inherit>
                          {each.external_id}
                        </Anchor>
                      ) : (
                        each.external_id
                      )}
                      {each.label && ` · ${each.label}`}
                      {each.confidence < 1 && (
                        <Text component="span" size="xs" c="dimmed">
                          {" "}
                          {t("reference.sure", { share: formatShare(each.confidence) })}
                        </Text>
                      )}
                    </Text>
                    {may && (
                      <ActionIcon
                        size="sm"
                        aria-label={t("reference.remove", { id: each.external_id })}
                        onClick={() => remove.mutate({ params: { path: { ref_id: each.id } } })}
                      >
                        <IconX size={14} />
                      </ActionIcon>
                    )}
                  </Group>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}

function Add({ caseId, known, done }: { caseId: string; known: readonly Schema<"RefView">[]; done: () => void }) {
  const { t } = useTranslation("aside");
  const [open, setOpen] = useState(false);
  const [kind, setKind] = useState("policy");
  const [id, setId] = useState("");
  const patterns = $api.useQuery(
    "get",
    "/api/v1/entity-patterns",
    { params: { query: { limit: 100 } } },
    { enabled: open, retry: false },
  );
  const add = useWrite("post", "/api/v1/cases/{case_id}/references", {
    onSuccess: (ref) => {
      // The case is about it already, perhaps in another spelling.
      if (known.some((each) => each.id === ref.id)) tellDone(t("reference.already", { id: ref.external_id }));
      setId("");
      setOpen(false);
      done();
    },
  });
  const code = kind
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, "_");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ params: { path: { case_id: caseId } }, body: { kind: code, external_id: id.trim() } });
  };
  const kinds = [...new Set([...COMMON, ...(patterns.data?.items ?? []).map((each) => each.kind)])];
  return (
    <Popover opened={open} onChange={setOpen} trapFocus position="bottom-end" withArrow shadow="md">
      <Popover.Target>
        <ActionIcon size="sm" aria-label={t("reference.add")} onClick={() => setOpen(!open)}>
          <IconPlus size={14} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={submit}>
          <Stack gap="xs" w={240}>
            <Autocomplete
              label={t("reference.kind")}
              data={kinds}
              value={kind}
              onChange={setKind}
              comboboxProps={{ withinPortal: false }}
              error={KIND.test(code) ? undefined : t("reference.bad_kind")}
            />
            <TextInput
              data-autofocus
              label={t("reference.id")}
              value={id}
              onChange={(event) => setId(event.currentTarget.value)}
            />
            <Button type="submit" size="compact-sm" loading={add.isPending} disabled={!id.trim() || !KIND.test(code)}>
              {t("app:add")}
            </Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
