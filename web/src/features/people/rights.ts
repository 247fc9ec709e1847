import type { Me } from "../../api/me";

type Held = Pick<Me, "permissions">;
interface Permission {
  code: string;
  description: string;
}

export const ALL = "*";

/** Of these permissions those that I do not have, so that I cannot give them either. */
export function beyond(wanted: readonly string[], me: Held): string[] {
  return me.permissions.has(ALL) ? [] : wanted.filter((each) => !me.permissions.has(each));
}

export interface PermissionGroup {
  area: string;
  permissions: Permission[];
}

/** Permissions by what they are about: the word before the point. */
export function grouped(permissions: Permission[]): PermissionGroup[] {
  const groups = new Map<string, Permission[]>();
  for (const each of permissions) {
    const area = each.code.split(".")[0] ?? each.code;
    groups.set(area, [...(groups.get(area) ?? []), each]);
  }
  return [...groups].map(([area, all]) => ({ area, permissions: all }));
}

/** What a role allows of a permission: by name, by being allowed everything, or not. */
export const allows = (role: { permissions: string[] }, code: string): "named" | "all" | null =>
  role.permissions.includes(ALL) ? "all" : role.permissions.includes(code) ? "named" : null;

/** The permissions with this one switched. */
export const switched = (permissions: string[], code: string): string[] =>
  permissions.includes(code) ? permissions.filter((each) => each !== code) : [...permissions, code].sort();

/** A code out of a name: "Äußere Dienste" is `aeussere-dienste`. */
export function codeOf(name: string, separator = "-"): string {
  return name
    .toLowerCase()
    .replaceAll("ä", "ae")
    .replaceAll("ö", "oe")
    .replaceAll("ü", "ue")
    .replaceAll("ß", "ss")
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, separator)
    .replace(new RegExp(`^[${separator}]+|[${separator}]+$`, "g"), "")
    .slice(0, 60);
}
