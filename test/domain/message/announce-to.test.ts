import type {
  AnnouncementPolicy,
  NotifyRule,
} from '../../../domain/message/announcement-policy.ts';
import type { Audience } from '../../../domain/message/message.ts';
import { compilePlan } from '../../../domain/plan/compile-plan.ts';
import { outlineOf } from '../../../domain/revision/outline-of.ts';
import { planPartOf } from '../../../domain/revision/plan-part.ts';
import { fillIn } from '../../../spec/message-template.ts';
import { anEnvironmentPolicy, aPolicy, planSources } from '../../support/builders/plan-sources.ts';

const stakeholders: Audience = {
  name: 'stakeholders',
  groups: ['testers'],
  people: ['rita'],
  channels: ['mail', 'chat'],
  templates: {
    'go-live': { subject: 'Soon: {{ title }}', text: '{{ versions }} in {{ environment }}' },
    closed: { subject: '{{ title }}', text: '{{ message }}' },
  },
};

function compileWith(
  announce: AnnouncementPolicy,
  { audiences = [stakeholders], notify }: { audiences?: Audience[]; notify?: NotifyRule[] } = {},
) {
  const policy = aPolicy({ production: anEnvironmentPolicy({ announce }) });
  const { normal } = policy.classes;
  if (normal === undefined) throw new Error('The policy has a class.');
  const rules = notify === undefined ? {} : { notify };
  const classes = { normal: { ...normal, ...rules } };
  return compilePlan({ ...planSources({ policy: { ...policy, classes } }), audiences, fillIn });
}

function announcementOf(compiled: ReturnType<typeof compileWith>) {
  if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems));
  const stage = compiled.plan.stages.find(({ kind }) => kind === 'announce');
  return stage?.kind === 'announce' ? stage.announcement : null;
}

describe('the announcement in a plan', () => {
  test('holds the words of its audience, as people will read them', () => {
    const announcement = announcementOf(compileWith({ to: 'stakeholders' }));
    expect(announcement).toMatchObject({
      audience: ['testers', 'rita'],
      channels: ['mail', 'chat'],
      subject: expect.stringMatching(/^Soon: \w/),
      text: expect.stringMatching(/^\w+ \d+\.\d+\.\d+.* in production$/),
    });
  });

  test('holds the words of the policy where there are some', () => {
    const announcement = announcementOf(compileWith({ to: 'stakeholders', text: '{{ class }}!' }));
    expect(announcement).toMatchObject({
      subject: expect.stringMatching(/^Soon/),
      text: 'normal!',
    });
  });

  test('holds Tidegate’s own words where nobody has written any', () => {
    const wordless = { ...stakeholders, templates: {} };
    const announcement = announcementOf(
      compileWith({ to: 'stakeholders' }, { audiences: [wordless] }),
    );
    expect(announcement?.subject).toMatch(/ goes to production$/);
    expect(announcement?.text).not.toContain('{{');
  });

  test('changes the digest of the plan with each word', () => {
    const [one, other] = ['Come.', 'Stay.'].map((text) =>
      compileWith({ audience: ['testers'], channels: ['log'], text }),
    );
    if (one === undefined || !('digest' in one)) throw new Error('It compiles.');
    expect(other).toMatchObject({ digest: expect.not.stringContaining(one.digest) });
  });
});

describe('the approval of an announcement’s words', () => {
  const approvedBy = { group: 'cab', count: 1, deadlineMs: 1_000, remindBeforeMs: [] };
  const compiledWith = (text: string, cab: Partial<typeof approvedBy> = {}) => {
    const announce = { to: 'stakeholders', text, approvedBy: { ...approvedBy, ...cab } };
    const compiled = compileWith(announce);
    if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems));
    return compiled.plan;
  };
  const partOf = (plan: ReturnType<typeof compiledWith>, id: string) =>
    planPartOf(outlineOf(plan), {
      stage: 'production/approval',
      id: `production/${id}`,
      environment: 'production',
    });

  test('is asked with the others, about the very words', () => {
    const stage = compiledWith('{{ class }} it is.').stages.find(({ kind }) => kind === 'approval');
    expect(stage).toMatchObject({
      responsible: ['cab'],
      requirements: [
        { id: 'production/wording', group: 'cab', wording: { text: 'normal it is.' } },
      ],
    });
  });

  test('is about something else with other words, and with the same words it is not', () => {
    const [one, same, other] = ['Come.', 'Come.', 'Stay.'].map((text) =>
      partOf(compiledWith(text), 'wording'),
    );
    expect(one).toMatch(/^sha256:/);
    expect(same).toBe(one);
    expect(other).not.toBe(one);
  });

  test('asks only for people whom its group has, and keeps its name for itself', () => {
    const announce = { to: 'stakeholders', approvedBy: { ...approvedBy, count: 9 } };
    expect(compileWith(announce)).toMatchObject({
      problems: [{ code: 'too-few-members', pointer: expect.stringMatching(/approvedBy\/group$/) }],
    });
    const policy = aPolicy({
      production: anEnvironmentPolicy({
        announce: { ...announce, approvedBy },
        approvals: [{ id: 'wording', ...approvedBy }],
      }),
    });
    const compiled = compilePlan({ ...planSources({ policy }), audiences: [stakeholders] });
    expect(compiled).toMatchObject({ problems: [{ code: 'reserved-name' }] });
  });
});

describe('a policy', () => {
  test('that names an audience which nobody has applied is refused at each place', () => {
    const notify: NotifyRule[] = [{ of: ['moved'], to: 'stakeholdres' }];
    const compiled = compileWith({ to: 'stakeholder' }, { notify });
    expect(compiled).toMatchObject({
      problems: [
        {
          code: 'unknown-audience',
          pointer: '/spec/classes/normal/notify/0/to',
          remedy: expect.stringContaining('Did you mean `stakeholders`?'),
        },
        { pointer: '/spec/classes/normal/environments/production/announce/to' },
      ],
    });
  });

  test('brings its audiences into the plan, with the words of what it tells them', () => {
    const notify: NotifyRule[] = [{ of: ['closed', 'moved'], to: 'stakeholders' }];
    expect(compileWith({ to: 'stakeholders' }, { notify })).toMatchObject({
      plan: {
        notices: [
          {
            of: ['closed', 'moved'],
            audience: ['testers', 'rita'],
            channels: ['mail', 'chat'],
            templates: { closed: { text: '{{ message }}' } },
          },
        ],
      },
    });
  });
});
