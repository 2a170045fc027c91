import { writeFile } from 'node:fs/promises';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import {
  quietEnvironment,
  shopAudience,
  shopCalendar,
  shopPolicy,
  shopRelease,
} from '../support/journey/documents.ts';
import { eventually } from '../support/journey/eventually.ts';
import { useJourney } from '../support/journey/journey.ts';
import { ledgerRows } from '../support/journey/ledger-rows.ts';
import type { ProblemAnswer } from '../support/journey/person.ts';
import type { JourneyRelease } from '../support/journey/release.ts';
import { channelsOf } from '../support/journey/servers.ts';
import { type SmtpReceiver, startSmtpReceiver } from '../support/notifiers/smtp-receiver.ts';
import {
  secretPath,
  startWebhookReceiver,
  type WebhookReceiver,
} from '../support/notifiers/webhook-receiver.ts';

const stakeholders = (text: string) =>
  shopAudience('stakeholders', {
    groups: ['operations'],
    people: ['mona'],
    channels: ['mail', 'chat'],
    templates: {
      'go-live': { subject: 'Soon: {{ title }}', text },
      moved: { subject: '{{ title }} moves', text: 'From {{ old }} to {{ new }}: {{ why }}' },
    },
  });
const firstWords = 'We bring {{ versions }} & <more> to {{ environment }}.';

const talking = shopPolicy(
  'talking',
  {
    lab: quietEnvironment({
      window: true,
      announce: { to: 'stakeholders', approvedBy: { group: 'cab', deadline: '1h' } },
      checklist: [{ item: 'announcement-sent' }],
    }),
  },
  {},
  { notify: [{ of: ['request', 'moved', 'live', 'closed'], to: 'stakeholders' }] },
);

const at = (hours: number) =>
  new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + hours * 3_600_000).toISOString();
const freezeUntil = (end: string, title: string) =>
  shopCalendar('freezes', [
    { id: 'audit', kind: 'freeze', title, environments: ['lab'], owner: 'management', end, start },
  ]);
const start = at(-48);
const [first, second] = [at(24), at(72)];

let mail: SmtpReceiver;
let chat: WebhookReceiver;
afterAll(async () => {
  await mail.close();
  await chat.close();
});

const shop = useJourney(async (journey) => {
  mail = await startSmtpReceiver({ user: 'tidegate', password: 'correct-horse' });
  chat = await startWebhookReceiver();
  // Slack's answer where somebody has removed the webhook.
  chat.mood = { status: 404 };
  const login = { user: 'tidegate', password: 'correct-horse' };
  const server = { host: '127.0.0.1', port: mail.port, security: 'none', ...login };
  const channels = {
    mail: { tool: 'smtp', from: 'Tidegate <tidegate@shop.example>', ...server },
    chat: { tool: 'slack', url: chat.url },
  };
  await writeFile(channelsOf(journey), JSON.stringify(channels));
  const freeze = freezeUntil(first, 'The audit');
  await journey.apply(stakeholders(firstWords), talking, freeze);
});

const document = shopRelease({ name: 'talked', policy: 'talking', version: '1.0.0' });
const wording = 'lab/wording';

const mails = (subject: RegExp) =>
  eventually(`a mail about ${subject.source}`, async () => {
    const found = mail.mails.filter(({ headers }) =>
      subject.test(headers.get('subject')?.[0] ?? ''),
    );
    return found.length === 0 ? null : found;
  });
const textOf = (parts: ReadonlyMap<string, string>) => parts.get('text/plain') ?? '';

test('people read the words that somebody has approved, and hear of another date', async () => {
  const release = await shop.journey.begin(document);
  await release.untilBlocked(wording);
  const [asked] = await mails(/wording is yours to decide/);
  expect(asked?.to.toSorted()).toEqual(
    ['cliff', 'cora', 'dana', 'erin', 'mona', 'opal'].map((who) => `${who}@shop.example`),
  );
  expect(textOf(asked?.parts ?? new Map())).toContain('We bring shop 1.0.0 & <more> to lab.');
  await isApproved(release);
  await release.untilBlocked('lab/window/window');
  const subjects = mail.mails.map(({ headers }) => headers.get('subject')?.[0] ?? '');
  expect(subjects.filter((subject) => subject.startsWith('Soon'))).toEqual([]);
  await isMoved();
  await shop.journey.apply(freezeUntil(at(-1), 'It is over'));
  await release.until('is live', ({ phase }) => phase === 'reviewing');
  await isAnnounced(release);
  expect(await mails(/is live$/)).toHaveLength(1);
  await release.review();
  expect(await mails(/released$/)).toHaveLength(1);
  await holdsNoSecret(release);
});

/** Other words are another question, and who asks for the release does not answer it. */
async function isApproved(release: JourneyRelease): Promise<void> {
  const old = await release.subjectOf(wording);
  const erin = await release.decide('erin', wording);
  expect([erin.status, erin.body.rule]).toEqual([403, 'approval/requester']);
  expect((await release.decide('cora', wording)).body.outcome).toBe('accepted');
  await release.untilBlocked('lab/window/window');
  await shop.journey.apply(stakeholders('We bring {{ versions }}, at last.'));
  const rita = await shop.journey.person('rita');
  const plan = await rita.post<{ digest: string }>('/v1/plans', document);
  const order = { spec: document, planDigest: plan.body.digest, reason: 'Kinder words.' };
  expect((await rita.post(release.at('/revisions'), order)).status).toBe(200);
  const { requirements } = await release.until('asks anew', (view) =>
    view.requirements.some(({ id, outcome }) => id === wording && outcome === 'pending'),
  );
  expect(requirements.filter(({ id }) => id === wording)).toHaveLength(1);
  const stale = await release.decide('cliff', wording, { subjectDigest: old });
  expect([stale.status, stale.body.rule]).toEqual([409, 'statement/other-subject']);
  expect((await release.decide('cliff', wording)).body.outcome).toBe('accepted');
}

async function isMoved(): Promise<void> {
  await shop.journey.apply(freezeUntil(second, 'The audit takes longer'));
  const [moved] = await mails(/moves$/);
  const text = textOf(moved?.parts ?? new Map());
  expect(text).toContain(`From ${first} to ${second}: `);
  expect(text).toContain('The audit takes longer');
}

/** By mail, in the plan's words; the chat has failed, which stops nothing and is told. */
async function isAnnounced(release: JourneyRelease): Promise<void> {
  const [announced, ...others] = await mails(/^Soon: Release talked$/);
  expect(others).toEqual([]);
  expect(announced?.to).toEqual(['opal@shop.example', 'mona@shop.example'].toSorted().toReversed());
  const rita = await shop.journey.person('rita');
  const { body } = await rita.get<{ plan: ReleasePlan } & ProblemAnswer>(release.at('/plan'));
  const stage = body.plan.stages.find(({ kind }) => kind === 'announce');
  const text = stage?.kind === 'announce' ? stage.announcement.text : '';
  expect(text).toBe('We bring shop 1.0.0, at last.');
  expect(textOf(announced?.parts ?? new Map())).toContain(text);
  const unsent = await release.facts('message.unsent');
  const announcement = unsent.find(({ kind }) => kind === 'go-live');
  expect(announcement).toMatchObject({
    channel: 'chat',
    failure: { code: 'notifiers/refused', message: 'The channel chat answered with 404.' },
  });
}

async function holdsNoSecret(release: JourneyRelease): Promise<void> {
  const rows = await ledgerRows(shop.journey.databaseUrl, release.name);
  const text = rows.map(({ content }) => content).join('\n');
  for (const secret of [secretPath, 'correct-horse', '@shop.example']) {
    expect(text).not.toContain(secret);
  }
}
