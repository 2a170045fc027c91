import type { Applied } from '../../../activities/ports/deployer.ts';
import { quietStep } from './step-context.ts';
import type { DeployerSubject, OrderChoice } from './subject.ts';

export type CreateSubject = () => Promise<DeployerSubject>;

/** Orders that most tests use: the version that serves, and the one that comes. */
export const FIRST: OrderChoice = { key: 'release-1/web', version: '1.0.0' };
export const SECOND: OrderChoice = { key: 'release-2/web', version: '2.0.0' };

/** Runs a test on a subject where 1.0.0 serves, and stops everything afterwards. */
export async function givenFirstServes(
  createSubject: CreateSubject,
  test: (subject: DeployerSubject) => Promise<void>,
): Promise<void> {
  await givenNothing(createSubject, async (subject) => {
    await deploy(subject, FIRST);
    await test(subject);
  });
}

/** Runs a test on a subject where nothing was ever deployed, and stops everything afterwards. */
export async function givenNothing(
  createSubject: CreateSubject,
  test: (subject: DeployerSubject) => Promise<void>,
): Promise<void> {
  const subject = await createSubject();
  try {
    await test(subject);
  } finally {
    await subject.close();
  }
}

/** Applies and settles. */
export async function deploy(subject: DeployerSubject, choice: OrderChoice): Promise<Applied> {
  const order = subject.order(choice);
  const applied = await subject.deployer.apply(order, quietStep());
  await subject.deployer.settle(order, quietStep());
  return applied;
}

/** What stands once 2.0.0 was applied and not settled. */
export function standingBesides(subject: DeployerSubject): readonly string[] {
  return subject.deployer.besides ? ['1.0.0', '2.0.0'] : ['2.0.0'];
}
