import { Button, Checkbox, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schema, useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import { Problem } from "../../api/problem";
import { useRefresh } from "../../lib/pages";
import { useTeams } from "../../ui/names";
import { tellFailure } from "../../ui/tell";
import { filtersOf, type Look, type SavedView } from "./filters";

interface Props {
  /** What is edited; null to keep a new one; undefined while the dialog is shut. */
  view: SavedView | null | undefined;
  look: Look;
  onClose: () => void;
  onKept: (view: SavedView) => void;
}

/** Keep what is shown under a name, or change what was kept. */
export function SaveView({ view, look, onClose, onKept }: Props) {
  const { t } = useTranslation(["inbox", "app"]);
  return (
    <Modal
      opened={view !== undefined}
      onClose={onClose}
      title={view ? t("save.edit", { name: view.name }) : t("save.title")}
      closeButtonProps={{ "aria-label": t("app:close") }}
    >
      {view !== undefined && <Form key={view?.id} view={view} look={look} onClose={onClose} onKept={onKept} />}
    </Modal>
  );
}

// What fails is a `Problem`, whatever the schema says of its body.
const problemOf = (error: unknown): Problem | undefined => (error instanceof Problem ? error : undefined);

type Shared = Schema<"SavedView">["shared"];

function Form({ view, look, onClose, onKept }: Props & { view: SavedView | null }) {
  const { t } = useTranslation(["inbox", "app"]);
  const me = useMe();
  const refresh = useRefresh();
  const teams = useTeams();
  const [name, setName] = useState(view?.name ?? "");
  const [shared, setShared] = useState<Shared>(view?.shared ?? "nobody");
  const [teamId, setTeamId] = useState<string | null>(view?.team_id ?? null);
  const [again, setAgain] = useState(false);
  const kept = (made: SavedView) => {
    refresh("/api/v1/saved-views", "/api/v1/inbox/counts");
    onKept(made);
    onClose();
  };
  const told = (error: unknown) => (error instanceof Problem && error.of("name") ? undefined : tellFailure(error));
  const create = useWrite("post", "/api/v1/saved-views", { onSuccess: kept, onError: told, meta: { quiet: true } });
  const change = useWrite("patch", "/api/v1/saved-views/{view_id}", {
    onSuccess: kept,
    onError: told,
    meta: { quiet: true },
  });
  const wrong = [create.error, change.error].map(problemOf).find(Boolean);
  const submit = () => {
    const sharing = { shared, team_id: shared === "team" ? teamId : null };
    const shows = { filters: filtersOf(look), sort: look.sort };
    if (!view) create.mutate({ body: { name: name.trim(), ...sharing, ...shows } });
    else {
      const body = { name: name.trim(), ...sharing, ...(again ? shows : {}) };
      const init = { params: { path: { view_id: view.id } }, headers: { "If-Match": `"${view.version}"` }, body };
      change.mutate(init);
    }
  };
  const ready = name.trim() !== "" && (shared !== "team" || teamId !== null);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) submit();
      }}
    >
      <Stack>
        <TextInput
          label={t("save.name")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={80}
          error={wrong?.of("name")}
          data-autofocus
        />
        {me.may("queue.manage") && (
          <Select
            label={t("save.shared")}
            data={(["nobody", "team", "everybody"] as const).map((value) => ({
              value,
              label: t(`save.shared_${value}`),
            }))}
            value={shared}
            onChange={(value) => setShared((value ?? "nobody") as Shared)}
            allowDeselect={false}
            comboboxProps={{ withinPortal: false }}
          />
        )}
        {shared === "team" && (
          <Select
            label={t("save.team")}
            data={[...(teams.data?.values() ?? [])].map((each) => ({ value: each.id, label: each.name }))}
            value={teamId}
            onChange={setTeamId}
            searchable
            comboboxProps={{ withinPortal: false }}
          />
        )}
        {view && (
          <Checkbox
            label={t("save.again")}
            checked={again}
            onChange={(event) => setAgain(event.currentTarget.checked)}
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("app:cancel")}
          </Button>
          <Button type="submit" disabled={!ready} loading={create.isPending || change.isPending}>
            {t("app:save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
