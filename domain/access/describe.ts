import { accessName } from './access.ts';
import { type AccessState, endsAt } from './state.ts';

/** How it stands, in Markdown, for people who look at the workflow. */
export function describeAccess(state: AccessState): string {
  const { access, request, asked, phase } = state;
  const lines = [
    `## ${access}`,
    `${accessName(request)}, asked for by \`${asked.by}\`: ${request.reason}`,
    standingOf(state),
  ];
  if (request.release !== null) lines.push(`For the release \`${request.release}\`.`);
  if (phase === 'standing' && state.credentials === null) {
    lines.push('The password was not taken yet.');
  }
  if (state.overdueSince !== null && state.revokedAt === null) {
    lines.push(`**Revoke overdue since ${state.overdueSince}.**`);
  }
  return lines.join('\n\n');
}

function standingOf(state: AccessState): string {
  switch (state.phase) {
    case 'asked':
      return `It can be granted until ${state.decideBy}.`;
    case 'granted':
      return `Granted by \`${state.decided?.by}\`; the tool is being told.`;
    case 'standing':
      return `Granted by \`${state.decided?.by}\`. It ends at ${endsAt(state)}.`;
    case 'ending':
      return `It is being taken away since ${state.ending?.at} (${state.ending?.why}).`;
    case 'revoked':
      return `It was taken away at ${state.revokedAt} (${state.ending?.why}).`;
    case 'refused':
      return `Refused by \`${state.decided?.by}\`.`;
    case 'withdrawn':
      return 'Nobody asks for it any more.';
    case 'expired':
      return 'Nobody decided in time.';
  }
}
