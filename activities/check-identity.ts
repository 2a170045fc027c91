import type { HttpAnswer } from '../domain/gate/gate.ts';
import type { IdentityEvidence } from '../domain/gate/identity-check.ts';
import type { IdentityCheck } from '../domain/plan/validation-check.ts';
import type { Ports } from './ports/index.ts';

const timeoutMs = 5_000;
const invented = 'somebody-whom-nobody-knows';

/** Asks as nobody, as somebody whom nobody knows, and as who is known; never keeps who that is. */
export async function checkIdentity(
  { prober, settings }: Pick<Ports, 'prober' | 'settings'>,
  environment: string,
  check: IdentityCheck,
  url: string,
): Promise<IdentityEvidence> {
  const { value: known } = await settings.resolve(environment, { value: check.value });
  const made = check.value.replaceAll(/\{credential\.[^{}]*\}/g, invented);
  const ask = async (value?: string): Promise<HttpAnswer> => {
    const said = value === undefined ? {} : { [check.header]: value };
    const { status } = await prober.get(url, timeoutMs, said);
    return { url, status };
  };
  return {
    anonymous: await ask(),
    invented: await ask(made),
    known: await ask(String(known)),
  };
}
