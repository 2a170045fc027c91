import { anApproval, purchase, quietEnvironment, shopPolicy } from './documents.ts';

/** Puts a version into staging and production without asking anybody. */
export const installPolicy = shopPolicy('install', {
  staging: quietEnvironment(),
  production: quietEnvironment(),
});

/** Everything that a release can go through, in seconds. */
export const wholePolicy = shopPolicy('whole', {
  staging: quietEnvironment({
    uat: { group: 'testers', cycle: '1h', escalateTo: 'management' },
  }),
  production: quietEnvironment({
    window: true,
    approvals: [anApproval('cab'), anApproval('operations')],
    announce: { audience: ['operations'], channels: ['file'], text: '{release} goes out.' },
    checklist: [
      { item: 'rollback-plan' },
      { item: 'window-open' },
      { item: 'targets-healthy' },
      { item: 'support-coverage', group: 'operations' },
      { item: 'announcement-sent' },
    ],
    canary: {
      steps: [
        { weightPercent: 50, observe: '500ms', patience: '20s' },
        { weightPercent: 100, observe: '500ms', patience: '20s' },
      ],
      thresholds: { minimumRequests: 5, maximumLatencyRatio: 1000 },
    },
    validate: [
      { check: 'http', name: 'smoke', component: 'shop', path: '/smoke', at: 'instances' },
      { check: 'http', name: 'page', component: 'shop', path: '/' },
      purchase,
    ],
    stabilize: { duration: '1s', observeEvery: '200ms', minimumRequests: 5 },
  }),
});
