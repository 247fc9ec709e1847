import { Button, Group, Modal, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWrite } from "../../api/client";
import { useRefresh } from "../../lib/pages";
import { codeOf } from "./rights";

export function AddTeam({ onClose, onMade }: { onClose: () => void; onMade: (id: string) => void }) {
  const { t } = useTranslation(["people", "app"]);
  const refresh = useRefresh();
  const [name, setName] = useState("");
  const add = useWrite("post", "/api/v1/teams", {
    onSuccess: (team) => {
      refresh("/api/v1/teams");
      onMade(team.id);
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ body: { name: name.trim(), code: codeOf(name) } });
  };
  return (
    <Modal opened onClose={onClose} title={t("team_add")} closeButtonProps={{ "aria-label": t("app:close") }}>
      <form onSubmit={submit}>
        <TextInput
          label={t("name")}
          description={codeOf(name) ? t("code_will_be", { code: codeOf(name) }) : undefined}
          required
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="md">
          <Button type="submit" loading={add.isPending} disabled={!codeOf(name)}>
            {t("app:add")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
