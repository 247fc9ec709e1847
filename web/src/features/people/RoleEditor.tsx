import { Alert, Button, Checkbox, Drawer, Fieldset, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import { useEdited } from "../../lib/edited";
import { useRefresh } from "../../lib/pages";
import { ChangedElsewhere } from "../../ui/ChangedElsewhere";
import { useConfirm } from "../../ui/confirm";
import { orStale } from "../../ui/stale";
import { tellDone } from "../../ui/tell";
import type { Role } from "./data";
import { ALL, beyond, codeOf, grouped, switched } from "./rights";

const NEW = { id: "new", version: 0, code: "", name: "", permissions: [] as string[] };

/** A role: its name, and what it allows. What I may not do I cannot give, and it says so. */
export function RoleEditor({
  role,
  permissions,
  readAgain,
  onClose,
}: {
  role: Role | null;
  permissions: { code: string; description: string }[];
  readAgain: () => unknown;
  onClose: () => void;
}) {
  const { t } = useTranslation(["people", "app"]);
  const me = useMe();
  const refresh = useRefresh();
  const [ask, dialog] = useConfirm();
  const [typed, setTyped] = useState(role !== null);
  const edited = useEdited(role ?? NEW, ({ name, code, permissions: all }) => ({ name, code, permissions: all }));
  const { fields, set } = edited;
  const done = () => {
    refresh("/api/v1/roles", "/api/v1/session");
    tellDone(t("saved"));
    onClose();
  };
  const save = useWrite("patch", "/api/v1/roles/{role_id}", {
    meta: { quiet: true },
    onSuccess: done,
    onError: orStale(readAgain),
  });
  const add = useWrite("post", "/api/v1/roles", { onSuccess: done });
  const remove = useWrite("delete", "/api/v1/roles/{role_id}", {
    onSuccess: () => {
      refresh("/api/v1/roles", "/api/v1/agents");
      onClose();
    },
  });
  const everything = fields.permissions.includes(ALL);
  const fixed = role?.code === "administrator";
  const above = role ? beyond(role.permissions, me) : [];
  const locked = fixed || above.length > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!role) add.mutate({ body: fields });
    else
      save.mutate({
        params: { path: { role_id: role.id }, header: { "If-Match": edited.match } },
        body: edited.changes,
      });
  };
  const askRemove = () =>
    role &&
    ask({
      title: t("role_remove_title", { name: role.name }),
      body: t("role_remove_body"),
      confirm: t("app:delete"),
      danger: true,
      onConfirm: () => remove.mutate({ params: { path: { role_id: role.id } } }),
    });
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={role ? role.name : t("role_add")}
      closeButtonProps={{ "aria-label": t("app:close") }}
    >
      {locked && (
        <Alert icon={<IconLock size={18} />} color="gray" mb="md">
          {fixed ? t("role_fixed") : t("role_above", { permissions: above.join(", ") })}
        </Alert>
      )}
      <ChangedElsewhere edited={edited} label={(name) => t(`field.${name}`)} />
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={t("name")}
            required
            data-autofocus
            disabled={above.length > 0}
            value={fields.name}
            onChange={({ currentTarget: { value } }) =>
              set(typed ? { name: value } : { name: value, code: codeOf(value) })
            }
          />
          <TextInput
            label={t("code")}
            description={t("code_hint")}
            required
            disabled={locked}
            value={fields.code}
            onChange={(event) => {
              setTyped(true);
              set({ code: event.currentTarget.value });
            }}
          />
          {everything ? (
            <Text size="sm">{t("allows_all")}</Text>
          ) : (
            grouped(permissions).map((group) => (
              <Fieldset key={group.area} legend={t(`area.${group.area}`, { defaultValue: group.area })}>
                <Stack gap="sm">
                  {group.permissions.map(({ code, description }) => {
                    const mine = me.may(code);
                    return (
                      <Checkbox
                        key={code}
                        label={t(`permissions.${code.replace(".", "_")}`, { defaultValue: description })}
                        description={mine ? code : t("not_yours", { code })}
                        disabled={locked || !mine}
                        checked={fields.permissions.includes(code)}
                        onChange={() => set({ permissions: switched(fields.permissions, code) })}
                      />
                    );
                  })}
                </Stack>
              </Fieldset>
            ))
          )}
          <Group justify="space-between">
            {role && !locked ? (
              <Button color="red" variant="subtle" onClick={askRemove}>
                {t("app:delete")}
              </Button>
            ) : (
              <span />
            )}
            <Button
              type="submit"
              disabled={!edited.dirty || edited.theirs !== null || above.length > 0}
              loading={save.isPending || add.isPending}
            >
              {role ? t("app:save") : t("app:add")}
            </Button>
          </Group>
        </Stack>
      </form>
      {dialog}
    </Drawer>
  );
}
