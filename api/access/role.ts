/**
 * What a person may do at all. `viewer` is everyone with a valid token; whether somebody may decide
 * a requirement depends on its group and is checked by the endpoint.
 */
export const roles = ['viewer', 'engineer', 'admin', 'auditor'] as const;
export type Role = (typeof roles)[number];

/** Which groups of the catalog carry which role. */
export type RoleGroups = Readonly<Partial<Record<Role, readonly string[]>>>;

/**
 * The roles of a person: everyone's, those of the token, and those of the groups at this moment.
 */
export function rolesOf(
  claimed: readonly string[],
  groups: readonly string[],
  roleGroups: RoleGroups,
): ReadonlySet<Role> {
  const held = roles.filter(
    (role) =>
      role === 'viewer' ||
      claimed.includes(role) ||
      roleGroups[role]?.some((group) => groups.includes(group)),
  );
  return new Set(held);
}
