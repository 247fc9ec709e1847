import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, useWrite } from "../../api/client";
import { Problem } from "../../api/problem";
import { useRefresh } from "../../lib/pages";
import { SecretOnce } from "../../ui/Secret";
import { tellFailure } from "../../ui/tell";
import type { Agent } from "./data";
import { RolePicker, TeamPicker } from "./pickers";

/** Add somebody, and show once the password with which they sign in first. */
export function AddPerson({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["people", "app"]);
  const refresh = useRefresh();
  const navigate = useNavigate();
  const organisation = $api.useQuery("get", "/api/v1/organization");
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [roles, setRoles] = useState<string[]>([]);
  const [teams, setTeams] = useState<string[]>([]);
  const [made, setMade] = useState<Agent | null>(null);
  const issue = useWrite("post", "/api/v1/agents/{agent_id}/password-reset");
  const add = useWrite("post", "/api/v1/agents", {
    meta: { quiet: true },
    onSuccess: (agent) => {
      setMade(agent);
      refresh("/api/v1/agents");
      issue.mutate({ params: { path: { agent_id: agent.id } } });
    },
    onError: (error) => {
      if (!(error instanceof Problem) || (error.status !== 422 && error.code !== "address_taken")) tellFailure(error);
    },
  });
  const problem = add.error instanceof Problem ? add.error : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { locale = "en", time_zone = "UTC" } = organisation.data ?? {};
    add.mutate({
      body: {
        name: name.trim(),
        email: email.trim(),
        role_ids: roles,
        team_ids: teams,
        locale,
        time_zone,
        languages: [locale],
      },
    });
  };
  const open = () => {
    if (made) void navigate({ to: `/admin/people/${made.id}` });
  };
  return (
    <Modal opened onClose={onClose} title={t("add")} size="lg" closeButtonProps={{ "aria-label": t("app:close") }}>
      {made ? (
        <Stack>
          {issue.data && (
            <SecretOnce title={t("first_password", { name: made.name })} secret={issue.data.password}>
              {t("first_password_hint")}
            </SecretOnce>
          )}
          <Group justify="flex-end">
            {issue.error && (
              <Button variant="default" onClick={() => issue.mutate({ params: { path: { agent_id: made.id } } })}>
                {t("reset")}
              </Button>
            )}
            <Button variant="default" onClick={open}>
              {t("open_person")}
            </Button>
            <Button onClick={onClose}>{t("done")}</Button>
          </Group>
        </Stack>
      ) : (
        <form onSubmit={submit}>
          <Stack>
            <TextInput
              label={t("name")}
              required
              data-autofocus
              maxLength={200}
              autoComplete="off"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              error={problem?.of("name")}
            />
            <TextInput
              label={t("email")}
              description={t("email_hint")}
              type="email"
              required
              maxLength={254}
              autoComplete="off"
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
              error={problem?.of("email") ?? (problem?.code === "address_taken" ? problem.message : undefined)}
            />
            <RolePicker value={roles} onChange={setRoles} />
            <TeamPicker value={teams} onChange={setTeams} />
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {t("app:cancel")}
              </Button>
              <Button type="submit" loading={add.isPending || issue.isPending}>
                {t("add_submit")}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
