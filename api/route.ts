import type { Role } from './access/role.ts';
import type { Endpoint } from './endpoint.ts';

/** Who may call: people with a role, or anybody. There is no default. */
export type Access = Role | 'public';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

export type Route = {
  readonly method: Method;
  /** As OpenAPI writes it: `/v1/releases/{release}`. */
  readonly path: string;
  readonly access: Access;
  readonly endpoint: Endpoint;
};

export const route = (method: Method, path: string, access: Access, endpoint: Endpoint): Route => ({
  method,
  path,
  access,
  endpoint,
});
