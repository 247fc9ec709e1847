import { Anchor, Button, Group, Modal, Table, TextInput } from "@mantine/core";
import { IconPlus, IconVocabulary } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, useWrite } from "../../api/client";
import { useCommands } from "../../lib/commands";
import { useRefresh } from "../../lib/pages";
import { Guarded } from "../../ui/Guarded";
import { Empty, Loaded, PageHeader } from "../../ui/states";
import classes from "../people/People.module.css";
import { codeOf } from "../people/rights";

export default function VocabulariesPage() {
  return (
    <Guarded needs={["vocabulary.manage"]}>
      <Vocabularies />
    </Guarded>
  );
}

function Vocabularies() {
  const { t } = useTranslation(["vocabularies", "admin"]);
  const [adding, setAdding] = useState(false);
  const all = $api.useQuery("get", "/api/v1/vocabularies", { params: { query: { limit: 200 } } });
  useCommands([
    {
      id: "vocabularies.add",
      title: t("add"),
      group: t("admin:page.vocabularies"),
      keys: "n",
      run: () => setAdding(true),
    },
  ]);
  return (
    <>
      <PageHeader
        title={t("admin:page.vocabularies")}
        actions={
          <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
            {t("add")}
          </Button>
        }
      >
        {t("about")}
      </PageHeader>
      <Loaded query={all}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={<IconVocabulary size={32} />} title={t("none")}>
              {t("none_hint")}
            </Empty>
          ) : (
            <Table className={classes.table} highlightOnHover>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("label")}</Table.Th>
                  <Table.Th>{t("code")}</Table.Th>
                  <Table.Th>{t("origin")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((each) => (
                  <Table.Tr key={each.id}>
                    <Table.Td>
                      <Anchor component={Link} to={`/admin/vocabularies/${each.code}`} fw={600}>
                        {each.label}
                      </Anchor>
                    </Table.Td>
                    <Table.Td data-label={t("code")} ff="monospace" fz="sm">
                      {each.code}
                    </Table.Td>
                    <Table.Td data-label={t("origin")}>
                      {each.pack ? t("of_pack", { pack: each.pack.replaceAll("_", " ") }) : t("own")}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Loaded>
      {adding && <AddVocabulary onClose={() => setAdding(false)} />}
    </>
  );
}

function AddVocabulary({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["vocabularies", "app"]);
  const refresh = useRefresh();
  const navigate = useNavigate();
  const [label, setLabel] = useState("");
  const code = codeOf(label, "_");
  const add = useWrite("post", "/api/v1/vocabularies", {
    onSuccess: (made) => {
      refresh("/api/v1/vocabularies");
      onClose();
      void navigate({ to: `/admin/vocabularies/${made.code}` });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ body: { code, label: label.trim() } });
  };
  return (
    <Modal opened onClose={onClose} title={t("add")} closeButtonProps={{ "aria-label": t("app:close") }}>
      <form onSubmit={submit}>
        <TextInput
          label={t("label")}
          description={code ? t("code_will_be", { code }) : undefined}
          required
          data-autofocus
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="md">
          <Button type="submit" disabled={!code} loading={add.isPending}>
            {t("app:add")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
