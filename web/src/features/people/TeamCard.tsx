import { ActionIcon, Button, Group, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useWrite } from "../../api/client";
import { useEdited } from "../../lib/edited";
import { useRefresh } from "../../lib/pages";
import { ChangedElsewhere } from "../../ui/ChangedElsewhere";
import { useConfirm } from "../../ui/confirm";
import { orStale } from "../../ui/stale";
import { tellDone } from "../../ui/tell";
import type { Team } from "./data";
import classes from "./People.module.css";
import { TeamMembers } from "./TeamMembers";

/** A team: what it is called, who is in it, and how it goes away. */
export function TeamCard({ team, readAgain }: { team: Team; readAgain: () => unknown }) {
  const { t } = useTranslation(["people", "app"]);
  const refresh = useRefresh();
  const [ask, dialog] = useConfirm();
  const edited = useEdited(team, ({ name, code }) => ({ name, code }));
  const save = useWrite("patch", "/api/v1/teams/{team_id}", {
    meta: { quiet: true },
    onSuccess: () => {
      refresh("/api/v1/teams");
      tellDone(t("saved"));
    },
    onError: orStale(readAgain),
  });
  const remove = useWrite("delete", "/api/v1/teams/{team_id}", {
    onSuccess: () => refresh("/api/v1/teams", "/api/v1/agents"),
  });
  const askRemove = () =>
    ask({
      title: t("team_remove_title", { name: team.name }),
      body: t("team_remove_body"),
      confirm: t("app:delete"),
      danger: true,
      onConfirm: () => remove.mutate({ params: { path: { team_id: team.id } } }),
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(
      { params: { path: { team_id: team.id }, header: { "If-Match": edited.match } }, body: edited.changes },
      { onSuccess: edited.saved },
    );
  };
  return (
    <section className={classes.card} aria-label={team.name}>
      <ChangedElsewhere edited={edited} label={(name) => t(`field.${name}`)} />
      <form onSubmit={submit}>
        <Group align="end" gap="sm">
          <TextInput
            label={t("name")}
            required
            className={classes.find}
            value={edited.fields.name}
            onChange={(event) => edited.set({ name: event.currentTarget.value })}
          />
          <TextInput
            label={t("code")}
            required
            value={edited.fields.code}
            onChange={(event) => edited.set({ code: event.currentTarget.value })}
          />
          <Button type="submit" disabled={!edited.dirty || edited.theirs !== null} loading={save.isPending}>
            {t("app:save")}
          </Button>
          <ActionIcon
            variant="subtle"
            color="red"
            onClick={askRemove}
            aria-label={t("team_remove", { name: team.name })}
          >
            <IconTrash size={18} />
          </ActionIcon>
        </Group>
      </form>
      <TeamMembers team={team} />
      {dialog}
    </section>
  );
}
