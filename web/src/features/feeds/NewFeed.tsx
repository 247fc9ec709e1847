import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWrite } from "../../api/client";
import { Problem } from "../../api/problem";
import { useRefresh } from "../../lib/pages";

/** Set up a feed: its name, its code and whose number a row's key is. All else is set on its page. */
export function NewFeed({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["feeds", "app"]);
  const navigate = useNavigate();
  const refresh = useRefresh();
  const [name, setName] = useState("");
  const [code, setCode] = useState("");
  const [keyScheme, setKeyScheme] = useState("crm_id");
  const add = useWrite("post", "/api/v1/feeds", {
    onSuccess: (feed) => {
      refresh("/api/v1/feeds");
      void navigate({ to: `/admin/feeds/${feed.id}` });
    },
  });
  const problem = add.error instanceof Problem ? add.error : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ body: { name: name.trim(), code, key_scheme: keyScheme } });
  };
  return (
    <Modal opened onClose={onClose} title={t("add")} closeButtonProps={{ "aria-label": t("app:close") }}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={t("name")}
            required
            maxLength={200}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={problem?.of("name")}
          />
          <TextInput
            label={t("code")}
            description={t("code_hint")}
            required
            pattern="[a-z][a-z0-9_]{0,31}"
            title={t("code_hint")}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value.toLowerCase())}
            error={problem?.of("code") ?? (problem?.code === "feed_exists" ? problem.message : undefined)}
          />
          <TextInput
            label={t("key_scheme")}
            description={t("key_scheme_hint")}
            required
            pattern="[a-z][a-z0-9_]{0,31}"
            title={t("code_hint")}
            value={keyScheme}
            onChange={(event) => setKeyScheme(event.currentTarget.value.toLowerCase())}
            error={problem?.of("key_scheme")}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("app:cancel")}
            </Button>
            <Button type="submit" loading={add.isPending}>
              {t("add")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
