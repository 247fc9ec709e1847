import { Anchor, Button, Table, Text, Tooltip } from "@mantine/core";
import { IconCheck, IconPlus } from "@tabler/icons-react";
import { Fragment, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/me";
import { useCommands } from "../../lib/commands";
import { Guarded } from "../../ui/Guarded";
import { Loaded, PageHeader } from "../../ui/states";
import { type Role, usePermissions, useRoles } from "./data";
import classes from "./People.module.css";
import { RoleEditor } from "./RoleEditor";
import { allows, grouped } from "./rights";

export default function RolesPage() {
  return (
    <Guarded needs={["org.manage"]}>
      <Roles />
    </Guarded>
  );
}

/** Which role allows what: the matrix, and each role to change. */
function Roles() {
  const { t } = useTranslation(["people", "admin"]);
  const me = useMe();
  const roles = useRoles();
  const permissions = usePermissions();
  const [open, setOpen] = useState<string | "new" | null>(null);
  useCommands([
    { id: "roles.add", title: t("role_add"), group: t("admin:page.roles"), keys: "n", run: () => setOpen("new") },
  ]);
  const role = roles.data?.items.find((each) => each.id === open) ?? null;
  return (
    <>
      <PageHeader
        title={t("admin:page.roles")}
        actions={
          <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen("new")}>
            {t("role_add")}
          </Button>
        }
      >
        {t("roles_about")}
        {!me.permissions.has("*") && ` ${t("roles_limit")}`}
      </PageHeader>
      <Loaded query={roles} rows={8}>
        {({ items }) => (
          <Loaded query={permissions} rows={8}>
            {(all) => <Matrix roles={items} permissions={all} onOpen={setOpen} />}
          </Loaded>
        )}
      </Loaded>
      {(role || open === "new") && permissions.data && (
        <RoleEditor
          key={role?.id ?? "new"}
          role={role}
          permissions={permissions.data}
          readAgain={() => roles.refetch()}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}

function Matrix({
  roles,
  permissions,
  onOpen,
}: {
  roles: Role[];
  permissions: { code: string; description: string }[];
  onOpen: (id: string) => void;
}) {
  const { t } = useTranslation("people");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section className={classes.matrix} aria-label={t("matrix")} tabIndex={0}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("permission")}</Table.Th>
            {roles.map((role) => (
              <Table.Th key={role.id} className={classes.mark}>
                <Anchor component="button" type="button" fw={600} onClick={() => onOpen(role.id)}>
                  {role.name}
                </Anchor>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {grouped(permissions).map((group) => (
            <Fragment key={group.area}>
              <Table.Tr className={classes.area}>
                <Table.Th colSpan={roles.length + 1} scope="colgroup">
                  {t(`area.${group.area}`, { defaultValue: group.area })}
                </Table.Th>
              </Table.Tr>
              {group.permissions.map(({ code, description }) => (
                <Table.Tr key={code}>
                  <Table.Th scope="row">
                    {t(`permissions.${code.replace(".", "_")}`, { defaultValue: description })}
                    <Text size="xs" c="dimmed" ff="monospace">
                      {code}
                    </Text>
                  </Table.Th>
                  {roles.map((role) => (
                    <Table.Td key={role.id} className={classes.mark}>
                      <Mark allowed={allows(role, code)} />
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Fragment>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

function Mark({ allowed }: { allowed: "named" | "all" | null }) {
  const { t } = useTranslation("people");
  if (!allowed) return <span className="visually-hidden">{t("not_allowed")}</span>;
  const word = t(allowed === "all" ? "allowed_all" : "allowed");
  return (
    <Tooltip label={word}>
      <IconCheck size={16} role="img" aria-label={word} opacity={allowed === "all" ? 0.55 : 1} />
    </Tooltip>
  );
}
