import { MultiSelect, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/me";
import { useRoles, useTeamList } from "./data";
import { beyond } from "./rights";

interface Picker {
  value: string[];
  onChange: (value: string[]) => void;
  error?: string;
  disabled?: boolean;
}

/** The roles of somebody. A role that allows more than I may do can be seen, but not given or taken: it says why. */
export function RolePicker({ value, onChange, error, disabled }: Picker) {
  const { t } = useTranslation("people");
  const me = useMe();
  const roles = useRoles();
  const all = roles.data?.items ?? [];
  const out = all.filter((role) => beyond(role.permissions, me).length > 0);
  return (
    <MultiSelect
      label={t("roles")}
      description={
        <>
          {t("roles_hint")}
          {out.length > 0 && (
            <Text span inherit display="block">
              {t("roles_beyond", { roles: out.map((role) => role.name).join(", ") })}
            </Text>
          )}
        </>
      }
      data={all.map((role) => ({ value: role.id, label: role.name, disabled: out.includes(role) }))}
      value={value}
      onChange={onChange}
      error={error}
      disabled={disabled}
      searchable
    />
  );
}

export function TeamPicker({ value, onChange, error, disabled }: Picker) {
  const { t } = useTranslation("people");
  const teams = useTeamList();
  return (
    <MultiSelect
      label={t("teams")}
      data={teams.data?.items.map((team) => ({ value: team.id, label: team.name })) ?? []}
      value={value}
      onChange={onChange}
      error={error}
      disabled={disabled}
      searchable
    />
  );
}
