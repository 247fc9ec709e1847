import { Button, Group, Modal, NumberInput, Select, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schema, useWrite } from "../../api/client";
import { tellFailure } from "../../ui/tell";

const CATEGORIES = "inquiry_category";

/** How urgent a case is, and what it is about. */
export function CaseFields({ it, opened, onClose }: { it: Schema<"CaseView">; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation("case");
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("fields.title")}
      closeButtonProps={{ "aria-label": t("app:close") }}
    >
      <Form key={`${it.id} ${it.version}`} it={it} onClose={onClose} />
    </Modal>
  );
}

function Form({ it, onClose }: { it: Schema<"CaseView">; onClose: () => void }) {
  const { t } = useTranslation("case");
  const [priority, setPriority] = useState<number | string>(it.priority);
  const [category, setCategory] = useState<string | null>(it.category ?? null);
  const terms = $api.useQuery("get", "/api/v1/vocabularies/{code}/terms", {
    params: { path: { code: CATEGORIES }, query: { limit: 200 } },
  });
  const update = useWrite("patch", "/api/v1/cases/{case_id}", {
    onSuccess: onClose,
    onError: tellFailure,
    meta: { quiet: true },
  });
  const known = (terms.data?.items ?? []).filter((each) => each.status === "active" || each.code === category);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        update.mutate({
          params: { path: { case_id: it.id } },
          headers: { "If-Match": `"${it.version}"` },
          body: { priority: Number(priority) || 0, ...(category !== it.category && { category, subcategory: null }) },
        });
      }}
    >
      <Stack>
        <NumberInput
          label={t("fields.priority")}
          description={t("fields.priority_hint")}
          min={-100}
          max={100}
          value={priority}
          onChange={setPriority}
        />
        <Select
          label={t("fields.category")}
          clearable
          searchable
          data={known.map(({ code, label }) => ({ value: code, label }))}
          value={category}
          onChange={setCategory}
          clearButtonProps={{ "aria-label": t("fields.no_category") }}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("app:cancel")}
          </Button>
          <Button type="submit" loading={update.isPending}>
            {t("app:save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
