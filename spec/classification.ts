import { z } from 'zod';
import {
  approvalPaths,
  declaredRisks,
  releaseTypes,
  rolloutModels,
  rolloutStrategies,
  tiers,
} from '../domain/risk/scale.ts';
import { instant } from './field/instant.ts';
import { name, sentence } from './field/name.ts';

const rating = z.int().min(1).max(10);

/** What a release says of its class. */
export const classification = z
  .strictObject({
    type: z.enum(releaseTypes).optional().describe('By default what follows from the versions.'),
    tier: z.enum(tiers).optional().describe('By default what follows from the criticality.'),
    path: z.enum(approvalPaths).optional().describe('By default what follows from the risk.'),
    changeModel: name
      .optional()
      .describe('Pre-approved model that a release of the class `standard` follows.'),
    exemption: z
      .strictObject({ reason: sentence, grantedBy: name, expiresAt: instant })
      .optional()
      .describe('Refused: somebody else grants it.'),
  })
  .describe('Raises what follows from the rules. Lowering it is refused.');

/** One line of a failure mode and effects analysis. */
export const failureMode = z.strictObject({
  failure: sentence.describe('What goes wrong.'),
  effect: sentence.describe('What users or the business would meet.'),
  severity: rating.describe('1 is hardly noticed, 10 does grave harm.'),
  occurrence: rating.describe('1 is next to never, 10 is almost certain.'),
  detection: rating.describe('1 is found for certain before it does harm, 10 is not found at all.'),
  mitigation: sentence.describe('What is done against it.'),
  owner: name.describe('Person or group that answers for the mitigation.'),
});

/** How a release is meant to reach its users. */
export const delivery = z.strictObject({
  model: z.enum(rolloutModels).optional().describe('Refused when the stages do otherwise.'),
  strategy: z.enum(rolloutStrategies).optional().describe('Refused when the stages do otherwise.'),
  reason: sentence
    .optional()
    .describe('Why it goes out less carefully than recommended. Then required.'),
});

/** What a version brings, over what the catalog knows. */
export const raises = z
  .array(z.enum(declaredRisks))
  .max(declaredRisks.length)
  .describe('What this version brings, over what the catalog knows of the service.');
