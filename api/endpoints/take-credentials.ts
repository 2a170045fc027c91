import { actOnAccess } from '../access-grants/act.ts';
import { createPassword } from '../access-grants/create-password.ts';
import { loadAccess } from '../access-grants/load-access.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';
import { Problem } from '../problem.ts';
import { isProblemCode } from '../problems/catalogue.ts';
import { accessParams, credentialsSchema } from '../schemas/access.ts';
import { accessView } from '../views/access-view.ts';

export const takeCredentials = defineEndpoint({
  summary: 'Take the password of an access that you were granted, once',
  description:
    'The password is made here and told in this answer alone. The tool, the workflow and the ' +
    'ledger get what it is compared with.',
  params: accessParams,
  query: nothing,
  body: noBody,
  answers: { 200: credentialsSchema },
  async handle({ params: { access }, caller }, services) {
    const { password, verifier } = await createPassword();
    const content = { act: 'take-credentials', verifier } as const;
    const order = { access, id: null, subjectDigest: null, content };
    const { receipt } = await actOnAccess(order, caller.actor, services);
    if (receipt?.outcome === 'refused') {
      const code = receipt.code ?? '';
      throw new Problem(isProblemCode(code) ? code : 'access/ended', { detail: receipt.reason });
    }
    const state = await loadAccess(access, services.records);
    const { account, endsAt } = await accessView(state, services.records);
    const headers = { 'Cache-Control': 'no-store' };
    const body = { account, password, takenIn: receipt !== null, endsAt };
    return { status: 200, body, headers };
  },
});
